/**
 * A language model whose answers are logged, and read from the log when a run is resumed.
 *
 * @module
 */
import { ModelError } from "../errors.ts";
import { derivedModel } from "../model/derived_model.ts";
import { requestKey } from "../model/exchange.ts";
import type { LanguageModel, ModelUsage } from "../model/language_model.ts";
import type { Attempt } from "./evaluator.ts";
import type { RunEvent } from "./event.ts";
import type { Journal } from "./journal.ts";
import type { Ledger } from "./ledger.ts";

/** Attempt, log, budget and event sink of a journaled model. */
export interface JournaledModelOptions {
  readonly of: Attempt;
  readonly journal: Journal;
  readonly ledger: Ledger;
  readonly emit: (event: RunEvent) => void;
}

/** Wraps a model for one attempt at one proposal. */
export function journaled(model: LanguageModel, options: JournaledModelOptions): LanguageModel {
  const { of, journal, ledger, emit } = options;

  function trouble(kind: "retry" | "failed", reason: string, usage: ModelUsage | undefined): void {
    if (usage !== undefined) ledger.spendCall(usage);
    const paid = usage === undefined ? {} : { usage };
    emit({ type: "model-trouble", step: of.step, kind, reason, ...paid });
  }

  return derivedModel(model, async (request, { signal, onRetry } = {}) => {
    const key = await requestKey(request);
    const known = journal.exchange({ ...of, key });
    if (known !== undefined) {
      emit(known);
      return known.response;
    }
    emit({ type: "asking", ...of, model: model.name });
    try {
      const response = await model.generate(request, {
        ...(signal === undefined ? {} : { signal }),
        onRetry(retry) {
          trouble("retry", retry.reason, retry.usage);
          onRetry?.(retry);
        },
      });
      ledger.spendCall(response.usage);
      emit({ type: "exchange", ...of, key, request, response, seconds: ledger.seconds });
      return response;
    } catch (error) {
      if (error instanceof ModelError) trouble("failed", error.message, error.usage);
      throw error;
    }
  });
}

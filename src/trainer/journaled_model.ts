/**
 * A language model whose answers are logged, and read from the log when a run is resumed.
 *
 * @module
 */
import { requestKey } from "../model/exchange.ts";
import type { LanguageModel } from "../model/language_model.ts";
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
  return {
    name: model.name,
    ...(model.price === undefined ? {} : { price: model.price }),
    async generate(request, { signal, onRetry } = {}) {
      const key = await requestKey(request);
      const known = journal.exchange({ ...of, key });
      if (known !== undefined) {
        emit(known);
        return known.response;
      }
      const response = await model.generate(request, {
        ...(signal === undefined ? {} : { signal }),
        onRetry(retry) {
          emit({ type: "model-trouble", step: of.step, kind: "retry", reason: retry.reason });
          onRetry?.(retry);
        },
      });
      ledger.spendCall(response.usage);
      emit({ type: "exchange", ...of, key, request, response, seconds: ledger.seconds });
      return response;
    },
  };
}

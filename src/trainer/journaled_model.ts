/**
 * A language model whose answers are logged, and read from the log when a run is resumed.
 *
 * @module
 */
import { ModelError } from "../errors.ts";
import { derivedModel } from "../model/derived_model.ts";
import { requestKey } from "../model/exchange.ts";
import type {
  LanguageModel,
  ModelResponse,
  ModelRetry,
  ModelUsage,
} from "../model/language_model.ts";
import { inSpan } from "../spans.ts";
import type { Attempt } from "./evaluator.ts";
import type { EventOf, RunEvent } from "./event.ts";
import type { Journal } from "./journal.ts";
import type { Ledger } from "./ledger.ts";

/** What asks, log, budget and event sink of a journaled model. */
export interface JournaledModelOptions {
  /** An attempt at a proposal, or a step whose evaluations ask. */
  readonly of: Attempt | {
    readonly step: number;
    readonly role: NonNullable<EventOf<"exchange">["role"]>;
  };
  readonly journal: Journal;
  readonly ledger: Ledger;
  readonly emit: (event: RunEvent) => void;
}

/** Wraps a model for one attempt at one proposal, or for evaluations. */
export function journaled(model: LanguageModel, options: JournaledModelOptions): LanguageModel {
  const { of, journal, ledger, emit } = options;
  const role = "role" in of ? of.role : undefined;

  function trouble(kind: "retry" | "failed", call: CallOfRole, { reason, usage }: {
    readonly reason: string;
    readonly usage: ModelUsage | undefined;
  }): void {
    if (usage !== undefined) ledger.spendCall(usage, role);
    const paid = usage === undefined ? {} : { usage };
    emit({ type: "model-trouble", step: of.step, kind, ...call, reason, ...paid });
  }

  return derivedModel(model, async (request, { signal, draw, onRetry } = {}) => {
    const key = await requestKey(request, draw);
    const known = journal.exchange({ ...of, key });
    if (known !== undefined) {
      emit(known);
      return known.response;
    }
    const call = role === undefined ? {} : { role, key };
    emit({ type: "asking", ...of, ...call, model: model.name });
    const start = performance.now();
    try {
      const asked = {
        ...(signal === undefined ? {} : { signal }),
        ...(draw === undefined ? {} : { draw }),
        onRetry(retry: ModelRetry) {
          trouble("retry", call, { reason: retry.reason, usage: retry.usage });
          onRetry?.(retry);
        },
      };
      const response = await inModelSpan(model.name, role, () => model.generate(request, asked));
      ledger.spendCall(response.usage, role);
      const durationMs = performance.now() - start;
      const { seconds } = ledger;
      emit({ type: "exchange", ...of, key, request, response, durationMs, seconds });
      return response;
    } catch (error) {
      if (error instanceof ModelError) {
        trouble("failed", call, { reason: error.message, usage: error.usage });
      }
      throw error;
    }
  });
}

/** A call within a span, by the conventions of OpenTelemetry for generative models. */
function inModelSpan(
  name: string,
  role: EventOf<"exchange">["role"],
  call: () => Promise<ModelResponse>,
): Promise<ModelResponse> {
  const attributes = { "gen_ai.request.model": name, "opto.role": role ?? "optimizer" };
  return inSpan("opto.model", attributes, async (span) => {
    const response = await call();
    span.setAttributes({
      "gen_ai.usage.input_tokens": response.usage.promptTokens,
      "gen_ai.usage.output_tokens": response.usage.completionTokens,
    });
    return response;
  });
}

/** The members that tell the calls of evaluations apart; none for a call of the optimizer. */
type CallOfRole = Pick<EventOf<"asking">, "role" | "key">;

/**
 * The events of one step of an imperative optimizer.
 *
 * @module
 */
import { derivedModel } from "../model/derived_model.ts";
import { requestKey } from "../model/exchange.ts";
import type { LanguageModel, ModelRetry, ModelUsage } from "../model/language_model.ts";
import type { AttemptResult, SuggestionAttempt } from "./propose_changes.ts";

/** An event of one step. */
export type StepEvent =
  /** A model call succeeded. */
  | {
    readonly kind: "exchange";
    readonly promptHash: string;
    readonly text: string;
    readonly usage: ModelUsage;
  }
  /** A model call failed and is retried. */
  | { readonly kind: "retry"; readonly retry: ModelRetry }
  /** A suggestion was checked. */
  | ({ readonly kind: "attempt"; readonly result: AttemptResult } & SuggestionAttempt);

/** Options of one step. */
export interface StepOptions {
  /** Aborts the step; the parameters are not changed. */
  readonly signal?: AbortSignal;
  /** Called after each model call, retry and checked suggestion. */
  readonly onEvent?: (event: StepEvent) => void;
}

/** The same model; its calls and retries become events. */
export function withStepEvents(
  model: LanguageModel,
  onEvent: StepOptions["onEvent"],
): LanguageModel {
  if (onEvent === undefined) return model;
  return derivedModel(model, async (request, options = {}) => {
    const response = await model.generate(request, {
      ...options,
      onRetry: (retry) => onEvent({ kind: "retry", retry }),
    });
    const { text, usage } = response;
    onEvent({ kind: "exchange", promptHash: await requestKey(request), text, usage });
    return response;
  });
}

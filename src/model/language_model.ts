/**
 * The language-model port: types only.
 *
 * @module
 */
import type { ModelPrice } from "./price.ts";

/** One message of a conversation. */
export interface ModelMessage {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
}

/** What is asked of a model. Only what is set is sent. */
export interface ModelRequest {
  readonly messages: readonly ModelMessage[];
  /** `json` asks for a JSON object; with a schema for one of that shape, where the server can. @default text */
  readonly format?:
    | { readonly kind: "text" }
    | {
      readonly kind: "json";
      readonly name: string;
      readonly schema?: Readonly<Record<string, unknown>>;
    };
  readonly temperature?: number;
  readonly maxTokens?: number;
  readonly seed?: number;
}

/** Tokens of one exchange, as the server counted them (estimated where it did not). */
export interface ModelUsage {
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** US dollars, or null when the price of the model is not known. */
  readonly usd: number | null;
}

/** What a model answered. */
export interface ModelResponse {
  readonly text: string;
  /** `length` means the answer was cut off. */
  readonly finishReason: "stop" | "length" | "filter" | "other";
  readonly usage: ModelUsage;
  /** The model that answered, as the server names it. */
  readonly model: string;
}

/** A failed try that will be repeated: told to whoever watches, since it costs time. */
export interface ModelRetry {
  readonly attempt: number;
  readonly reason: string;
  readonly waitMs: number;
}

/** Options of one call. */
export interface GenerateOptions {
  readonly signal?: AbortSignal;
  readonly onRetry?: (retry: ModelRetry) => void;
}

/**
 * A language model. `generate` settles within the model's own deadline, rejects with `ModelError` when no answer could be
 * had, with `BudgetError` when the budget forbids the call, and with the signal's reason when aborted.
 */
export interface LanguageModel {
  readonly name: string;
  /** What its tokens cost; null or left out when that is not known. */
  readonly price?: ModelPrice | null;
  generate(request: ModelRequest, options?: GenerateOptions): Promise<ModelResponse>;
}

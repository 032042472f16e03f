/**
 * The language-model port: types only.
 *
 * @module
 */
import type { ModelPrice } from "./price.ts";

/** One message of a conversation. */
export interface ModelMessage {
  /** Who speaks. */
  readonly role: "system" | "user" | "assistant";
  /** What is said. */
  readonly content: string;
}

/** What is asked of a model. Only what is set is sent. */
export interface ModelRequest {
  /** The conversation so far. */
  readonly messages: readonly ModelMessage[];
  /** `json` asks for a JSON object; with a schema for one of that shape, where the server can. @default text */
  readonly format?:
    | { readonly kind: "text" }
    | {
      readonly kind: "json";
      readonly name: string;
      readonly schema?: Readonly<Record<string, unknown>>;
    };
  /** How freely it chooses, usually 0 to 2. */
  readonly temperature?: number;
  /** Tokens of the answer at most. */
  readonly maxTokens?: number;
  /** Equal seeds ask for equal answers, where the server can. */
  readonly seed?: number;
}

/** Tokens of one exchange, as the server counted them (estimated where it did not). */
export interface ModelUsage {
  /** Tokens that were sent. */
  readonly promptTokens: number;
  /** Tokens that were answered. */
  readonly completionTokens: number;
  /** US dollars, or null when the price of the model is not known. */
  readonly usd: number | null;
}

/** What a model answered. */
export interface ModelResponse {
  /** The answer as it came. */
  readonly text: string;
  /** `length` means the answer was cut off. */
  readonly finishReason: "stop" | "length" | "filter" | "other";
  /** What it took. */
  readonly usage: ModelUsage;
  /** The model that answered, as the server names it. */
  readonly model: string;
}

/** A failed try that will be repeated: told to whoever watches, since it costs time. */
export interface ModelRetry {
  /** Which try failed, from 1. */
  readonly attempt: number;
  /** Why, in words. */
  readonly reason: string;
  /** Milliseconds until the next try. */
  readonly waitMs: number;
}

/** Options of one call. */
export interface GenerateOptions {
  /** Ends the call. */
  readonly signal?: AbortSignal;
  /** Told of each try that failed and will be repeated. */
  readonly onRetry?: (retry: ModelRetry) => void;
}

/**
 * A language model. `generate` settles within the model's own deadline, rejects with `ModelError` when no answer could be
 * had, with `BudgetError` when the budget forbids the call, and with the signal's reason when aborted.
 */
export interface LanguageModel {
  /** What it is called where it is. */
  readonly name: string;
  /** What its tokens cost; null or left out when that is not known. */
  readonly price?: ModelPrice | null;
  /** Answers a request. */
  generate(request: ModelRequest, options?: GenerateOptions): Promise<ModelResponse>;
}

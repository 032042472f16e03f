/**
 * The language-model port: types only.
 *
 * @module
 */
import type { ModelPrice } from "./price.ts";

/** One message of a conversation. */
export interface ModelMessage {
  /** Speaker. */
  readonly role: "system" | "user" | "assistant";
  /** Text. */
  readonly content: string;
}

/** A request to a model. Only fields that are set are sent. */
export interface ModelRequest {
  /** The conversation so far. */
  readonly messages: readonly ModelMessage[];
  /** `json` requests a JSON object, of the schema's shape where the server supports that. @default text */
  readonly format?:
    | { readonly kind: "text" }
    | {
      readonly kind: "json";
      readonly name: string;
      readonly schema?: Readonly<Record<string, unknown>>;
    };
  /** Randomness of the answer, usually 0 to 2. */
  readonly temperature?: number;
  /** Largest number of tokens in the answer. */
  readonly maxTokens?: number;
  /** Equal seeds request equal answers, where the server supports that. */
  readonly seed?: number;
}

/** Tokens of one exchange, as the server counted them (estimated where it did not). */
export interface ModelUsage {
  /** Tokens of the request. */
  readonly promptTokens: number;
  /** Tokens of the answer. */
  readonly completionTokens: number;
  /** US dollars, or null when the price of the model is not known. */
  readonly usd: number | null;
}

/** The answer of a model. */
export interface ModelResponse {
  /** The unchanged text. */
  readonly text: string;
  /** `length` means the answer was cut off. */
  readonly finishReason: "stop" | "length" | "filter" | "other";
  /** Tokens and cost. */
  readonly usage: ModelUsage;
  /** Name of the model, as the server gives it. */
  readonly model: string;
}

/** A failed try that will be repeated. */
export interface ModelRetry {
  /** Number of the failed try, from 1. */
  readonly attempt: number;
  /** Why it failed. */
  readonly reason: string;
  /** Milliseconds until the next try. */
  readonly waitMs: number;
  /** Tokens of the failed try, where the server counted them: it was paid for. */
  readonly usage?: ModelUsage;
}

/** Options of one call. */
export interface GenerateOptions {
  /** Ends the call. */
  readonly signal?: AbortSignal;
  /**
   * Tells apart equal requests that need an answer each, such as those of two samples: recordings keep these answers apart.
   * @default none
   */
  readonly draw?: string;
  /** Called for each failed try that will be repeated. */
  readonly onRetry?: (retry: ModelRetry) => void;
}

/**
 * A language model. `generate` settles within the model's own deadline. It rejects with `ModelError` when there is no answer,
 * with `BudgetError` when the budget forbids the call, and with the signal's reason when aborted.
 */
export interface LanguageModel {
  /** Name of the model on its server. */
  readonly name: string;
  /** Price of its tokens; null or undefined when unknown. */
  readonly price?: ModelPrice | null;
  /** Host that requests are sent to, such as `api.openai.com`; null when none are sent. @default not known */
  readonly host?: string | null;
  /** Sends a request and returns the answer. */
  generate(request: ModelRequest, options?: GenerateOptions): Promise<ModelResponse>;
}

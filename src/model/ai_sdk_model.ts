/**
 * A language model from a model of the Vercel AI SDK.
 *
 * @module
 */
import { ModelError } from "../errors.ts";
import { messageOf } from "../message_of.ts";
import { isRecord } from "../record.ts";
import { cutAnswer } from "./answer_limit.ts";
import type { LanguageModel, ModelMessage, ModelRequest, ModelResponse } from "./language_model.ts";
import { type ModelClock, systemClock } from "./model_clock.ts";
import { checkedPrice, type ModelPrice, priceOf } from "./price.ts";
import { type FailureClass, retrying, type TryTimeout } from "./retrying.ts";
import { Semaphore } from "./semaphore.ts";
import { estimateUsage } from "./usage.ts";

/** One call of such a model; a part of its options. */
export interface AiSdkCall {
  /** Messages: a system message has a text as its content, the others have parts. */
  readonly prompt: readonly { readonly role: string; readonly content: unknown }[];
  /** Largest number of tokens in the answer. */
  readonly maxOutputTokens?: number | undefined;
  /** Randomness of the answer. */
  readonly temperature?: number | undefined;
  /** Equal seeds request equal answers, where the server supports that. */
  readonly seed?: number | undefined;
  /** Text or JSON. */
  readonly responseFormat?: { readonly type: string } | undefined;
  /** Ends the call. */
  readonly abortSignal?: AbortSignal | undefined;
}

/** The parts of an answer that are read. */
export interface AiSdkResult {
  /** Parts of the answer; those of the type `text` are its text. */
  readonly content: readonly { readonly type: string }[];
  /** A word, or since version 3 of the interface a record with the word as `unified`. */
  readonly finishReason: unknown;
  /** Numbers of tokens, or since version 3 records with the number as `total`. */
  readonly usage: { readonly inputTokens: unknown; readonly outputTokens: unknown };
  /** What the server says of itself. */
  readonly response?: { readonly modelId?: string | undefined } | undefined;
}

/** A model of the Vercel AI SDK: what this library uses of its interfaces `LanguageModelV2` and `LanguageModelV3`. */
export interface AiSdkLanguageModel {
  /** Version of the interface. */
  readonly specificationVersion: string;
  /** Name of the provider. */
  readonly provider: string;
  /** Name of the model there. */
  readonly modelId: string;
  /** Sends a request and returns the answer. */
  doGenerate(options: AiSdkCall): PromiseLike<AiSdkResult>;
}

/** Limits and price of such a model. */
export interface AiSdkModelOptions {
  /** Price of its tokens. @default unknown */
  readonly price?: ModelPrice | null;
  /** Milliseconds for one try; such a try is not repeated. @default 600_000 */
  readonly timeoutMs?: number;
  /** Milliseconds for one call with all tries and waits. @default 2 × timeoutMs */
  readonly deadlineMs?: number;
  /** Tries of one call. @default 4 */
  readonly maxAttempts?: number;
  /** Calls at the same time; further ones wait. @default 4 */
  readonly maxConcurrent?: number;
  /** Clock for the waits between tries. @default the machine's own */
  readonly clock?: ModelClock;
}

/**
 * A language model that asks a model of the Vercel AI SDK, of any of its providers. Failed tries are repeated as those of
 * `openaiModel` are, by what the SDK says of the failure. The SDK is no dependency of this library.
 *
 * @throws {TypeError} when the value is no such model, or the price is not one
 *
 * @example
 * ```ts
 * import { aiSdkModel } from "@opto/opto/model";
 * import { assertEquals } from "@std/assert";
 *
 * // In earnest: import { anthropic } from "npm:@ai-sdk/anthropic"; aiSdkModel(anthropic("claude-sonnet-4-5"))
 * const model = aiSdkModel({
 *   specificationVersion: "v3",
 *   provider: "example",
 *   modelId: "echo",
 *   doGenerate: ({ prompt }) =>
 *     Promise.resolve({
 *       content: [{ type: "text", text: `${prompt.length} message` }],
 *       finishReason: { unified: "stop" },
 *       usage: { inputTokens: { total: 3 }, outputTokens: { total: 2 } },
 *     }),
 * });
 * const { text, usage } = await model.generate({ messages: [{ role: "user", content: "Hi" }] });
 * assertEquals([text, usage.promptTokens], ["1 message", 3]);
 * ```
 */
export function aiSdkModel(
  model: AiSdkLanguageModel,
  options: AiSdkModelOptions = {},
): LanguageModel {
  const { timeoutMs = 600_000, maxAttempts = 4, clock = systemClock } = options;
  const { deadlineMs = 2 * timeoutMs } = options;
  if (typeof model?.doGenerate !== "function" || typeof model.modelId !== "string") {
    throw new TypeError(
      "Cannot use this value as a model of the AI SDK: received none with modelId and doGenerate",
    );
  }
  const price = checkedPrice(options.price);
  const semaphore = new Semaphore(options.maxConcurrent ?? 4);
  const name = `${model.provider}/${model.modelId}`;

  async function attempt(request: ModelRequest, abortSignal: AbortSignal): Promise<ModelResponse> {
    const result = await model.doGenerate({ ...callOf(request), abortSignal });
    return responseOf(result, { request, name, price });
  }

  return {
    name,
    price,
    generate: (request, { signal, onRetry } = {}) =>
      semaphore.run(() =>
        retrying((trySignal) => attempt(request, trySignal), {
          maxAttempts,
          timeoutMs,
          silenceMs: timeoutMs,
          deadlineMs,
          clock,
          classify: (error, timeout) => failureOf(error, { name, timeout, timeoutMs }),
          signal,
          onRetry,
        }), signal),
  };
}

function callOf({ messages, format, temperature, maxTokens, seed }: ModelRequest): AiSdkCall {
  return {
    prompt: messages.map(messageFor),
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxTokens === undefined ? {} : { maxOutputTokens: maxTokens }),
    ...(seed === undefined ? {} : { seed }),
    ...(format?.kind !== "json" ? {} : { responseFormat: jsonFormat(format) }),
  };
}

function messageFor({ role, content }: ModelMessage): AiSdkCall["prompt"][number] {
  return { role, content: role === "system" ? content : [{ type: "text", text: content }] };
}

function jsonFormat(
  { name, schema }: Extract<ModelRequest["format"], { readonly kind: "json" }>,
): { readonly type: "json" } {
  return { type: "json", name, ...(schema === undefined ? {} : { schema }) } as { // as: with what the SDK reads besides
    readonly type: "json";
  };
}

function responseOf(
  { content, finishReason, usage, response }: AiSdkResult,
  { request, name, price }: {
    readonly request: ModelRequest;
    readonly name: string;
    readonly price: ModelPrice | null;
  },
): ModelResponse {
  const text = content.map((part) =>
    part.type === "text" && "text" in part && typeof part.text === "string" ? part.text : ""
  ).join("");
  const estimated = estimateUsage(request, text, price);
  const tokens = {
    promptTokens: countIn(usage?.inputTokens) ?? estimated.promptTokens,
    completionTokens: countIn(usage?.outputTokens) ?? estimated.completionTokens,
  };
  return cutAnswer({
    text,
    finishReason: reasonIn(finishReason),
    usage: { ...tokens, usd: priceOf(price, tokens) },
    model: response?.modelId ?? name,
  });
}

/** A number of tokens, in both versions of the interface. */
function countIn(tokens: unknown): number | undefined {
  const count = isRecord(tokens) ? tokens.total : tokens;
  return typeof count === "number" && Number.isFinite(count) && count >= 0 ? count : undefined;
}

/** The reason of the end, in both versions of the interface. */
function reasonIn(given: unknown): ModelResponse["finishReason"] {
  const reason = isRecord(given) ? given.unified : given;
  if (reason === "stop" || reason === "length") return reason;
  return reason === "content-filter" ? "filter" : "other";
}

/** What to do about a failed try, by the fields of the SDK's `APICallError`. */
function failureOf(
  error: unknown,
  { name, timeout, timeoutMs }: {
    readonly name: string;
    readonly timeout: TryTimeout;
    readonly timeoutMs: number;
  },
): FailureClass {
  if (timeout !== null) {
    const message = `Cannot get an answer from "${name}": it took longer than ${
      timeoutMs / 1_000
    } s`;
    return {
      error: new ModelError(message, { cause: error }),
      isTransient: false,
      reason: message,
    };
  }
  const { statusCode, isRetryable, responseHeaders } = isRecord(error) || error instanceof Error
    ? error as { // as: each is checked below
      readonly statusCode?: unknown;
      readonly isRetryable?: unknown;
      readonly responseHeaders?: unknown;
    }
    : {};
  const status = typeof statusCode === "number" ? statusCode : undefined;
  const reason = messageOf(error);
  const seconds = isRecord(responseHeaders) ? Number(responseHeaders["retry-after"]) : NaN;
  return {
    error: new ModelError(`Cannot get an answer from "${name}": ${reason}`, {
      cause: error,
      status,
      isFatal: status === 401 || status === 403 || status === 404,
    }),
    isTransient: isRetryable === true,
    reason,
    ...(seconds > 0 ? { waitMs: seconds * 1_000 } : {}),
  };
}

/**
 * Reads an answer of the chat API, which may be anything: servers differ.
 *
 * @module
 */
import { ModelError } from "../errors.ts";
import type { ModelRequest, ModelResponse, ModelUsage } from "./language_model.ts";
import { type ModelPrice, priceOf } from "./price.ts";
import { estimateUsage } from "./usage.ts";

/** What was asked, of whom. */
export interface AskedFor {
  readonly request: ModelRequest;
  readonly model: string;
  readonly baseUrl: string;
  readonly price: ModelPrice | null;
}

/** The part of a chat completion that is read, as it may come. */
interface Completion {
  readonly model?: unknown;
  readonly choices?: readonly {
    readonly finish_reason?: unknown;
    readonly message?: { readonly content?: unknown; readonly refusal?: unknown } | null;
  }[];
  readonly usage?:
    | { readonly prompt_tokens?: unknown; readonly completion_tokens?: unknown }
    | null;
  /** Some gateways answer 200 with an error inside. */
  readonly error?: { readonly code?: unknown; readonly message?: unknown };
}

/**
 * The answer in a chat completion.
 *
 * @throws {ModelError} when it is no chat completion, with its text
 */
export function readCompletion(completion: unknown, asked: AskedFor): ModelResponse {
  const { choices, model, usage, error } = isRecord(completion) ? completion : {} as Completion; // as: every field is optional
  const choice = Array.isArray(choices) ? choices[0] : undefined;
  if (error !== undefined || !isRecord(choice) || !isRecord(choice.message)) {
    throw noCompletion(completion, error, asked);
  }
  const { content, refusal } = choice.message;
  const isRefusal = typeof content !== "string" && typeof refusal === "string";
  const text = typeof content === "string" ? content : isRefusal ? refusal : "";
  return {
    text,
    finishReason: isRefusal ? "filter" : finishReason(choice.finish_reason),
    usage: readUsage(usage, text, asked),
    model: typeof model === "string" && model !== "" ? model : asked.model,
  };
}

function readUsage(
  usage: Completion["usage"],
  text: string,
  { request, price }: AskedFor,
): ModelUsage {
  const promptTokens = usage?.prompt_tokens;
  const completionTokens = usage?.completion_tokens;
  if (!isCount(promptTokens) || !isCount(completionTokens)) {
    return estimateUsage(request, text, price);
  }
  return {
    promptTokens,
    completionTokens,
    usd: priceOf(price, { promptTokens, completionTokens }),
  };
}

function finishReason(reason: unknown): ModelResponse["finishReason"] {
  switch (reason) {
    case "stop":
    case "length":
      return reason;
    case "content_filter":
      return "filter";
    default:
      return "other";
  }
}

function noCompletion(completion: unknown, error: Completion["error"], asked: AskedFor): Error {
  const text = typeof completion === "string"
    ? completion
    : JSON.stringify(completion) ?? "nothing";
  if (error !== undefined && isRecord(error)) {
    const status = Number(error.code);
    return Object.assign(new Error(String(error.message ?? text.slice(0, 200))), {
      status: Number.isInteger(status) ? status : 502,
      code: error.code,
    });
  }
  return new ModelError(
    `Cannot read the answer of ${asked.baseUrl} as a chat completion: received ${
      text.slice(0, 80).replace(/\s+/g, " ")
    }`,
    {
      advice: "Let --base-url (OPENAI_BASE_URL) end where the API begins, usually in /v1.",
      text,
      isFatal: true,
    },
  );
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

function isRecord<T>(value: T): value is T & Completion & Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

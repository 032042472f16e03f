/**
 * Reads an answer of the chat API; servers differ, so nothing is assumed.
 *
 * @module
 */
import { ModelError } from "../errors.ts";
import { cutAnswer } from "./answer_limit.ts";
import type { ModelRequest, ModelResponse, ModelUsage } from "./language_model.ts";
import { type ModelPrice, priceOf } from "./price.ts";
import { estimateUsage } from "./usage.ts";

/** The request, and the server that received it. */
export interface AskedFor {
  readonly request: ModelRequest;
  readonly model: string;
  readonly baseUrl: string;
  readonly price: ModelPrice | null;
}

/** The parts of a chat completion that are read, not yet validated. */
interface Completion {
  readonly model?: unknown;
  readonly choices?: unknown;
  readonly usage?: unknown;
  /** Some gateways answer 200 with an error inside. */
  readonly error?: unknown;
}

interface Choice {
  readonly finish_reason?: unknown;
  readonly message?: unknown;
}

interface Usage {
  readonly prompt_tokens?: unknown;
  readonly completion_tokens?: unknown;
}

/**
 * The answer in a chat completion.
 *
 * @throws {ModelError} when it is not a chat completion
 */
export function readCompletion(completion: unknown, asked: AskedFor): ModelResponse {
  const { choices, model, usage, error }: Completion = recordOf(completion);
  if (isRecord(error)) throw reportedError(error);
  const [choice] = Array.isArray(choices) ? choices : [];
  const { message, finish_reason }: Choice = recordOf(choice);
  if (!isRecord(message)) throw noCompletion(completion, asked);
  const { content, refusal } = message;
  const isRefusal = typeof content !== "string" && typeof refusal === "string";
  const text = typeof content === "string" ? content : isRefusal ? refusal : "";
  return cutAnswer({
    text,
    finishReason: isRefusal ? "filter" : finishReason(finish_reason),
    usage: readUsage(recordOf(usage), text, asked),
    model: typeof model === "string" && model !== "" ? model.slice(0, maxNameLength) : asked.model,
  });
}

/** Maximum characters of a model's name. */
const maxNameLength = 200;

function readUsage(
  { prompt_tokens: promptTokens, completion_tokens: completionTokens }: Usage,
  text: string,
  { request, price }: AskedFor,
): ModelUsage {
  if (!isCount(promptTokens) || !isCount(completionTokens)) {
    return estimateUsage(request, text, price);
  }
  const tokens = { promptTokens, completionTokens };
  return { ...tokens, usd: priceOf(price, tokens) };
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

/** An error in the form that the client gives to failed responses. */
function reportedError({ code, message }: Readonly<Record<string, unknown>>): Error {
  const status = Number.isInteger(Number(code)) ? Number(code) : 502;
  const words = String(message ?? "an error without words");
  return Object.assign(new Error(words), { status, code }); // the failure cuts them
}

function noCompletion(completion: unknown, { baseUrl }: AskedFor): ModelError {
  const text = typeof completion === "string"
    ? completion
    : JSON.stringify(completion) ?? "nothing";
  const start = text.slice(0, 80).replace(/\s+/g, " ");
  return new ModelError(
    `Cannot read the answer of ${baseUrl} as a chat completion: received ${start}`,
    {
      advice: "Set --base-url (OPENAI_BASE_URL) to the root of the API; it usually ends in /v1.",
      text,
      isFatal: true,
    },
  );
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

/**
 * Reads an answer of the chat API; servers differ, so nothing is assumed.
 *
 * @module
 */
import { isRecord, recordOf } from "../record.ts";
import { cutAnswer } from "./answer_limit.ts";
import { BrokenAnswer } from "./broken_answer.ts";
import type { ModelRequest, ModelResponse, ModelUsage } from "./language_model.ts";
import { type ModelPrice, priceOf } from "./price.ts";
import { estimateUsage } from "./usage.ts";

/** The request, and the model that received it. */
export interface AskedFor {
  readonly request: ModelRequest;
  readonly model: string;
  readonly price: ModelPrice | null;
  /** Maximum characters of the text. */
  readonly maxLength: number;
}

/** The parts of a chat completion that are read, not yet validated. */
interface Completion {
  readonly model?: unknown;
  readonly choices?: unknown;
  readonly usage?: unknown;
  /** Some gateways answer 200 with an error inside. */
  readonly error?: unknown;
  /** Set when the rest of the answer was not read. */
  readonly isCut?: unknown;
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
 * @throws {BrokenAnswer} when it is not a chat completion
 */
export function readCompletion(completion: unknown, asked: AskedFor): ModelResponse {
  const { choices, model, usage, error, isCut }: Completion = recordOf(completion);
  if (isRecord(error)) throw reportedError(error, usage);
  const [choice] = Array.isArray(choices) ? choices : [];
  const { message, finish_reason }: Choice = recordOf(choice);
  if (!isRecord(message)) throw noCompletion(completion, usage);
  const { content, refusal } = message;
  const isRefusal = typeof content !== "string" && typeof refusal === "string";
  const text = typeof content === "string" ? content : isRefusal ? refusal : "";
  const response: ModelResponse = {
    text: isCut === true && text.length <= asked.maxLength ? `${text}\n… the rest cut` : text,
    finishReason: isRefusal ? "filter" : finishReason(finish_reason),
    usage: readUsage(recordOf(usage), text, asked),
    model: typeof model === "string" && model !== "" ? model.slice(0, maxNameLength) : asked.model,
  };
  return cutAnswer(response, asked.maxLength);
}

/** Maximum characters of a model's name. */
const maxNameLength = 200;

function readUsage(usage: Usage, text: string, { request, price }: AskedFor): ModelUsage {
  return paidUsage(usage, price) ?? estimateUsage(request, text, price);
}

/** The usage that a server reports; undefined when it reports none. */
export function paidUsage(usage: unknown, price: ModelPrice | null): ModelUsage | undefined {
  const { prompt_tokens: promptTokens, completion_tokens: completionTokens }: Usage = recordOf(
    usage,
  );
  if (!isCount(promptTokens) || !isCount(completionTokens)) return undefined;
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

/** An error in the form that the client gives to failed responses, with the usage of the try. */
function reportedError(
  { code, message }: Readonly<Record<string, unknown>>,
  usage: unknown,
): Error {
  const status = Number.isInteger(Number(code)) && code !== null ? Number(code) : 502;
  const words = String(message ?? "an error without words");
  return Object.assign(new Error(words), { status, code, usage }); // the failure cuts them
}

function noCompletion(completion: unknown, usage: unknown): BrokenAnswer {
  const text = typeof completion === "string"
    ? completion
    : JSON.stringify(completion) ?? "nothing";
  const start = text.slice(0, 80).replace(/\s+/g, " ");
  return new BrokenAnswer(`no chat completion, but ${start}`, { usage, isForeign: true });
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

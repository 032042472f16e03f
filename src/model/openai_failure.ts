/**
 * Classifies failures of the chat API: whether and when to retry, and the error for the user.
 *
 * @module
 */
import { shortText } from "../cut_text.ts";
import { messageOf } from "../message_of.ts";
import { ModelError } from "../errors.ts";
import { BrokenAnswer } from "./broken_answer.ts";
import type { ModelUsage } from "./language_model.ts";
import { paidUsage } from "./openai_completion.ts";
import type { ModelPrice } from "./price.ts";
import { type FailureClass, maxWaitMs, type TryTimeout } from "./retrying.ts";

/** A failed call. */
export interface FailedCall {
  readonly model: string;
  readonly baseUrl: string;
  readonly price: ModelPrice | null;
  readonly timeoutMs: number;
  readonly silenceMs: number;
  /** The time limit that ended the try, if one did. */
  readonly timeout: TryTimeout;
}

/** The fields that are read of an API error. */
interface ApiFailure {
  readonly status?: number;
  readonly code?: unknown;
  readonly headers?: Headers;
  readonly usage?: unknown;
}

/** Longest quotation of a server; its errors stand in events and on the terminal. */
const maxMessageChars = 2_000;

const transientStatus = new Set([408, 409, 425, 429]);

/**
 * Classifies a failure. Refused connections, rejected keys, unknown models and a try that took all its time are final;
 * overload, broken connections, broken answers and answers that stall are not.
 */
export function classifyFailure(error: unknown, call: FailedCall): FailureClass {
  if (error instanceof ModelError) return final(error);
  if (error instanceof Error && error.cause instanceof ModelError) return final(error.cause);
  if (call.timeout === "try") {
    const reason = `no answer within ${secondsText(call.timeoutMs)}`;
    const advice = "Allow more time for one call with --model-timeout SECONDS (timeoutMs).";
    return final(new ModelError(failed(call, reason), { cause: error, advice }));
  }
  if (call.timeout === "silence") {
    const reason = `the answer stopped for ${secondsText(call.silenceMs)}`;
    return transient(reason, call, { cause: error, advice: "See whether the server is healthy." });
  }
  if (error instanceof BrokenAnswer) return classifyBroken(error, call);
  const failure = apiFailure(error);
  return failure.status === undefined
    ? classifyConnection(error, call)
    : classifyStatus(error, failure.status, failure, call);
}

/** Statuses of a server that knows an option not, or the way to answer. */
const refusals: ReadonlySet<unknown> = new Set([400, 415, 422, 501]);

/** The message of a server that refused a request, else null. */
export function refusalOf(error: unknown): string | null {
  const { status, code } = apiFailure(error);
  return refusals.has(status) ? `${code ?? ""} ${quotedMessage(error)}`.trim() : null;
}

function classifyBroken(error: BrokenAnswer, call: FailedCall): FailureClass {
  return transient(error.message, call, {
    cause: error,
    status: 200,
    text: quotedMessage(error),
    usage: paidUsage(error.usage, call.price),
    ...(error.isForeign
      ? {
        advice: "Set --base-url (OPENAI_BASE_URL) to the root of the API; it usually ends in /v1.",
      }
      : {}),
  });
}

function classifyStatus(
  error: unknown,
  status: number,
  { code, headers, usage: reported }: ApiFailure,
  call: FailedCall,
): FailureClass {
  const message = quotedMessage(error);
  const usage = paidUsage(reported, call.price);
  const about = { cause: error, status, text: message, usage };
  const fatal = (reason: string, advice: string): FailureClass =>
    final(new ModelError(failed(call, reason), { ...about, advice, isFatal: true }));
  if (status === 401 || status === 403) {
    return fatal(
      `the key was rejected (${message})`,
      "Set OPENAI_API_KEY to a key of this service, or OPENAI_BASE_URL to the service of this key.",
    );
  }
  if (status === 404) {
    return fatal(
      `the server does not know this model or address (${message})`,
      "Set --model to a model of this server, and --base-url to the root of its API; it usually ends in /v1.",
    );
  }
  const target = headers?.get("location");
  if (status >= 300 && status < 400 && target) {
    return fatal(
      `the server redirects (${status}) to ${readableTarget(target, call)}`,
      "Set --base-url (OPENAI_BASE_URL) to the root of the API itself; it usually ends in /v1.",
    );
  }
  if (code === "insufficient_quota") {
    return fatal(
      `the account has no quota left (${message})`,
      "Add credit, or use another key or service.",
    );
  }
  if (transientStatus.has(status) || status >= 500) {
    return transient(message, call, { ...about, waitMs: waitOf(headers) });
  }
  const advice = refusals.has(status)
    ? "The server refused the request itself: see whether the model's name and its options fit."
    : "See whether --base-url (OPENAI_BASE_URL) is the root of the API.";
  return final(new ModelError(failed(call, message), { ...about, advice }));
}

/** The address without its query, which may hold a secret. */
function readableTarget(location: string, { baseUrl }: FailedCall): string {
  if (!URL.canParse(location, baseUrl)) return "no address";
  const { protocol, host, pathname } = new URL(location, baseUrl);
  return shortText(`${protocol}//${host}${pathname}`, 200);
}

function classifyConnection(error: unknown, call: FailedCall): FailureClass {
  const text = causesOf(error);
  if (/requires net access|NotCapable|PermissionDenied/i.test(text)) {
    return final(
      new ModelError(failed(call, "this program has no permission to use the network"), {
        cause: error,
        advice: `Run it with --allow-net=${new URL(call.baseUrl).host}.`,
        isFatal: true,
      }),
    );
  }
  if (
    /connection refused|dns error|lookup|not known|ENOTFOUND|ECONNREFUSED|blocked|certificate/i
      .test(text)
  ) {
    return final(
      new ModelError(failed(call, `no connection to ${call.baseUrl} (${lastSentence(text)})`), {
        cause: error,
        advice: "Start the server, or set --base-url (OPENAI_BASE_URL) to its address.",
        isFatal: true,
      }),
    );
  }
  return transient(`the connection broke (${lastSentence(text)})`, call, { cause: error });
}

function transient(
  reason: string,
  call: FailedCall,
  { waitMs, ...options }: {
    readonly cause: unknown;
    readonly advice?: string;
    readonly status?: number;
    readonly text?: string;
    readonly waitMs?: number | undefined;
    readonly usage?: ModelUsage | undefined;
  },
): FailureClass {
  return {
    error: new ModelError(failed(call, reason), options),
    isTransient: true,
    reason,
    waitMs,
    usage: options.usage,
    tooLong: (ms) =>
      new ModelError(
        failed(
          call,
          `${reason}; the server asks to wait ${secondsText(ms)}, longer than ${
            ms > maxWaitMs ? `the ${secondsText(maxWaitMs)} that a call waits` : "the time left"
          }`,
        ),
        { ...options, advice: "Run it again later: resume continues where it stopped." },
      ),
  };
}

function secondsText(ms: number): string {
  return ms < 1_000 ? `${ms} ms` : `${Math.ceil(ms / 1_000).toLocaleString("en-US")} s`;
}

function final(error: ModelError): FailureClass {
  return { error, isTransient: false, reason: error.message };
}

function failed(call: FailedCall, reason: string): string {
  return `Cannot get an answer from "${call.model}" at ${call.baseUrl}: ${reason}`;
}

/** Milliseconds to wait by the headers `retry-after-ms` or `retry-after` (seconds or a date). */
function waitOf(headers: Headers | undefined): number | undefined {
  const ms = headers?.get("retry-after-ms");
  const after = headers?.get("retry-after");
  const wait = ms !== null && ms !== undefined
    ? Number(ms)
    : after === null || after === undefined
    ? NaN
    : /^[\d.]+$/.test(after.trim())
    ? Number(after) * 1_000
    : Date.parse(after) - Date.now();
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}

function apiFailure(error: unknown): ApiFailure {
  return typeof error === "object" && error !== null ? error : {};
}

function quotedMessage(error: unknown): string {
  return quoted(messageOf(error));
}

function quoted(message: string): string {
  return shortText(message, maxMessageChars);
}

/** The messages of an error and all its causes. */
function causesOf(error: unknown): string {
  const messages: string[] = [];
  for (let e = error; e instanceof Error && messages.length < 8; e = e.cause) {
    messages.push(quoted(`${e.name}: ${e.message}`));
  }
  return messages.join("; ") || String(error);
}

function lastSentence(text: string): string {
  return text.slice(text.lastIndexOf(": ") + 1).trim();
}

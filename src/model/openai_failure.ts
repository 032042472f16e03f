/**
 * Classifies failures of the chat API: whether and when to retry, and the error for the user.
 *
 * @module
 */
import { ModelError } from "../errors.ts";
import type { FailureClass } from "./retrying.ts";

/** A failed call. */
export interface FailedCall {
  readonly model: string;
  readonly baseUrl: string;
  readonly timeoutMs: number;
  /** Whether a time limit ended the try. */
  readonly isTimeout: boolean;
}

/** The fields that are read of an API error. */
interface ApiFailure {
  readonly status?: number;
  readonly code?: unknown;
  readonly headers?: Headers;
}

/** Longest quotation of a server; its errors stand in events and on the terminal. */
const maxMessageChars = 2_000;

const transientStatus = new Set([408, 409, 425, 429]);

/** Classifies a failure. Refused connections, rejected keys and unknown models are final; overload and broken connections are not. */
export function classifyFailure(error: unknown, call: FailedCall): FailureClass {
  if (error instanceof ModelError) return final(error);
  if (error instanceof Error && error.cause instanceof ModelError) return final(error.cause);
  if (call.isTimeout) {
    const reason = `no answer within ${call.timeoutMs} ms`;
    return transient(reason, call, { cause: error, advice: "Allow more time for one call." });
  }
  const failure = apiFailure(error);
  return failure.status === undefined
    ? classifyConnection(error, call)
    : classifyStatus(error, failure.status, failure, call);
}

/** The message of a server that refused a request (status 400 or 422), else null. */
export function refusalOf(error: unknown): string | null {
  const { status, code } = apiFailure(error);
  return status === 400 || status === 422 ? `${code ?? ""} ${messageOf(error)}`.trim() : null;
}

function classifyStatus(
  error: unknown,
  status: number,
  { code, headers }: ApiFailure,
  call: FailedCall,
): FailureClass {
  const message = messageOf(error);
  const about = { cause: error, status, text: message };
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
  if (code === "insufficient_quota") {
    return fatal(
      `the account has no quota left (${message})`,
      "Add credit, or use another key or service.",
    );
  }
  if (transientStatus.has(status) || status >= 500) {
    const waitMs = waitOf(headers);
    return transient(message, call, { ...about, ...(waitMs === undefined ? {} : { waitMs }) });
  }
  return final(new ModelError(failed(call, message), about));
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
    readonly waitMs?: number;
  },
): FailureClass {
  return {
    error: new ModelError(failed(call, reason), options),
    isTransient: true,
    reason,
    ...(waitMs === undefined ? {} : { waitMs }),
  };
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

function messageOf(error: unknown): string {
  return quoted(error instanceof Error ? error.message : String(error));
}

function quoted(message: string): string {
  return message.length <= maxMessageChars ? message : `${message.slice(0, maxMessageChars)}…`;
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

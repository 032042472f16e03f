/**
 * Requests to one endpoint: address, token, refusals and retries.
 *
 * @module
 */
import { readProblem } from "./endpoint_error.ts";
import { pause } from "./pause.ts";

/** How to reach an endpoint. */
export interface ConnectionOptions {
  /** Secret of the server, sent as `Authorization: Bearer …`. */
  readonly token?: string | undefined;
  /** Sends the requests. @default globalThis.fetch */
  readonly fetch?: typeof fetch | undefined;
  /** Ends all requests. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Milliseconds in which a request is sent again when the server refuses it for now (429, 503 with `Retry-After`), each time
   * after the time that the server asks for. A wait that would end later is not begun. @default 30_000
   */
  readonly retryMs?: number | undefined;
}

/** One request. */
export interface EndpointRequest {
  /** @default "GET" */
  readonly method?: "GET" | "POST" | "DELETE";
  /** Sent in the query; undefined values are left out. */
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Ends this request. */
  readonly signal?: AbortSignal | undefined;
  /** Whether it is sent again when it is refused for now. @default true */
  readonly isRetried?: boolean;
}

/** Shortest wait before a request is sent again, also where the server asks for none. */
const minWaitMs = 100;

/** Sends a request to a path below the endpoint's address. @throws {EndpointError} when it is refused */
export type Send = (path: string, request?: EndpointRequest) => Promise<Response>;

/** Connects to the endpoint at an address; sends nothing yet. */
export function connect(url: string | URL, options: ConnectionOptions = {}): Send {
  const { token, fetch = globalThis.fetch, signal, retryMs = 30_000 } = options;
  const base = new URL(url);
  if (!base.pathname.endsWith("/")) base.pathname += "/";
  return async (path, request = {}) => {
    const { method = "GET", query = {}, headers, body, isRetried = true } = request;
    const end = performance.now() + (isRetried ? retryMs : 0);
    const either = anySignal([signal, request.signal]);
    const address = new URL(path, base);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) address.searchParams.set(name, String(value));
    }
    const init: RequestInit = {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: either ?? null,
    };
    while (true) {
      const response = await fetch(address, init);
      if (response.ok) return response;
      const error = await readProblem(response);
      const wait = Math.max(minWaitMs, error.retryAfterMs ?? Infinity);
      if (!isBusy(response) || performance.now() + wait > end) throw error;
      await pause(wait, either);
    }
  };
}

/** Whether the server did nothing and asks to come again. */
function isBusy({ status }: Response): boolean {
  return status === 429 || status === 503;
}

/** A signal that aborts with the first of several, when there are any. */
export function anySignal(signals: readonly (AbortSignal | undefined)[]): AbortSignal | undefined {
  const given = signals.filter((signal) => signal !== undefined);
  return given.length === 0 ? undefined : AbortSignal.any(given);
}

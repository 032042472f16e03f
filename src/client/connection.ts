/**
 * Requests to one endpoint: address, token and refusals.
 *
 * @module
 */
import { readProblem } from "./endpoint_error.ts";

/** How to reach an endpoint. */
export interface ConnectionOptions {
  /** Secret of the server, sent as `Authorization: Bearer …`. */
  readonly token?: string | undefined;
  /** Sends the requests. @default globalThis.fetch */
  readonly fetch?: typeof fetch | undefined;
  /** Ends all requests. */
  readonly signal?: AbortSignal | undefined;
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
}

/** Sends a request to a path below the endpoint's address. @throws {EndpointError} when it is refused */
export type Send = (path: string, request?: EndpointRequest) => Promise<Response>;

/** Connects to the endpoint at an address; sends nothing yet. */
export function connect(url: string | URL, options: ConnectionOptions = {}): Send {
  const { token, fetch = globalThis.fetch, signal } = options;
  const base = new URL(url);
  if (!base.pathname.endsWith("/")) base.pathname += "/";
  return async (path, { method = "GET", query = {}, headers, body, signal: own } = {}) => {
    const address = new URL(path, base);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) address.searchParams.set(name, String(value));
    }
    const response = await fetch(address, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: anySignal([signal, own]) ?? null,
    });
    if (!response.ok) throw await readProblem(response);
    return response;
  };
}

/** A signal that aborts with the first of several, when there are any. */
export function anySignal(signals: readonly (AbortSignal | undefined)[]): AbortSignal | undefined {
  const given = signals.filter((signal) => signal !== undefined);
  return given.length === 0 ? undefined : AbortSignal.any(given);
}

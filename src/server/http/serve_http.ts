/**
 * Serves HTTP on a listener. It survives failures of `accept`, and limits connections, heads, bodies and slow clients.
 *
 * @module
 */
import { messageOf } from "../../message_of.ts";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Problem } from "../problem.ts";
import type { ServerLimits } from "../limits.ts";
import type { Connection, Exchange } from "./connection.ts";
import { type ConnectionLimits, Connections } from "./connections.ts";
import { connectionOf, methodNotAllowed, refuse, sendResponse, webRequest } from "./exchange.ts";

/** Pause after a failure of `accept`: "Too many open files" lasts until something is closed. */
const acceptPauseMs = 10;

/** Connections that are closed at such a failure, so that the process has descriptors again. */
const closedAtFailure = 8;

/** Least time between two reports of such failures. */
const reportMs = 60_000;

/** Connections accepted in one turn of the event loop; before more come, these can send and others can close. */
const maxAccepted = 16;

/** Requests of one connection whose responses are due; a connection with more is closed. */
const maxPipelined = 16;

/** Time that open responses have to end when the server closes. */
const closeMs = 5000;

/** Handler and limits of a server. */
export interface ServeHttpOptions {
  readonly fetch: (
    request: Request,
    client: { readonly address: string },
  ) => Response | Promise<Response>;
  readonly limits: ConnectionLimits & Pick<ServerLimits, "maxHeadBytes">;
  /** Receives errors of the handler and failures of `accept`. */
  readonly onError: (error: unknown) => void;
}

/** A server. Disposing it closes the listener, then the connections once their responses have ended. */
export interface HttpServer extends AsyncDisposable {
  readonly connections: Pick<Connections, "size" | "unsentBytes">;
}

/** Serves HTTP on a listener until it is disposed. */
export function serveHttp(listener: Deno.TcpListener, options: ServeHttpOptions): HttpServer {
  const connections = new Connections(options.limits);
  const parser = requestParser(options);
  const closed = new AbortController();
  let nextReport = 0;
  const accepting = acceptAll(listener, {
    signal: closed.signal,
    onConnection(conn) {
      const connection = connections.admit(conn);
      if (connection !== undefined) parser.emit("connection", connection);
    },
    onFailure(cause) {
      for (let i = 0; i < closedAtFailure && connections.makeRoom(); i++);
      if (performance.now() < nextReport) return;
      nextReport = performance.now() + reportMs;
      const reason = messageOf(cause);
      options.onError(new Error(`Cannot accept a connection: ${reason}`, { cause }));
    },
  });
  return {
    connections,
    async [Symbol.asyncDispose]() {
      using _all = connections;
      closed.abort();
      listener.close();
      await accepting;
      const end = performance.now() + closeMs;
      while (connections.size > 0 && performance.now() < end) {
        connections.closeIdle();
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
  };
}

/** Accepts connections until aborted; a failure is reported, and the next one tried after a pause. */
async function acceptAll(listener: Deno.TcpListener, { signal, onConnection, onFailure }: {
  readonly signal: AbortSignal;
  readonly onConnection: (conn: Deno.TcpConn) => void;
  readonly onFailure: (error: unknown) => void;
}): Promise<void> {
  for (let accepted = 1; !signal.aborted; accepted++) {
    let connection: Deno.TcpConn;
    try {
      connection = await listener.accept();
    } catch (error) {
      if (signal.aborted) return;
      onFailure(error);
      await new Promise((resolve) => setTimeout(resolve, acceptPauseMs));
      continue;
    }
    onConnection(connection);
    if (accepted % maxAccepted === 0) await new Promise((resolve) => setTimeout(resolve));
  }
}

/** Reads requests from the connections that it gets as "connection" events, and answers them one after another. */
function requestParser({ fetch, limits, onError }: ServeHttpOptions): Server {
  const parser = createServer({
    maxHeaderSize: limits.maxHeadBytes,
    keepAliveTimeout: limits.headMs * 0.8, // told to clients, so that they close first
    requireHostHeader: false, // answered here, as a problem
  });
  // It listens nowhere itself, and would close each connection after one response.
  Object.defineProperty(parser, "listening", { value: true });
  const last = new WeakMap<Connection, Promise<void>>();
  function onRequest(message: IncomingMessage, response: ServerResponse): void {
    const connection = connectionOf(message);
    const exchange = { message, response };
    connection.begin(exchange);
    if (connection.exchanges.size > maxPipelined) return connection.destroy(), undefined;
    const before = last.get(connection) ?? Promise.resolve();
    const answered = before.then(() => answer(exchange)).catch((error) => {
      connection.destroy(); // the response has begun and cannot be ended
      onError(error);
    });
    last.set(connection, answered);
  }
  async function answer(exchange: Exchange): Promise<void> {
    if (exchange.response.destroyed) return;
    await sendResponse(await respond(exchange.message), exchange);
  }
  async function respond(message: IncomingMessage): Promise<Response> {
    try {
      const { remoteAddress: address } = connectionOf(message);
      return await fetch(webRequest(message), { address });
    } catch (error) {
      if (error instanceof Problem) return error.toResponse();
      onError(error);
      return new Problem("internal").toResponse();
    }
  }
  parser.on("request", onRequest);
  parser.on("checkExpectation", onRequest);
  parser.on("connect", (_message: IncomingMessage, socket: unknown) => {
    refuse(socket as Connection, methodNotAllowed()); // as: see connectionOf()
  });
  parser.on("clientError", (error: Error & { readonly code?: string }, socket: unknown) => {
    const isTooLarge = error.code === "HPE_HEADER_OVERFLOW";
    refuse(socket as Connection, new Problem(isTooLarge ? "head-too-large" : "bad-request")); // as: see connectionOf()
  });
  return parser;
}

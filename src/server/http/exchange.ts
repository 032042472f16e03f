/**
 * Requests and responses of `node:http` as those of the web.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Problem } from "../problem.ts";
import type { Connection } from "./connection.ts";

/** The connection of a request. */
export function connectionOf({ socket }: IncomingMessage): Connection {
  return socket as unknown as Connection; // as: the parser of `serve_http.ts` is given no other socket
}

/** A request of the web. @throws {Problem} `bad-host`, `bad-request` or `method-not-allowed` */
export function webRequest(message: IncomingMessage): Request {
  const { method = "GET" } = message;
  if (!methods.has(method)) throw methodNotAllowed();
  const headers = new Headers();
  const pairs = message.rawHeaders;
  for (let i = 0; i < pairs.length; i += 2) headers.append(pairs[i] ?? "", pairs[i + 1] ?? "");
  const hasBody = method !== "GET" && method !== "HEAD";
  return new Request(urlOf(message, headers), {
    method,
    headers,
    body: hasBody ? ReadableStream.from(bodyOf(message)) : null,
  });
}

/** Writes a response at the pace of the reader. When the reader leaves, the response's body is cancelled. */
export async function sendResponse(answer: Response, { message, response }: {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
}): Promise<void> {
  const reader = answer.body?.getReader();
  if (response.headersSent || response.destroyed) return await reader?.cancel();
  response.once("close", () => reader?.cancel().catch(() => {})); // a body that has failed is no news here
  const headers = [...answer.headers].flat();
  response.cork(); // the head and a short body are sent together, and the head of a silent stream alone
  setImmediate(() => {
    if (!response.writableEnded) response.flushHeaders();
    response.uncork();
  });
  response.writeHead(
    answer.status,
    message.complete ? headers : [...headers, "connection", "close"],
  );
  while (reader !== undefined && !response.destroyed) {
    const { value, done } = await reader.read();
    if (done || response.destroyed) break;
    if (response.write(value)) continue;
    connectionOf(message).onBehind();
    await drained(response);
  }
  response.end();
}

/** Resolves when the peer has read what was written, or has left. */
function drained(response: ServerResponse): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (response.destroyed) resolve();
  response.once("drain", resolve).once("close", resolve);
  return promise.finally(() => response.off("drain", resolve).off("close", resolve));
}

/** Answers a connection with a problem where no response has begun, and closes it. */
export function refuse(connection: Connection, problem: Problem): void {
  const [exchange, next] = connection.exchanges;
  if (next !== undefined || exchange?.response.headersSent) return connection.destroy(), undefined;
  if (exchange !== undefined) {
    return void sendResponse(problem.toResponse(), exchange).catch(() => connection.destroy());
  }
  if (!connection.writable) return connection.destroySoon();
  const { status, title, headers, body } = problem.toParts();
  const fields = { ...headers, "content-length": Buffer.byteLength(body), connection: "close" };
  const head = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  connection.write(`HTTP/1.1 ${status} ${title}\r\n${head.join("")}\r\n${body}`);
  connection.destroySoon();
}

/** The methods that `fetch` knows and a route may have. */
const methods: ReadonlySet<string> = new Set([
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
]);

/** The problem of a method that no route can have. */
export function methodNotAllowed(): Problem {
  return new Problem("method-not-allowed", { headers: { allow: [...methods].join(", ") } });
}

/** `name`, `name:port` or `[address]:port`. */
const hostPattern = /^(\[[\da-f:.]+\]|[\w.-]+)(:\d{1,5})?$/i;

function urlOf({ url: target = "", rawHeaders }: IncomingMessage, headers: Headers): URL {
  const count = rawHeaders.filter((name, i) => i % 2 === 0 && /^host$/i.test(name)).length;
  const host = headers.get("host") ?? "";
  const origin = count === 1 && hostPattern.test(host) ? URL.parse(`http://${host}`) : null;
  if (origin === null) throw new Problem("bad-host");
  const url = URL.parse(target.startsWith("/") ? origin.origin + target : target);
  if (url?.protocol !== "http:") throw new Problem("bad-request");
  return url;
}

/** The body as it arrives; an error when the peer leaves. Stopping early keeps the connection, for the response. */
async function* bodyOf(message: IncomingMessage): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  try {
    for await (const chunk of message.iterator({ destroyOnReturn: false })) {
      yield new Uint8Array(chunk);
    }
  } catch (cause) {
    throw new Problem("bad-request", { detail: "The body ended early.", cause });
  }
}

/**
 * Replies of broken model servers, with what a client must make of them.
 *
 * @module
 */
import type { RawConnection, Reply } from "./raw_server.ts";

/** One kind of broken server. */
export interface BrokenServer {
  readonly name: string;
  /** The replies in turn; the last one is repeated. */
  readonly replies: readonly Reply[];
  /** The text of the answer, or the failure of the call. */
  readonly wanted: string | { readonly failure: RegExp; readonly isFatal?: boolean };
  /** Requests that reach the server. */
  readonly requests: number;
  /** Calls that count as paid. @default 1 for an answer, 0 for a failure */
  readonly paid?: number;
  /** Whether the very first call of a run ends it, because the server refuses. @default false */
  readonly endsRun?: boolean;
}

const crlf = "\r\n";

/** A response with a status line, headers and a body whose length is right. */
export function response(
  body: string | Uint8Array,
  { status = "200 OK", headers = {} }: {
    readonly status?: string;
    readonly headers?: Readonly<Record<string, string>>;
  } = {},
): Reply {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const all = {
    "content-type": "application/json",
    "content-length": String(bytes.length),
    connection: "close",
    ...headers,
  };
  return async (connection) => {
    await connection.send(head(status, all));
    await connection.send(bytes);
  };
}

function head(status: string, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status}`, ...lines, "", ""].join(crlf);
}

const raw = (...parts: readonly (string | Uint8Array)[]): Reply => async (connection) => {
  for (const part of parts) await connection.send(part);
};

/** A body without a length that is sent as `write` says; it ends with the connection. */
const open = (
  headers: Readonly<Record<string, string>>,
  write: (connection: RawConnection) => Promise<void>,
): Reply =>
async (connection) => {
  await connection.send(head("200 OK", { connection: "close", ...headers }));
  await write(connection);
};

/** Sends a piece until the client goes. */
const endless = (piece: string | Uint8Array) => async (connection: RawConnection) => {
  while (await connection.send(piece));
};

const usage = { prompt_tokens: 7, completion_tokens: 3 };

/** A chat completion. */
export function completion(
  message: unknown = { role: "assistant", content: "yes" },
  more: Readonly<Record<string, unknown>> = {},
): string {
  return JSON.stringify({
    id: "c",
    object: "chat.completion",
    model: "m",
    choices: [{ index: 0, finish_reason: "stop", message }],
    usage,
    ...more,
  });
}

const good = response(completion());

const event = (data: unknown) =>
  `data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`;
const delta = (content: string, finish: string | null = null) => ({
  model: "m",
  choices: [{ index: 0, delta: { content }, finish_reason: finish }],
});
const sse = { "content-type": "text/event-stream" };
const stream = (text: string, headers = sse): Reply => response(text, { headers });
const wholeStream = event(delta("y")) + event(delta("es", "stop")) +
  event({ choices: [], usage }) + event("[DONE]");

const gzip = async (text: string) =>
  await new Response(new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"))).bytes();
const zipped = { "content-type": "application/json", "content-encoding": "gzip" };

const error = (status: string, message: string, headers = {}, code?: string) =>
  response(JSON.stringify({ error: { message, ...(code === undefined ? {} : { code }) } }), {
    status,
    headers,
  });

/** Megabytes of one text that compress to nearly nothing. */
async function bomb(prefix: string, megabytes: number): Promise<Uint8Array> {
  return await gzip(prefix + "x".repeat(megabytes * 2 ** 20));
}

/** The answer is spoilt once, and good when it is asked for again. */
const mended = (name: string, reply: Reply, more: Partial<BrokenServer> = {}): BrokenServer => ({
  name,
  replies: [reply, good],
  wanted: "yes",
  requests: 2,
  ...more,
});

/** The answer is odd and yet one. */
const read = (name: string, reply: Reply, wanted = "yes"): BrokenServer => ({
  name,
  replies: [reply],
  wanted,
  requests: 1,
});

/** The server refuses: nothing is tried again, but with fewer options where it refuses the request itself. */
const refused = (
  name: string,
  reply: Reply,
  failure: RegExp,
  more: Partial<BrokenServer> = {},
): BrokenServer => ({
  name,
  replies: [reply],
  wanted: { failure },
  requests: 1,
  endsRun: true,
  ...more,
});

/** The server goes on failing: four tries. */
const failing = (
  name: string,
  reply: Reply,
  failure: RegExp,
  more: Partial<BrokenServer> = {},
) => ({
  name,
  replies: [reply],
  wanted: { failure },
  requests: 4,
  ...more,
});

const tryAfter = (value: string) =>
  error("429 Too Many Requests", "slow down", { "retry-after": value });
const big = { "x-large": "x".repeat(2 ** 20) };
const many = Object.fromEntries(Array.from({ length: 2_000 }, (_, i) => [`x-${i}`, "y"]));
const prefix = '{"choices": [{"message": {"role": "assistant", "content": "';

/** The table. The limits of the client: 100,000 bytes for an answer, four tries. */
export const brokenServers: readonly BrokenServer[] = [
  // Connections
  mended("closes without a word", raw()),
  mended("closes after the status line", raw(`HTTP/1.1 200 OK${crlf}`)),
  mended("closes after the head", raw(head("200 OK", { "content-length": "100" }))),
  mended("breaks off within the body", raw(head("200 OK", { "content-length": "1000" }), prefix)),
  mended("answers in no HTTP", raw(`BANANA${crlf}${crlf}`)),
  mended("answers as HTTP/0.9 did", raw("hello\n")),
  mended("has a status that is no number", raw(`HTTP/1.1 abc OK${crlf}${crlf}`)),
  mended(
    "gives two lengths",
    raw(
      `HTTP/1.1 200 OK${crlf}content-length: 5${crlf}content-length: 9${crlf}${crlf}hello`,
    ),
  ),
  mended(
    "has a broken chunk",
    raw(head("200 OK", { "transfer-encoding": "chunked" }), `zz${crlf}`),
  ),
  mended(
    "ends in the middle of a chunk",
    raw(head("200 OK", { "transfer-encoding": "chunked" }), `ff${crlf}{`),
  ),
  mended("sends a head of one megabyte", response(completion(), { headers: big })),
  mended("sends two thousand headers", response(completion(), { headers: many })),
  failing("never stops breaking off", raw(), /the connection broke/),
  // Interim responses and redirects
  read(
    "sends 100 Continue first",
    raw(
      `HTTP/1.1 100 Continue${crlf}${crlf}`,
      head("200 OK", { "content-length": String(completion().length) }),
      completion(),
    ),
  ),
  read(
    "sends early hints first",
    raw(
      `HTTP/1.1 103 Early Hints${crlf}link: </a>${crlf}${crlf}`,
      head("200 OK", { "content-length": String(completion().length) }),
      completion(),
    ),
  ),
  refused(
    "redirects to a file",
    response("", { status: "302 Found", headers: { location: "file:///etc/passwd" } }),
    /redirects/,
    { wanted: { failure: /redirects \(302\) to file:\/\/\/etc\/passwd$/, isFatal: true } },
  ),
  refused("redirects to nowhere", response("", { status: "302 Found" }), /302/),
  refused(
    "redirects to itself",
    response("", { status: "307 Temporary Redirect", headers: { location: "/v1/chat?key=a" } }),
    /redirects/,
    {
      wanted: { failure: /redirects \(307\) to http:\/\/[\d.:]+\/v1\/chat$/, isFatal: true },
    },
  ),
  refused("is not modified", raw(head("304 Not Modified", {})), /304/),
  // Good status, no completion
  mended("answers with nothing", response("")),
  mended("answers 204", raw(head("204 No Content", {}))),
  mended("answers with white space", response(" \n ".repeat(1_000))),
  mended(
    "answers with a page",
    response("<!doctype html><h1>Welcome</h1>", { headers: { "content-type": "text/html" } }),
  ),
  mended("answers with other JSON", response('{"foo":1}')),
  mended("answers with a list", response("[]")),
  mended("answers with null", response("null")),
  mended("answers with a text in JSON", response('"yes"')),
  mended("answers with JSON that breaks off", response(completion().slice(0, -20))),
  mended("has no choices", response(JSON.stringify({ choices: [], usage })), { paid: 2 }),
  mended("has choices that are none", response(JSON.stringify({ choices: "yes" }))),
  mended("has a choice without a message", response(JSON.stringify({ choices: [{}] }))),
  mended("has a message that is null", response(completion(null)), { paid: 2 }),
  mended(
    "tells a length that is too small",
    response(completion(), { headers: { "content-length": "30" } }),
  ),
  mended(
    "reports overload with status 200",
    response(JSON.stringify({ error: { code: 429, message: "busy" } })),
  ),
  mended(
    "reports a failure with status 200",
    response(JSON.stringify({ error: { message: "oops" } })),
  ),
  mended(
    "reports a failure and usage with status 200",
    response(JSON.stringify({ error: { message: "oops" }, usage })),
    { paid: 2 },
  ),
  failing("never answers with a completion", response("<html>"), /no chat completion, but <html>/, {
    endsRun: true,
  }),
  failing(
    "is paid again and again for nothing",
    response(JSON.stringify({ choices: [], usage })),
    /no chat completion/,
    { paid: 4, endsRun: true },
  ),
  // Odd completions
  read("speaks in another role", response(completion({ role: "tool", content: "yes" }))),
  read(
    "gives three choices",
    response(
      completion(undefined, {
        choices: ["yes", "no", "or"].map((content) => ({
          message: { content },
          finish_reason: "stop",
        })),
      }),
    ),
  ),
  read("has a content that is a number", response(completion({ content: 5 })), ""),
  read("calls a tool", response(completion({ content: null, tool_calls: [] })), ""),
  read(
    "counts backwards",
    response(completion(undefined, { usage: { prompt_tokens: -5, completion_tokens: -1 } })),
  ),
  read(
    "counts in words",
    response(completion(undefined, { usage: { prompt_tokens: "7", completion_tokens: "3" } })),
  ),
  read(
    "counts beyond numbers",
    response(completion().replace('"prompt_tokens":7', '"prompt_tokens":1e999')),
  ),
  read(
    "counts in parts",
    response(completion(undefined, { usage: { prompt_tokens: 0.5, completion_tokens: 3 } })),
  ),
  read("names no model", response(completion(undefined, { model: 7 }))),
  read("ends for an unknown reason", response(completion().replace('"stop"', '"tired"'))),
  read("begins with a byte order mark", response(`\ufeff${completion()}`)),
  read("begins with much white space", response(" ".repeat(50_000) + completion())),
  read(
    "has bytes that are no UTF-8",
    response(
      Uint8Array.from([
        ...new TextEncoder().encode(`${prefix}a`),
        0xff,
        0xfe,
        ...new TextEncoder().encode('"}}]}'),
      ]),
    ),
    "a\ufffd\ufffd",
  ),
  read(
    "calls JSON a page",
    response(completion(), { headers: { "content-type": "text/html; charset=latin1" } }),
  ),
  read("calls JSON a stream", response(completion(), { headers: sse })),
  read("calls a stream JSON", stream(wholeStream, { "content-type": "application/json" })),
  // Streams
  read("streams as it should", stream(wholeStream)),
  read(
    "streams with comments and other line ends",
    stream(`: hello\r\n\r\nevent: x\r\n${wholeStream.replaceAll("\n", "\r\n")}`),
  ),
  read(
    "streams byte by byte",
    open(sse, async (connection) => {
      for (
        const byte of new TextEncoder().encode(event(delta("y\u00e9", "stop")))
      ) await connection.send(Uint8Array.of(byte));
    }),
    "y\u00e9",
  ),
  read("streams without an end mark", stream(event(delta("yes", "stop")))),
  read("streams without a last line end", stream(event(delta("yes", "stop")).trimEnd())),
  read(
    "stays open after the end mark",
    open(sse, async (connection) => {
      await connection.send(wholeStream);
      await connection.gone;
    }),
  ),
  read(
    "streams a whole message",
    stream(
      event({ choices: [{ message: { content: "yes" }, finish_reason: "stop" }] }) +
        event("[DONE]"),
    ),
  ),
  read(
    "streams a refusal",
    stream(
      event({ choices: [{ delta: { refusal: "no" }, finish_reason: "stop" }] }) + event("[DONE]"),
    ),
    "no",
  ),
  mended("streams and breaks off", stream(event(delta("y")))),
  mended(
    "streams and resets",
    raw(head("200 OK", { ...sse, "content-length": "10000" }), event(delta("y"))),
  ),
  mended("streams what is no JSON", stream(event(delta("y")) + event("{oops") + event("[DONE]"))),
  mended("streams nothing but the end", stream(event("[DONE]"))),
  mended(
    "streams a failure",
    stream(event(delta("y")) + event({ error: { message: "overloaded", code: 503 } })),
  ),
  {
    name: "cannot stream",
    replies: [error("400 Bad Request", "streaming is not supported"), good],
    wanted: "yes",
    requests: 2,
  },
  {
    name: "does not know stream_options",
    replies: [error("422 Unprocessable", "extra field stream_options"), stream(wholeStream)],
    wanted: "yes",
    requests: 2,
  },
  {
    name: "has not implemented streams",
    replies: [error("501 Not Implemented", "no"), good],
    wanted: "yes",
    requests: 2,
  },
  // Odd, and yet answers
  read("says that there is no error", response(completion(undefined, { error: null }))),
  read(
    "has members of the prototype",
    response(completion().replace("{", '{"__proto__": {"choices": []}, "constructor": 1, ')),
  ),
  read("says everything twice", response(completion().replace("{", '{"choices": [], '))),
  read(
    "ends for a reason that is a number",
    response(completion(undefined, {
      choices: [{ message: { role: "assistant", content: "yes" }, finish_reason: 7 }],
    })),
  ),
  read("has a usage that is null", response(completion(undefined, { usage: null }))),
  read("has a zero byte in its answer", response(completion({ content: "y\0s" })), "y\0s"),
  read(
    "has half a character in its answer",
    response(completion({ content: "y\ud800" })),
    "y\ufffd",
  ),
  mended(
    "has choices that are a record",
    response(completion(undefined, { choices: { "0": { message: { content: "yes" } } } })),
    { paid: 2 },
  ),
  read(
    "streams contents that are null",
    stream(
      event({ choices: [{ index: 0, delta: { role: "assistant", content: null } }] }) + wholeStream,
    ),
  ),
  read(
    "streams two choices at once",
    stream(
      event(delta("y")) + event({ choices: [{ index: 1, delta: { content: "no" } }] }) +
        event(delta("es", "stop")) + event("[DONE]"),
    ),
  ),
  read(
    "streams its usage with every piece",
    stream(
      event({ ...delta("y"), usage }) + event({ ...delta("es", "stop"), usage }) + event("[DONE]"),
    ),
  ),
  read("streams with carriage returns only", stream(wholeStream.replaceAll("\n", "\r"))),
  mended(
    "streams an event that is called error",
    stream(`event: error\n${event({ message: "overloaded" })}`),
  ),
  // Sizes
  {
    name: "never stops talking",
    replies: [open({ "content-type": "application/json" }, async (connection) => {
      await connection.send(prefix);
      await endless("x".repeat(10_000))(connection);
    })],
    wanted: "x".repeat(50_000),
    requests: 1,
  },
  {
    name: "never stops streaming",
    replies: [open(sse, endless(event(delta("x".repeat(1_000)))))],
    wanted: "x".repeat(50_000),
    requests: 1,
  },
  {
    name: "never ends an event",
    replies: [
      open(sse, async (connection) => {
        await connection.send("data: ");
        await endless("x".repeat(10_000))(connection);
      }),
      good,
    ],
    wanted: "yes",
    requests: 2,
  },
  mended("never stops living", open(sse, endless(": alive\n\n".repeat(1_000)))),
  mended("never stops sending white space", open({}, endless(" ".repeat(10_000)))),
  mended("never stops sending a page", open({}, endless("<p>hello</p>".repeat(1_000)))),
  {
    name: "sends a flood of brackets",
    replies: [response(`{"choices": ${"[".repeat(20_000)}`)],
    wanted: { failure: /more than 10000 values/ },
    requests: 1,
  },
  mended("sends no gzip as gzip", response("garbage", { headers: zipped })),
  {
    name: "sends a gzip bomb",
    replies: [async (connection) => {
      await response(await bomb(prefix, 64), { headers: zipped })(connection);
    }],
    wanted: "x".repeat(50_000),
    requests: 1,
  },
  mended("sends a gzip bomb of nothing", async (connection) => {
    await response(await gzip(" ".repeat(64 * 2 ** 20)), { headers: zipped })(connection);
  }),
  mended("breaks off within gzip", async (connection) => {
    const bytes = await gzip(completion());
    await response(bytes.slice(0, -12), { headers: zipped })(connection);
  }),
  // Time
  mended(
    "stalls within the body",
    open({}, async (connection) => {
      await connection.send(prefix);
      await connection.gone;
    }),
  ),
  mended(
    "stalls within the stream",
    open(sse, async (connection) => {
      await connection.send(event(delta("y")));
      await connection.gone;
    }),
  ),
  {
    name: "never says a word",
    replies: [async (connection) => await connection.gone],
    wanted: { failure: /no answer within/ },
    requests: 1,
  },
  // Statuses
  refused(
    "does not know the key",
    error("401 Unauthorized", "bad key"),
    /key was rejected \(401 bad key\)/,
    { wanted: { failure: /key was rejected/, isFatal: true } },
  ),
  refused("forbids", error("403 Forbidden", "no"), /key was rejected/, {
    wanted: { failure: /key was rejected/, isFatal: true },
  }),
  refused("does not know the model", error("404 Not Found", "no such model"), /no such model/, {
    wanted: { failure: /does not know this model/, isFatal: true },
  }),
  refused("does not know the request", error("400 Bad Request", "bad request"), /bad request/, {
    requests: 2,
  }),
  refused("cannot process the request", error("422 Unprocessable Content", "no"), /422/, {
    requests: 2,
  }),
  refused(
    "finds the prompt too long",
    error("400 Bad Request", "maximum context length is 10 tokens"),
    /context length/,
  ),
  refused("does not allow the method", error("405 Method Not Allowed", "GET only"), /GET only/),
  refused("finds the request too large", error("413 Content Too Large", "too large"), /too large/),
  refused("wants money", error("402 Payment Required", "pay"), /pay/),
  refused(
    "has no quota left",
    error("429 Too Many Requests", "spent", {}, "insufficient_quota"),
    /no quota left/,
    { wanted: { failure: /no quota left/, isFatal: true } },
  ),
  refused("answers with a status of its own", error("499 Gone Away", "odd"), /odd/),
  mended("times out", error("408 Request Timeout", "slow")),
  mended("fails once", error("500 Internal Server Error", "oops")),
  mended(
    "stands behind a broken proxy",
    response("<h1>Bad Gateway</h1>", {
      status: "502 Bad Gateway",
      headers: { "content-type": "text/html" },
    }),
  ),
  mended("is overloaded", error("529 Overloaded", "later")),
  failing("goes on failing", error("503 Service Unavailable", "down"), /down/),
  mended("fails with an endless page", async (connection) => {
    await connection.send(head("500 Oops", { connection: "close" }));
    await endless("x".repeat(10_000))(connection);
  }),
  mended("asks to come back at once", tryAfter("0")),
  mended("asks to have come back", tryAfter("-5")),
  mended("asks to come back soon", tryAfter("soon")),
  mended("asks to come back in the past", tryAfter("Mon, 01 Jan 2001 00:00:00 GMT")),
  mended("asks to come back in a while", tryAfter("7")),
  {
    name: "asks to come back in an age",
    replies: [tryAfter("99999999999")],
    wanted: { failure: /asks to wait 99,999,999,999 s, longer than the 120 s/ },
    requests: 1,
  },
  {
    name: "asks to come back in another century",
    replies: [tryAfter("Fri, 01 Jan 2199 00:00:00 GMT")],
    wanted: { failure: /longer than the 120 s/ },
    requests: 1,
  },
  failing("is always busy", tryAfter("0"), /slow down/),
];

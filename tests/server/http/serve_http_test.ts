import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  type HttpServer,
  serveHttp,
  type ServeHttpOptions,
} from "../../../src/server/http/serve_http.ts";
import { type GivenLimits, serverLimits } from "../../../src/server/limits.ts";
import { assertProblem, connect, exchange, type RawClient } from "./raw_client.ts";

type Fetch = ServeHttpOptions["fetch"];

/** Limits of time that no test reaches. */
const patient = { headMs: 600_000, bodyMs: 600_000, stallMs: 600_000 };

/** Serves a handler on a free port; an error of it fails the test. */
function serve(fetch: Fetch, limits: GivenLimits = {}): HttpServer & { readonly port: number } {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const server = serveHttp(listener, {
    fetch,
    limits: serverLimits({ ...patient, ...limits }),
    onError: (error) => {
      throw error;
    },
  });
  return { ...server, port: listener.addr.port };
}

const echo: Fetch = async (request) => new Response(`${request.url} ${await request.text()}`);
const close = "Connection: close\r\n\r\n";
const get = "GET / HTTP/1.1\r\nHost: localhost\r\n";

Deno.test("serveHttp() gives the handler method, address, headers and body", async () => {
  await using server = serve(async (request) => {
    const text = [request.method, request.headers.get("x-a"), await request.text()].join(" ");
    return new Response(`${text} ${request.url}`, { status: 201, headers: { "x-b": "2" } });
  });
  const address = `http://127.0.0.1:${server.port}/a/b?c=%20d`;
  const posted = await fetch(address, { method: "POST", body: "héllo", headers: { "x-a": "1" } });
  assertEquals([posted.status, posted.headers.get("x-b")], [201, "2"]);
  assertEquals(await posted.text(), `POST 1 héllo ${address}`);
  const got = await fetch(address);
  assertEquals(await got.text(), `GET   ${address}`);
});

Deno.test("serveHttp() keeps a connection for several requests, and answers them in order", async () => {
  const gate = Promise.withResolvers<void>();
  await using server = serve(async (request) => {
    if (request.url.endsWith("/0")) await gate.promise;
    return new Response(`<${new URL(request.url).pathname}>`);
  });
  using client = await connect(server.port);
  const paths = Array.from({ length: 16 }, (_, i) => `/${i}`);
  await client.send(paths.map((path) => get.replace("/", path)).join("\r\n") + "\r\n");
  gate.resolve();
  const text = await client.until("</15>");
  assertEquals([...text.matchAll(/<(.*?)>/g)].map(([, path]) => path), paths);
});

Deno.test("serveHttp() cuts a client that sends more requests than it waits for", async () => {
  const gate = Promise.withResolvers<Response>();
  await using server = serve(() => gate.promise);
  using client = await connect(server.port);
  await client.send(`${get}\r\n`.repeat(17));
  assertEquals(await client.rest(), "");
  gate.resolve(new Response());
});

Deno.test("serveHttp() answers a malformed Host header with a problem", async () => {
  await using server = serve(echo);
  const hosts = [
    "",
    ":",
    "a b",
    "x:99999",
    "x:",
    "[::1",
    "a@b",
    "x/y",
    "x?y",
    "x#y",
    "%zz",
    "é",
    "a,b",
  ];
  for (const host of hosts) {
    const answer = await exchange(server.port, `GET / HTTP/1.1\r\nHost: ${host}\r\n${close}`);
    assertProblem(answer, 400, "bad-host");
  }
  for (const head of ["", "Host: a\r\nHost: b\r\n", "Host: a\r\nhost: a\r\n"]) {
    const answer = await exchange(server.port, `GET / HTTP/1.1\r\n${head}${close}`);
    assertProblem(answer, 400, "bad-host");
  }
  for (const host of ["localhost", "127.0.0.1:80", "[::1]:8787", "a.example"]) {
    const answer = await exchange(server.port, `GET /x HTTP/1.1\r\nHost: ${host}\r\n${close}`);
    assertStringIncludes(answer, `${new URL(`http://${host}/x`)}`);
  }
});

Deno.test("serveHttp() answers what is no request with a problem", async () => {
  await using server = serve(echo);
  const bad = [
    "hello\r\n\r\n",
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    `GET * HTTP/1.1\r\nHost: localhost\r\n${close}`,
    `GET https://a/ HTTP/1.1\r\nHost: localhost\r\n${close}`,
    `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    `POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
  ];
  for (const bytes of bad) assertProblem(await exchange(server.port, bytes), 400, "bad-request");
  const traced = await exchange(server.port, `TRACE / HTTP/1.1\r\nHost: localhost\r\n${close}`);
  assertProblem(traced, 405, "method-not-allowed");
});

Deno.test("serveHttp() answers a head that is too large with status 431", async () => {
  await using server = serve(echo, { maxHeadBytes: 1000 });
  const large = "a".repeat(1000);
  for (
    const head of [`GET /${large} HTTP/1.1\r\n`, `${get}A: ${large}\r\n`, `${get}${large}: a\r\n`]
  ) {
    assertProblem(await exchange(server.port, head), 431, "head-too-large");
  }
});

Deno.test("serveHttp() cuts a client whose head or body is late", async () => {
  await using server = serve(echo, { headMs: 500, bodyMs: 500 });
  const late = ["GET", get, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nab"];
  const answers = await Promise.all(late.map((bytes) => exchange(server.port, bytes)));
  for (const answer of answers) assertProblem(answer, 408, "slow-request");
  assertEquals(await exchange(server.port, ""), "", "a silent client gets no answer");
  const kept = await exchange(server.port, `${get}\r\n`);
  assertStringIncludes(
    kept,
    "http://localhost/",
    "an idle connection is closed after its response",
  );
});

Deno.test("serveHttp() lets the longest idle connection make room", async () => {
  await using server = serve(echo, { maxConnections: 3 });
  using first = await connect(server.port);
  await first.send("GET / HT");
  using second = await connect(server.port);
  await second.send(`${get}\r\n`);
  await second.until("localhost");
  using third = await connect(server.port);
  using fourth = await connect(server.port);
  await fourth.send(`${get}\r\n`);
  assertStringIncludes(await fourth.until("localhost"), "200 OK");
  assertEquals(await first.rest(), "");
  await third.send(`${get}\r\n`);
  assertStringIncludes(await third.until("localhost"), "200 OK");
  assertEquals(server.connections.size, 3);
});

Deno.test("serveHttp() refuses connections with a problem while all others are at work", async () => {
  const gate = Promise.withResolvers<void>();
  let atWork = 0;
  const full = Promise.withResolvers<void>();
  await using server = serve(async () => {
    if (++atWork === 2) full.resolve();
    await gate.promise;
    return new Response("done");
  }, { maxConnections: 2 });
  const working = [1, 2].map(() => exchange(server.port, `${get}${close}`));
  await full.promise;
  const refused = await exchange(server.port, `${get}${close}`);
  assertProblem(refused, 503, "connections-full");
  assertStringIncludes(refused, "retry-after: 5");
  gate.resolve();
  for (const answer of await Promise.all(working)) assertStringIncludes(answer, "done");
  assertStringIncludes(await exchange(server.port, `${get}${close}`), "done");
});

/** A body that never ends; `onCancel` is called when the client was cut. */
function endless(chunkBytes: number, { onPull, onCancel }: {
  readonly onPull?: () => void;
  readonly onCancel: () => void;
}): Response {
  const chunk = new Uint8Array(chunkBytes);
  const body = new ReadableStream<Uint8Array>({
    pull(stream) {
      onPull?.();
      stream.enqueue(chunk);
    },
    cancel: onCancel,
  }, { highWaterMark: 0 });
  return new Response(body);
}

Deno.test("serveHttp() asks for more of a body only when the client has read the last part", async () => {
  const chunkBytes = 100_000;
  const cut = Promise.withResolvers<void>();
  let mostUnsent = 0;
  await using server = serve(() =>
    endless(chunkBytes, {
      onPull: () => mostUnsent = Math.max(mostUnsent, server.connections.unsentBytes),
      onCancel: cut.resolve,
    }), { stallMs: 50 });
  using client = await connect(server.port);
  await client.send(`${get}\r\n`); // and reads nothing
  await cut.promise;
  assert(mostUnsent < 2 * chunkBytes, `${mostUnsent} bytes were waiting`);
  assertEquals(server.connections.unsentBytes, 0);
});

Deno.test("serveHttp() bounds what all clients together leave unread", async () => {
  const partBytes = 32_000_000; // more than two systems buffer for one connection
  const maxUnsentBytes = 70_000_000;
  const enough = Promise.withResolvers<void>();
  let cut = 0;
  await using server = serve(() =>
    endless(partBytes, {
      onCancel() {
        if (++cut === 4) enough.resolve();
      },
    }), { maxUnsentBytes });
  const clients: RawClient[] = [];
  for (let i = 0; i < 6; i++) {
    const client = await connect(server.port);
    clients.push(client);
    await client.send(`${get}\r\n`);
  }
  await enough.promise; // two unread parts fit, a third does not
  assert(server.connections.unsentBytes <= maxUnsentBytes);
  assertEquals(server.connections.size, 2);
  for (const client of clients) client[Symbol.dispose]();
});

Deno.test("serveHttp() cancels a body whose client has left", async () => {
  const cancelled = Promise.withResolvers<void>();
  await using server = serve(() =>
    new Response(new ReadableStream({ cancel: () => cancelled.resolve() }))
  );
  {
    using client = await connect(server.port);
    await client.send(`${get}\r\n`);
    assertStringIncludes(await client.until("\r\n\r\n"), "200 OK");
  }
  await cancelled.promise;
});

Deno.test("serveHttp() sends a response to a client that still sends its body", async () => {
  await using server = serve(() => new Response("no", { status: 413 }));
  using client = await connect(server.port);
  await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n");
  await client.send("a".repeat(50_000));
  assertStringIncludes(await client.rest(), "413");
});

Deno.test("serveHttp() reports a body that fails, and cuts its response", async () => {
  const errors: unknown[] = [];
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const failed = new Error("no disk");
  await using _server = serveHttp(listener, {
    fetch: () => new Response(new ReadableStream({ pull: (stream) => stream.error(failed) })),
    limits: serverLimits(patient),
    onError: (error) => errors.push(error),
  });
  const answer = await exchange(listener.addr.port, `${get}\r\n`);
  assertEquals(answer.includes("\r\n0\r\n"), false, "the response has no end");
  assertEquals(errors, [failed]);
});

Deno.test("serveHttp() goes on after failures of accept", async () => {
  const errors: unknown[] = [];
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const accept = listener.accept.bind(listener);
  let failures = 3;
  listener.accept = () =>
    failures-- > 0 ? Promise.reject(new Error("Too many open files")) : accept();
  await using _server = serveHttp(listener, {
    fetch: echo,
    limits: serverLimits(patient),
    onError: (error) => errors.push(error),
  });
  assertStringIncludes(await exchange(listener.addr.port, `${get}${close}`), "200 OK");
  assertEquals(errors.map(String), ["Error: Cannot accept a connection: Too many open files"]);
});

import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { createClient, EndpointError, type Job } from "@opto/opto/client";
import { startServer } from "@opto/opto/server";
import { defineTask, parameter } from "@opto/opto";
import { serveApp, type ServedApp } from "../server/served_app.ts";
import { sampleRun } from "../support/sample_run.ts";
import { tempDir } from "../support/temp_dir.ts";
import { type Handler, listen } from "./listen.ts";

/** Finds the factor 3. */
const three = defineTask({
  name: "three",
  description: "Finds a factor",
  agent: () => {
    const factor = parameter(1, { name: "factor" });
    return { factor, forward: (x: number) => factor.mul(x) };
  },
  examples: { train: [1, 2].map((input) => ({ input, expected: 3 * input })) },
  guide: ({ expected }, output) => -Math.abs(Number(output) - expected) || 0,
});

/** Types of the sample run's events, in their order. */
const sampleTypes = sampleRun().map(({ type }) => type);

/** A handler that breaks the first `times` streams of events after `events` events each, and their `Last-Event-ID`. */
function breaking(served: ServedApp, times: number, events: number) {
  const resumedAfter: (string | null)[] = [];
  const handler: Handler = async (request) => {
    const response = await served.app.fetch(request);
    if (!request.url.includes("/events")) return response;
    resumedAfter.push(request.headers.get("last-event-id"));
    if (resumedAfter.length > times || response.body === null) return response;
    return new Response(ReadableStream.from(firstEvents(response.body, events)), response);
  };
  return { handler, resumedAfter };
}

/** The first events of a stream, then an error. */
async function* firstEvents(body: ReadableStream<Uint8Array<ArrayBuffer>>, count: number) {
  for await (const text of body.pipeThrough(new TextDecoderStream())) {
    for (const event of text.split(/(?<=\n\n)/)) {
      if (count-- === 0) throw new Error("the connection broke");
      yield new TextEncoder().encode(event);
    }
  }
}

Deno.test("a client creates a job, follows it, waits for it and fetches its results", async () => {
  const token = "a token of some length";
  await using server = await startServer({
    tasks: [three],
    dataDir: await tempDir(),
    port: 0,
    token,
  });
  const client = createClient(server.url, { token });
  const nothing = { calls: 0, tokens: 0, usd: 0, seconds: 0, evaluations: 0 };
  assertEquals(await client.spending(), {
    ...{ days: 31, limit: {}, spent: nothing, reserved: nothing, left: {} },
  });
  assertEquals(await client.tasks(), {
    tasks: [{ name: "three", description: "Finds a factor" }],
    models: [],
  });
  const { id, options } = await client.createJob({ task: "three", options: { steps: 2, seed: 1 } });
  assertEquals(options, { steps: 2, seed: 1 });
  const types: string[] = [];
  for await (const { type } of client.events(id)) types.push(type);
  assertEquals([types[0], types.at(-1)], ["started", "finished"]);
  const job = await client.wait(id);
  assertEquals([job.state, job.result?.stopReason], ["done", "steps"]);
  assertEquals(await client.job(id), job);
  assertEquals(await client.jobs(), [job]);
  const best = await client.best(id);
  assertEquals(best.parameters, job.result?.best.parameters);
  assertStringIncludes(await client.report(id), "three");
});

Deno.test("jobs() pages from the newest job to the oldest", async () => {
  await using served = await serveApp();
  await using server = listen(served.app.fetch);
  const client = createClient(server.url);
  const ids: string[] = [];
  for (let count = 0; count < 3; count++) {
    ids.unshift((await client.createJob({ task: "pack" })).id);
  }
  const idsOf = (jobs: readonly Job[]) => jobs.map(({ id }) => id);
  assertEquals(idsOf(await client.jobs({ limit: 2 })), ids.slice(0, 2));
  assertEquals(idsOf(await client.jobs({ before: ids[1] })), ids.slice(2));
});

Deno.test("events() gives the selected types after a number, and returns the job", async () => {
  await using served = await serveApp();
  await using server = listen(served.app.fetch);
  const client = createClient(server.url);
  const { id } = await client.createJob({ task: "pack" });
  await client.wait(id);
  const last = sampleTypes.length;
  const events = client.events(id, { types: ["best", "finished"], after: last - 1 });
  assertEquals((await events.next()).value, sampleRun().at(-1));
  assertEquals(await events.next(), { done: true, value: await client.job(id) });
  const none = await client.events(id, { after: last }).next();
  assertEquals(none, { done: true, value: await client.job(id) });
});

Deno.test("events() resumes a stream that breaks, without a gap and without a repetition", async () => {
  await using served = await serveApp();
  const { handler, resumedAfter } = breaking(served, 2, 3);
  await using server = listen(handler);
  const client = createClient(server.url, { reconnectDelayMs: 1, reconnects: 1 });
  const { id } = await client.createJob({ task: "pack" });
  const types: string[] = [];
  for await (const { type } of client.events(id)) types.push(type);
  assertEquals(types, sampleTypes);
  assertEquals(resumedAfter.length, 3);
  const numbers = resumedAfter.map(Number);
  assert(numbers[0] === 0 && numbers[1]! > 0 && numbers[2]! > numbers[1]!, String(resumedAfter));
});

Deno.test("wait() outlives a server that restarts on its address", async () => {
  const directory = await tempDir();
  let handler: Handler = () => new Response(null, { status: 503 });
  await using server = listen((request) => handler(request));
  const client = createClient(server.url, { reconnectDelayMs: 1, reconnects: 100 });
  const first = await serveApp({
    directory,
    beforeEach: (index, signal) =>
      index < 3
        ? Promise.resolve()
        : new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
  });
  handler = first.app.fetch;
  const { id } = await client.createJob({ task: "pack" });
  const waiting = client.wait(id);
  for await (const _event of client.events(id, { types: ["evaluated"] })) break;
  const refused = Promise.withResolvers<void>();
  handler = () => {
    refused.resolve();
    return new Response(null, { status: 503 });
  };
  first.events.close();
  await refused.promise; // the stream has ended, so the store may close
  await first[Symbol.asyncDispose]();
  await using second = await serveApp({ directory });
  handler = second.app.fetch;
  assertEquals((await waiting).state, "done");
});

Deno.test("events() gives up after a number of broken connections in a row", async () => {
  let requests = 0;
  await using server = listen(() => {
    requests++;
    return new Response("down", { status: 502 });
  });
  const client = createClient(server.url, { reconnects: 2, reconnectDelayMs: 1 });
  const error = await assertRejects(() => client.wait("some"), EndpointError, "3 connections");
  assertEquals([error.status, requests], [0, 3]);
  assert(error.cause instanceof EndpointError && error.cause.status === 502);
});

Deno.test("events() replaces a connection that is silent", async () => {
  await using served = await serveApp();
  let streams = 0;
  await using server = listen((request) =>
    request.url.includes("/events") && streams++ === 0
      ? new Response(new ReadableStream(), { headers: { "content-type": "text/event-stream" } })
      : served.app.fetch(request)
  );
  // On a loaded machine another connection may be silent for as long.
  const client = createClient(server.url, { idleMs: 50, reconnectDelayMs: 1, reconnects: 1_000 });
  const { id } = await client.createJob({ task: "pack" });
  assertEquals((await client.wait(id)).state, "done");
  assert(streams >= 2);
});

Deno.test("an aborted signal ends a loop over events with its reason, of the call and of the client", async () => {
  for (const isOfClient of [false, true]) {
    const hold = Promise.withResolvers<void>();
    await using served = await serveApp({
      beforeEach: (index) => index < 3 ? Promise.resolve() : hold.promise,
    });
    await using server = listen(served.app.fetch);
    const { id } = await createClient(server.url).createJob({ task: "pack" });
    const controller = new AbortController();
    const { signal } = controller;
    const client = createClient(server.url, isOfClient ? { signal } : {});
    const reason = new Error("enough");
    let count = 0;
    const error = await assertRejects(async () => {
      for await (const _event of client.events(id, isOfClient ? {} : { signal })) {
        if (++count === 3) controller.abort(reason);
      }
    });
    assertEquals([error, count], [reason, 3]);
    hold.resolve();
    await served.until(id, "done");
  }
});

Deno.test("an aborted signal ends the pause before a reconnect", async () => {
  const controller = new AbortController();
  const reason = new Error("enough");
  await using server = listen(() => {
    queueMicrotask(() => setTimeout(() => controller.abort(reason), 20));
    return new Response("down", { status: 503 });
  });
  const client = createClient(server.url, { reconnectDelayMs: 1_000_000 });
  assertEquals(
    await assertRejects(() => client.wait("some", { signal: controller.signal })),
    reason,
  );
});

Deno.test("cancel() stops a running job, and keeps its best", async () => {
  const hold = Promise.withResolvers<void>();
  await using served = await serveApp({
    beforeEach: (index, signal) => {
      if (index < sampleTypes.indexOf("best") + 1) return Promise.resolve();
      signal.addEventListener("abort", () => hold.resolve());
      return hold.promise;
    },
  });
  await using server = listen(served.app.fetch);
  const client = createClient(server.url);
  const { id } = await client.createJob({ task: "pack" });
  for await (const _event of client.events(id, { types: ["best"] })) await client.cancel(id);
  const job = await client.wait(id);
  assertEquals([job.state, job.isCancelRequested], ["cancelled", true]);
  assertEquals((await client.best(id)).score, -210.2);
});

Deno.test("a refused request is an EndpointError with the parts of the problem", async () => {
  await using served = await serveApp();
  await using server = listen(served.app.fetch);
  const client = createClient(server.url);
  const unknown = await assertRejects(() => client.job("../tasks"), EndpointError);
  assertEquals([unknown.status, unknown.type, unknown.title], [
    404,
    "urn:opto:problem:unknown-job",
    "There is no such job",
  ]);
  const invalid = await assertRejects(
    () => client.createJob({ task: "none", options: { steps: 0 } }),
    EndpointError,
    "/options/steps",
  );
  assertEquals(invalid.type, "urn:opto:problem:invalid-job");
  assertEquals(invalid.errors.map(({ pointer }) => pointer), ["/options/steps"]);
  const early = await assertRejects(async () => {
    for await (const _event of client.events("none")) { /* no event comes */ }
  }, EndpointError);
  assertEquals(early.type, "urn:opto:problem:unknown-job");
});

Deno.test("a refusal without a problem document is an EndpointError too", async () => {
  await using server = listen((request) =>
    new URL(request.url).pathname === "/below/v1/tasks"
      ? new Response("<h1>Bad gateway</h1>", { status: 502 })
      : new Response("[]", { status: 418, headers: { "content-type": "application/problem+json" } })
  );
  const client = createClient(new URL("below", server.url));
  const gateway = await assertRejects(() => client.tasks(), EndpointError);
  assertEquals([gateway.status, gateway.type, gateway.title], [502, "about:blank", "Bad Gateway"]);
  const teapot = await assertRejects(() => client.jobs(), EndpointError);
  assertEquals([teapot.status, teapot.type, teapot.errors], [418, "about:blank", []]);
});

Deno.test("a request without the token of the server is refused", async () => {
  await using served = await serveApp({ token: "a token of some length" });
  await using server = listen(served.app.fetch);
  const error = await assertRejects(() => createClient(server.url).tasks(), EndpointError);
  assertEquals([error.status, error.type], [401, "urn:opto:problem:unauthorized"]);
});

Deno.test("a request refused for now is sent again after the time the server asks for", async () => {
  const statuses = [429, 503, 202];
  const bodies: string[] = [];
  await using server = listen(async (request) => {
    bodies.push(await request.text());
    const status = statuses.shift() ?? 500;
    return Response.json({ id: "made" }, { status, headers: { "retry-after": "0" } });
  });
  const { id } = await createClient(server.url).createJob({ task: "pack" });
  assertEquals([id, bodies], ["made", Array(3).fill('{"task":"pack"}')]);
});

Deno.test("a refusal is thrown when its wait would pass the deadline, has no end, or is none to wait for", async () => {
  let asked = 0;
  const refusals: readonly (readonly [status: number, headers: Record<string, string>])[] = [
    [429, { "retry-after": "31" }],
    [429, { "retry-after": new Date(Date.now() + 60_000).toUTCString() }],
    [429, { "retry-after": "soon" }],
    [503, {}],
    [500, { "retry-after": "0" }],
    [401, { "retry-after": "0" }],
  ];
  for (const [status, headers] of refusals) {
    const fetch = () => {
      asked++;
      return Promise.resolve(new Response(null, { status, headers }));
    };
    const client = createClient("http://127.0.0.1:1", { fetch });
    const error = await assertRejects(() => client.tasks(), EndpointError);
    assertEquals(error.status, status);
  }
  assertEquals(asked, refusals.length);
  const fetch = () =>
    Promise.resolve(new Response(null, { status: 429, headers: { "retry-after": "1" } }));
  const client = createClient("http://127.0.0.1:1", { fetch, retryMs: 0 });
  assertEquals((await assertRejects(() => client.tasks(), EndpointError)).retryAfterMs, 1000);
});

Deno.test("an aborted signal ends the wait before a request is sent again", async () => {
  const stopped = new AbortController();
  const reason = new Error("stopped");
  const fetch = () => {
    queueMicrotask(() => stopped.abort(reason));
    return Promise.resolve(new Response(null, { status: 429, headers: { "retry-after": "20" } }));
  };
  const client = createClient("http://127.0.0.1:1", { fetch, signal: stopped.signal });
  assertEquals(await client.tasks().catch((error) => error), reason);
});

Deno.test("allJobs() gives every job once, newest first", async () => {
  const gate = Promise.withResolvers<void>();
  await using served = await serveApp({
    limits: { maxQueued: 200 },
    beforeEach: () => gate.promise,
  });
  const ids = [];
  for (let i = 0; i < 120; i++) ids.push((await served.ask({ task: "pack" })).id);
  await using server = listen((request) => served.app.fetch(request));
  const listed = [];
  for await (const { id } of createClient(server.url).allJobs()) listed.push(id);
  assertEquals(listed, ids.toReversed());
  for (const id of ids) await served.queue.cancel(id);
  gate.resolve();
});

Deno.test("a client has a method for every operation of the document", async () => {
  await using served = await serveApp();
  const asked: string[] = [];
  const client = createClient("http://localhost", {
    fetch: async (input, init) => {
      const request = new Request(input, init);
      asked.push(`${request.method.toLowerCase()} ${new URL(request.url).pathname}`);
      return await served.app.fetch(request);
    },
  });
  const { id } = await served.ask({ task: "pack" });
  await served.until(id, "done");
  const document = await client.apiDocument();
  await client.health();
  await client.readiness();
  assertStringIncludes(await client.metrics(), "opto_jobs");
  await client.tasks();
  await client.spending();
  await client.createJob({ task: "pack" });
  await client.jobs();
  await client.job(id);
  await client.cancel(id).catch(() => {});
  await client.wait(id);
  await client.best(id);
  await client.report(id);
  await client.addFeedback(id, { text: "too long" }).catch(() => {});
  const operations = Object.entries(document.paths as Record<string, object>)
    .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`))
    .map((operation) => operation.replace("{id}", id));
  assertEquals(operations.filter((operation) => !asked.includes(operation)), []);
});

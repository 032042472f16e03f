import { assert, assertEquals, assertFalse, assertMatch, assertStringIncludes } from "@std/assert";
import { secondsToPlace } from "../../../src/server/queue_places.ts";
import { holderLine, jsonPost, readSse, serveApp, type ServedApp, tokenOf } from "../served_app.ts";

const both = ["submit", "read"] as const;

Deno.test("a job of another holder is answered on every route like one that never was", async () => {
  const holders = [holderLine("ann", both), holderLine("bea", both), holderLine("root", ["admin"])];
  await using served = await serveApp({ holders });
  const { id } = await asked(served, "ann");
  await served.until(id, "done");
  const answer = async (holder: string, path: string, init: RequestInit = {}) => {
    const headers = { ...tokenOf(holder), ...init.headers };
    const response = await served.app.request(path, { ...init, headers });
    const text = await response.text();
    return { status: response.status, headers: [...response.headers], text };
  };
  const none = crypto.randomUUID();
  const routes: readonly (readonly [path: string, init?: RequestInit])[] = [
    ["/v1/jobs/ID"],
    ["/v1/jobs/ID", { method: "HEAD" }],
    ["/v1/jobs/ID", { method: "DELETE" }],
    ["/v1/jobs/ID/events"],
    ["/v1/jobs/ID/events", { headers: { "last-event-id": "9999" } }],
    ["/v1/jobs/ID/events?after=9999"],
    ["/v1/jobs/ID/best"],
    ["/v1/jobs/ID/report"],
    ["/v1/jobs/ID/feedback", jsonPost({ text: "too long" })],
    ...["", "/candidates", "/outputs", "/trace", "/trace.svg", "/agent.ts", "/faults", "/log"]
      .map((part) => [`/jobs/ID${part}`] as const),
    ["/compare?job=ID"],
    ["/new?from=ID"],
    ["/v1/jobs?before=ID"],
  ];
  for (const [path, init] of routes) {
    const theirs = await answer("bea", path.replace("ID", id), init);
    assertEquals(theirs, await answer("bea", path.replace("ID", none), init), path);
    assertEquals(theirs.status, path.includes("before") ? 200 : 404, path);
    assertFalse(theirs.text.includes(id), path);
    const seen = await answer("root", path.replace("ID", id), init);
    if (/\.(svg|ts)$/.test(path)) continue; // the scripted run has no trace, and no module
    assert(seen.status !== 404, path);
  }
  const idsFor = async (holder: string) =>
    JSON.parse((await answer(holder, "/v1/jobs")).text).jobs.map((job: { id: string }) => job.id);
  assertEquals([await idsFor("ann"), await idsFor("bea"), await idsFor("root")], [[id], [], [id]]);
  for (const [holder, isShown] of [["ann", true], ["bea", false], ["root", true]] as const) {
    assertEquals((await answer(holder, "/")).text.includes(id), isShown, holder);
  }
});

Deno.test("each scope opens its routes, and a refusal names the missing one", async () => {
  const holders = [
    holderLine("submitter", ["submit"]),
    holderLine("reader", ["read"]),
    holderLine("root", ["admin"]),
  ];
  await using served = await serveApp({ holders, token: "the operator's" });
  const { id } = await asked(served, "submitter");
  await served.until(id, "done");
  const needed: readonly (readonly [scope: string, path: string, init?: RequestInit])[] = [
    ["submit", "/v1/jobs", jsonPost({ task: "pack" })],
    ["submit", `/v1/jobs/${id}`, { method: "DELETE" }],
    ["read", "/v1/jobs"],
    ["read", `/v1/jobs/${id}`],
    ["read", `/v1/jobs/${id}/events`],
    ["read", `/v1/jobs/${id}/best`],
    ["read", `/v1/jobs/${id}/report`],
    ["read", "/"],
    ["submit", `/v1/jobs/${id}/feedback`, jsonPost({ text: "too long" })],
    ["submit", "/new"],
    ["read", `/jobs/${id}`],
    ["read", `/compare?job=${id}`],
    ["admin", "/metrics"],
  ];
  for (const [scope, path, init = {}] of needed) {
    for (const [holder, has] of [["submitter", "submit"], ["reader", "read"], ["root", scope]]) {
      const headers = { ...init.headers, ...tokenOf(holder ?? "") };
      const response = await served.app.request(path, { ...init, headers });
      const text = await response.text();
      assertEquals(response.status === 403, has !== scope, `${holder} ${path}: ${text}`);
      if (has === scope) continue;
      const said = text.replaceAll("&quot;", '"').replaceAll('\\"', '"');
      assertStringIncludes(said, `It needs "${scope}" and has "${has}"`, path);
      const challenge = `Bearer error="insufficient_scope", scope="${scope}"`;
      assertEquals(response.headers.get("www-authenticate"), challenge);
    }
  }
  const operator = { headers: { authorization: "Bearer the operator's" } };
  assertEquals((await served.app.request("/metrics", operator)).status, 200);
});

Deno.test("a key of one holder says nothing about a job that another made with it", async () => {
  const holders = [holderLine("ann", both), holderLine("bea", both)];
  await using served = await serveApp({ holders });
  const ask = async (holder: string, steps: number) => {
    const init = jsonPost({ task: "pack", options: { steps } }, {
      ...tokenOf(holder),
      "idempotency-key": "the-same",
    });
    const response = await served.app.request("/v1/jobs", init);
    return [response.status, (await response.json()).holder];
  };
  assertEquals(await ask("ann", 1), [202, "ann"]);
  assertEquals(await ask("bea", 2), [202, "bea"]);
  assertEquals(await ask("ann", 1), [200, "ann"]);
});

Deno.test("the limits of a holder bound the budget of its jobs, and the job shows it", async () => {
  const budget = { evaluations: 10, tokens: 500, usd: 1, seconds: 20 };
  await using served = await serveApp({ holders: [holderLine("ann", both, { budget })] });
  const budgetOf = async (options: unknown) =>
    (await asked(served, "ann", { options })).options.budget;
  assertEquals(await budgetOf({}), budget);
  assertEquals(await budgetOf({ budget: { usd: 9, seconds: 5, calls: 7 } }), {
    ...budget,
    seconds: 5,
    calls: 7,
  });
});

Deno.test("a holder has as many jobs waiting and running as its limits allow, and others have theirs", async () => {
  const gate = Promise.withResolvers<void>();
  const holders = [holderLine("ann", both, { queued: 1, running: 1 }), holderLine("bea", both)];
  await using served = await serveApp({ holders, concurrency: 3, beforeEach: () => gate.promise });
  const running = await asked(served, "ann");
  await served.until(running.id, "running");
  const waiting = await asked(served, "ann");
  const refused = await request(served, "ann");
  const wait = Number(refused.headers.get("retry-after"));
  assertEquals([refused.status, wait >= 1 && wait <= 600], [429, true]);
  assertStringIncludes(await refused.text(), "At most 1 jobs of this holder may wait.");
  await served.until((await asked(served, "bea")).id, "running");
  assertEquals((await served.store.get(waiting.id))?.state, "queued");
  gate.resolve();
  await served.until(waiting.id, "done");
});

Deno.test("requests that come at once do not pass the bound of the queue", async () => {
  const gate = Promise.withResolvers<void>();
  await using served = await serveApp({ limits: { maxQueued: 3 }, beforeEach: () => gate.promise });
  await served.until((await served.ask({ task: "pack" })).id, "running");
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => served.app.request("/v1/jobs", jsonPost({ task: "pack" }))),
  );
  assertEquals(answers.filter(({ status }) => status === 202).length, 3);
  gate.resolve();
});

Deno.test("secondsToPlace() is the mean time of ended jobs, less the time of the one that ran longest", () => {
  const job = (startedAt: number | null, finishedAt: number | null) => ({
    state: finishedAt === null ? startedAt === null ? "queued" : "running" : "done",
    startedAt: startedAt === null ? null : new Date(startedAt * 1000).toISOString(),
    finishedAt: finishedAt === null ? null : new Date(finishedAt * 1000).toISOString(),
  } as const);
  const seconds = (...jobs: readonly ReturnType<typeof job>[]) => secondsToPlace(jobs, 100_000);
  assertEquals(seconds(job(null, null), job(50, null)), 30);
  assertEquals(seconds(job(10, 30), job(30, 70)), 30);
  assertEquals(seconds(job(10, 30), job(30, 70), job(88, null), job(95, null)), 18);
  assertEquals(seconds(job(10, 30), job(1, null)), 1);
  assertEquals(seconds(job(1, 9000)), 600);
});

Deno.test("requests beyond a holder's rate are refused with the time to wait, those of others not", async () => {
  const holders = [holderLine("ann", both, { requestsPerMinute: 3 }), holderLine("bea", both)];
  await using served = await serveApp({ holders, token: "the operator's", now: () => 0 });
  const statusOf = async (headers: Record<string, string>) =>
    (await served.app.request("/v1/tasks", { headers })).status;
  const ofAnn = [];
  for (let i = 0; i < 4; i++) ofAnn.push(await statusOf(tokenOf("ann")));
  assertEquals(ofAnn, [200, 200, 200, 429]);
  const refused = await served.app.request("/v1/tasks", { headers: tokenOf("ann") });
  assertEquals(refused.headers.get("retry-after"), "20");
  assertMatch(await refused.text(), /too-many-requests/);
  assertEquals(await statusOf(tokenOf("bea")), 200);
  assertEquals(await statusOf({ authorization: "Bearer the operator's" }), 200);
});

Deno.test("an address without a valid token has a rate of its own, and few tries", async () => {
  await using served = await serveApp({
    holders: [holderLine("ann", both), holderLine("bea", both)],
    now: () => 0,
  });
  const ask = async (address: string, path: string, headers: Record<string, string> = {}) => {
    const response = await served.app.request(path, { headers }, { address });
    await response.body?.cancel();
    return response;
  };
  assertEquals((await ask("192.0.2.1", "/v1/tasks", tokenOf("ann"))).status, 200);
  const guesses = [];
  for (let i = 0; i < 22; i++) {
    guesses.push((await ask("192.0.2.1", "/v1/tasks", tokenOf(`nobody ${i}`))).status);
  }
  assertEquals(guesses, [...Array(20).fill(401), 429, 429]);
  const right = await ask("192.0.2.1", "/v1/tasks", tokenOf("bea"));
  assertEquals([right.status, right.headers.get("retry-after")], [429, "3"]);
  const form = { method: "POST", body: new URLSearchParams({ token: "token of bea" }) };
  const entered = await served.app.request("/session", form, { address: "192.0.2.1" });
  assertEquals([entered.status, entered.headers.has("set-cookie")], [429, false]);
  assertEquals((await ask("192.0.2.1", "/v1/tasks", tokenOf("ann"))).status, 200);
  assertEquals((await ask("192.0.2.2", "/v1/tasks", tokenOf("bea"))).status, 200);
  for (let i = 0; i < 600; i++) await ask("2001:db8::1", "/healthz");
  assertEquals((await ask("2001:db8::2", "/healthz")).status, 429);
  assertEquals((await ask("192.0.2.3", "/healthz")).status, 200);
  assertEquals((await ask("2001:db8::1", "/v1/tasks", tokenOf("ann"))).status, 200);
});

Deno.test("a removed holder loses access at once, its open streams too", async () => {
  const gate = Promise.withResolvers<void>();
  const lines = [holderLine("ann", both), holderLine("bea", both, { streams: 1 })];
  await using served = await serveApp({
    holders: lines,
    concurrency: 2,
    beforeEach: () => gate.promise,
  });
  const jobs = [await asked(served, "ann"), await asked(served, "bea")];
  const streamOf = (holder: string, id = "") =>
    served.app.request(`/v1/jobs/${id}/events`, { headers: tokenOf(holder) });
  const [ofAnn, ofBea] = [await streamOf("ann", jobs[0]?.id), await streamOf("bea", jobs[1]?.id)];
  const second = await streamOf("bea", jobs[1]?.id);
  assertEquals(second.status, 429);
  assertStringIncludes(await second.text(), "holder-streams-full");
  const ended = readSse(ofAnn);
  served.tokens?.replace(lines.slice(1));
  assertEquals(await ended, []);
  assertEquals((await streamOf("ann", jobs[0]?.id)).status, 401);
  gate.resolve();
  assertEquals((await readSse(ofBea)).at(-1)?.event, "end");
});

Deno.test("a source is as large as its holder may bring", async () => {
  const holders = [holderLine("ann", both, { sourceBytes: 1000 }), holderLine("bea", both)];
  await using served = await serveApp({ holders, sources: true });
  const statusOf = async (holder: string, source: unknown) =>
    (await served.app.request("/v1/jobs", jsonPost({ source }, tokenOf(holder)))).status;
  const files = (count: number) => ({ "a.ts": "é".repeat(count) });
  assertEquals(await statusOf("ann", "é".repeat(501)), 413);
  assertEquals(await statusOf("ann", { files: files(499), entry: "a.ts" }), 413);
  assertEquals(await statusOf("ann", "é".repeat(500)), 202);
  assertEquals(await statusOf("bea", "x".repeat(2 ** 20)), 202);
  assertEquals(await statusOf("bea", "x".repeat(2 ** 20 + 1)), 413);
  assertEquals(await statusOf("bea", "x".repeat(2 ** 21)), 413);
});

Deno.test("a task that a job brings has the smallest limits that job, holder and server name", async () => {
  const holders = [
    holderLine("ann", both, { taskLimits: { memoryMb: 64 } }),
    holderLine("bea", both),
  ];
  await using served = await serveApp({
    holders,
    sources: true,
    limits: { maxTaskProcessorMs: 5000 },
  });
  const limitsOf = async (holder: string, taskLimits?: object) => {
    const options = taskLimits === undefined ? {} : { taskLimits };
    const body = { source: "export default 1;", options };
    const made = await served.app.request("/v1/jobs", jsonPost(body, tokenOf(holder)));
    return (await made.json()).options.taskLimits;
  };
  assertEquals(await limitsOf("ann"), { memoryMb: 64, processorMs: 5000 });
  assertEquals(await limitsOf("ann", { memoryMb: 500, processorMs: 100 }), {
    memoryMb: 64,
    processorMs: 100,
  });
  assertEquals(await limitsOf("bea", { memoryMb: 500, processorMs: 9000 }), {
    memoryMb: 256,
    processorMs: 5000,
  });
  const registered = await request(served, "bea", { options: { taskLimits: { memoryMb: 64 } } });
  assertEquals(registered.status, 422);
  assertEquals((await registered.json()).errors[0].pointer, "/options/taskLimits");
});

Deno.test("a name with control characters or half a surrogate pair is refused; other scripts are not", async () => {
  await using served = await serveApp();
  const statusOf = async (name: string) =>
    (await served.app.request("/v1/jobs", jsonPost({ task: "pack", name }))).status;
  for (const name of ["a\u0000b", "a\nb", "\u001b[2J", "\u009b", "\ud800", "a\udc00b"]) {
    assertEquals(await statusOf(name), 422, JSON.stringify(name));
  }
  for (const name of ["žluťoučký", "包装", "🧪", "שלום"]) assertEquals(await statusOf(name), 202);
});

function request(served: ServedApp, holder: string, body: object = {}): Promise<Response> {
  const init = jsonPost({ task: "pack", ...body }, tokenOf(holder));
  return Promise.resolve(served.app.request("/v1/jobs", init));
}

async function asked(served: ServedApp, holder: string, body: object = {}) {
  const response = await request(served, holder, body);
  assertEquals(response.status, 202, await response.clone().text());
  return await response.json();
}

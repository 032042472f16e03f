import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Job } from "../../src/jobs/job.ts";
import { jsonPost, serveApp, type ServedApp } from "./served_app.ts";

async function post({ app }: ServedApp, body: unknown, key: string) {
  const response = await app.request("/v1/jobs", jsonPost(body, { "idempotency-key": key }));
  return { response, body: await response.json() };
}

Deno.test("POST /v1/jobs with the key and body of an earlier request gives its job, as it stands", async () => {
  await using served = await serveApp();
  const first = await post(served, { task: "pack", options: { seed: 1, steps: 2 } }, '"k 1"');
  assertEquals(first.response.status, 202);
  await served.until(first.body.id, "done");
  // The same body, written differently.
  const second = await post(served, ` {"options":{"steps":2,"seed":1},"task":"pack"}`, '"k 1"');
  assertEquals([second.response.status, second.body.id], [200, first.body.id]);
  assertEquals(second.body.state, "done");
  assertEquals(second.response.headers.get("location"), `/v1/jobs/${first.body.id}`);
  assertEquals((await served.store.list()).length, 1);
  const other = await post(served, { task: "pack", options: { seed: 1, steps: 2 } }, '"k 2"');
  assertEquals(other.response.status, 202);
});

Deno.test("POST /v1/jobs refuses the key of an earlier request with another body", async () => {
  await using served = await serveApp();
  const first = await post(served, { task: "pack", options: { seed: 1 } }, '"k"');
  const { response, body } = await post(served, { task: "pack", options: { seed: 2 } }, '"k"');
  assertEquals([response.status, body.type], [422, "urn:opto:problem:key-reused"]);
  assertStringIncludes(body.detail, first.body.id);
  assertEquals((await served.store.list()).length, 1);
});

Deno.test("POST /v1/jobs makes one job of concurrent requests with one key", async () => {
  await using served = await serveApp();
  const all = await Promise.all(
    Array.from({ length: 20 }, () => post(served, { task: "pack" }, '"k"')),
  );
  assertEquals(new Set(all.map(({ body }) => body.id)).size, 1);
  const statuses = all.map(({ response }) => response.status);
  assertEquals(statuses.filter((status) => status === 202).length, 1);
  assert(statuses.every((status) => status === 202 || status === 200));
});

Deno.test("POST /v1/jobs gives the job of a key also when the queue is full", async () => {
  const gate = Promise.withResolvers<void>();
  await using served = await serveApp({ limits: { maxQueued: 1 }, beforeEach: () => gate.promise });
  await served.until((await served.ask({ task: "pack" })).id, "running");
  const queued = await post(served, { task: "pack" }, '"k"');
  assertEquals((await post(served, { task: "pack" }, '"new"')).response.status, 429);
  const again = await post(served, { task: "pack" }, '"k"');
  assertEquals([again.response.status, again.body.id], [200, queued.body.id]);
  gate.resolve();
});

Deno.test("POST /v1/jobs takes keys of 1 to 255 characters, with quotes or without", async () => {
  await using served = await serveApp();
  const long = "x".repeat(255);
  const ids: Record<string, string> = {};
  for (const key of ["a", long, `"${long.slice(1)}y"`, String.raw`"quote \" and \\"`, '"a,b"']) {
    const { response, body } = await post(served, { task: "pack" }, key);
    assertEquals(response.status, 202, key);
    ids[key] = body.id;
  }
  assertEquals((await post(served, { task: "pack" }, '"a"')).body.id, ids.a);
  const jobs: Job[] = [...await served.store.list()];
  for (
    const key of [`${long}x`, `"${long}x"`, '""', "", "a b", '"a', '"a", "b"', "a, b", "\u00e9"]
  ) {
    const { response, body } = await post(served, { task: "pack" }, key);
    assertEquals([response.status, body.type], [400, "urn:opto:problem:bad-header"], key);
  }
  assertEquals((await served.store.list()).length, jobs.length);
});

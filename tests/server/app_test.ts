import { assert, assertEquals, assertFalse, assertMatch, assertStringIncludes } from "@std/assert";
import type { Job } from "../../src/jobs/job.ts";
import { sampleRun } from "../support/sample_run.ts";
import { jsonPost, readSse, serveApp } from "./served_app.ts";

/** Checks that a response is a problem of this status, and gives its body. */
async function problemOf(response: Response, status: number): Promise<Record<string, unknown>> {
  const text = await response.text();
  assertEquals(response.status, status, text);
  assertEquals(response.headers.get("content-type"), "application/problem+json");
  const body = JSON.parse(text);
  assertEquals(body.status, status);
  assertMatch(body.type, /^urn:opto:problem:/);
  return body;
}

Deno.test("POST /v1/jobs answers 202 once the job is on the disk, and the job runs to its end", async () => {
  await using served = await serveApp();
  const response = await served.app.request(
    "/v1/jobs",
    jsonPost({ task: "pack", options: { seed: 7 } }),
  );
  assertEquals(response.status, 202);
  const job: Job = await response.json();
  assertEquals(response.headers.get("location"), `/v1/jobs/${job.id}`);
  assertEquals(job.options, { seed: 7 });
  const done = await served.until(job.id, "done");
  assertEquals(done.result?.best.score, -208.1);
  const shown = await (await served.app.request(`/v1/jobs/${job.id}`)).json();
  assertEquals(shown, JSON.parse(JSON.stringify(done)));
  const list = await (await served.app.request("/v1/jobs?limit=10")).json();
  assertEquals(list.jobs.map(({ id }: Job) => id), [job.id]);
});

Deno.test("GET events streams the whole log in order, then the job, and ends", async () => {
  await using served = await serveApp();
  const { id } = await served.ask({ task: "pack" });
  const events = await readSse(await served.app.request(`/v1/jobs/${id}/events`));
  const expected = sampleRun();
  assertEquals(events.slice(0, -1).map(({ data }) => data), JSON.parse(JSON.stringify(expected)));
  assertEquals(events.slice(0, -1).map(({ id }) => id), expected.map((_, i) => String(i + 1)));
  const end = events.at(-1);
  assertEquals([end?.event, (end?.data as Job).state], ["end", "done"]);
});

Deno.test("GET events resumes after Last-Event-ID, also while the job runs", async () => {
  const gate = Promise.withResolvers<void>();
  await using served = await serveApp({
    beforeEach: (index) => index === 10 ? gate.promise : Promise.resolve(),
  });
  const { id } = await served.ask({ task: "pack" });
  const path = `/v1/jobs/${id}/events`;
  const first = await readSse(await served.app.request(path), 5);
  assertEquals(first.at(-1)?.id, "5");
  const rest = readSse(await served.app.request(path, { headers: { "last-event-id": "5" } }));
  gate.resolve();
  const ids = (await rest).slice(0, -1).map(({ id }) => Number(id));
  assertEquals(ids, sampleRun().slice(5).map((_, i) => i + 6));
});

Deno.test("GET events answers 204 when nothing follows Last-Event-ID, so that a browser stops", async () => {
  await using served = await serveApp();
  const { id } = await served.ask({ task: "pack" });
  await served.until(id, "done");
  const last = String(sampleRun().length);
  const response = await served.app.request(`/v1/jobs/${id}/events`, {
    headers: { "last-event-id": last },
  });
  assertEquals(response.status, 204);
});

Deno.test("GET events gives only the asked types, with their places in the log", async () => {
  await using served = await serveApp();
  const { id } = await served.ask({ task: "pack" });
  const events = await readSse(
    await served.app.request(`/v1/jobs/${id}/events?types=best,finished`),
  );
  assertEquals(events.map(({ event }) => event), ["best", "best", "best", "finished", "end"]);
  assertEquals(events[0]?.id, "4");
});

Deno.test("DELETE stops a running job, which keeps its result", async () => {
  const started = Promise.withResolvers<void>();
  await using served = await serveApp({
    beforeEach: (index, signal) => {
      if (index < 20) return Promise.resolve();
      started.resolve();
      return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
    },
  });
  const { id } = await served.ask({ task: "pack" });
  await started.promise;
  const response = await served.app.request(`/v1/jobs/${id}`, { method: "DELETE" });
  assertEquals(response.status, 202);
  assertEquals((await response.json()).isCancelRequested, true);
  const job = await served.until(id, "cancelled");
  assertEquals(job.result?.stopReason, "interrupted");
  assertEquals((await served.app.request(`/v1/jobs/${id}`, { method: "DELETE" })).status, 200);
});

Deno.test("DELETE cancels a queued job at once, and refuses one that is done", async () => {
  const gate = Promise.withResolvers<void>();
  await using served = await serveApp({ beforeEach: () => gate.promise });
  const first = await served.ask({ task: "pack" });
  const second = await served.ask({ task: "pack" });
  const response = await served.app.request(`/v1/jobs/${second.id}`, { method: "DELETE" });
  assertEquals([response.status, (await response.json()).state], [200, "cancelled"]);
  gate.resolve();
  await served.until(first.id, "done");
  await problemOf(await served.app.request(`/v1/jobs/${first.id}`, { method: "DELETE" }), 409);
});

Deno.test("GET best and report show the results, and answer 404 before there are any", async () => {
  const gate = Promise.withResolvers<void>();
  await using served = await serveApp({
    beforeEach: (index) => index === 0 ? gate.promise : Promise.resolve(),
  });
  const { id } = await served.ask({ task: "pack" });
  await problemOf(await served.app.request(`/v1/jobs/${id}/best`), 404);
  await problemOf(await served.app.request(`/v1/jobs/${id}/report`), 404);
  gate.resolve();
  await served.until(id, "done");
  const best = await (await served.app.request(`/v1/jobs/${id}/best`)).json();
  assertEquals([best.step, best.score, best.candidate], [4, -208.1, "cccccccccccc"]);
  const report = await served.app.request(`/v1/jobs/${id}/report`);
  assertStringIncludes(report.headers.get("content-security-policy") ?? "", "default-src 'none'");
  assertStringIncludes(await report.text(), "bin packing");
});

Deno.test("the endpoint answers every wrong request with a problem of its kind", async () => {
  await using served = await serveApp();
  const { app } = served;
  await problemOf(await app.request("/nowhere"), 404);
  await problemOf(await app.request("/v1/jobs/none"), 404);
  await problemOf(await app.request("/v1/jobs/none/events"), 404);
  const put = await app.request("/v1/jobs", { method: "PUT" });
  assertEquals(put.headers.get("allow")?.split(", ").toSorted(), ["GET", "HEAD", "POST"]);
  await problemOf(put, 405);
  await problemOf(await app.request("/healthz", { method: "POST" }), 405);
  await problemOf(await app.request("/v1/jobs", { method: "POST", body: "{}" }), 415);
  await problemOf(await app.request("/v1/jobs", jsonPost("{")), 400);
  await problemOf(await app.request("/v1/jobs", jsonPost("")), 400);
  await problemOf(
    await app.request("/v1/jobs", jsonPost(`{"task":"${"x".repeat(70_000)}"}`)),
    413,
  );
  await problemOf(await app.request("/v1/jobs?limit=0"), 400);
  await problemOf(await app.request("/v1/jobs?limit=x"), 400);
});

Deno.test("POST /v1/jobs names each field at fault by pointer", async () => {
  await using served = await serveApp();
  const pointers = async (body: unknown) => {
    const { errors } = await problemOf(await served.app.request("/v1/jobs", jsonPost(body)), 422);
    return (errors as { pointer: string }[]).map(({ pointer }) => pointer).toSorted();
  };
  assertEquals(await pointers({ task: "pack", options: { stepz: 3 }, extra: 1 }), [
    "/extra",
    "/options/stepz",
  ]);
  assertEquals(await pointers({ task: "pack", options: { budget: { usd: -1 }, steps: 0.5 } }), [
    "/options/budget/usd",
    "/options/steps",
  ]);
  const models = { model: "gpt-5", agentModel: "gpt-5" };
  assertEquals(await pointers({ task: "other", options: models }), [
    "/options/agentModel",
    "/options/model",
    "/task",
  ]);
  assertEquals(await pointers([]), [""]);
  assertEquals(await pointers({ task: "pack", options: { steps: 1e9, seed: -1 } }), [
    "/options/seed",
    "/options/steps",
  ]);
  assertEquals((await served.store.list()).length, 0);
});

Deno.test("a refusal names a hundred fields at fault and their number, so that it is not many times its request", async () => {
  await using served = await serveApp();
  const unknown = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`k${i}`, 1]));
  const problem = await problemOf(await served.app.request("/v1/jobs", jsonPost(unknown)), 422);
  assertEquals((problem.errors as unknown[]).length, 100);
  assertEquals(problem.detail, "See errors for the first 100 of 5000 fields at fault.");
});

Deno.test("POST /v1/jobs takes no task source unless the operator allows it", async () => {
  await using served = await serveApp();
  const response = await served.app.request("/v1/jobs", jsonPost({ source: "export default 1" }));
  const { detail } = await problemOf(response, 403);
  assertStringIncludes(String(detail), "pack");
});

Deno.test("POST /v1/jobs takes a model only when the operator offers it", async () => {
  await using served = await serveApp({ models: ["gpt-5-mini"] });
  const job = await served.ask({ task: "pack", options: { model: "gpt-5-mini" } });
  assertEquals(job.options.model, "gpt-5-mini");
});

Deno.test("POST /v1/jobs refuses more jobs than may wait", async () => {
  const gate = Promise.withResolvers<void>();
  await using served = await serveApp({ limits: { maxQueued: 1 }, beforeEach: () => gate.promise });
  const first = await served.ask({ task: "pack" });
  await served.until(first.id, "running");
  await served.ask({ task: "pack" });
  const refused = await served.app.request("/v1/jobs", jsonPost({ task: "pack" }));
  assert(refused.headers.has("retry-after"));
  await problemOf(refused, 429);
  gate.resolve();
});

Deno.test("a token is asked of everything but health", async () => {
  await using served = await serveApp({ token: "s3cret" });
  const { app } = served;
  const refused = await app.request("/v1/jobs");
  assertEquals(refused.headers.get("www-authenticate"), "Bearer");
  await problemOf(refused, 401);
  await problemOf(await app.request("/v1/jobs", jsonPost({ task: "pack" })), 401);
  await problemOf(await app.request("/metrics"), 401);
  for (const wrong of ["Bearer s3cre", "Bearer s3crett", "s3cret", "Basic s3cret", "Bearer "]) {
    await problemOf(await app.request("/v1/jobs", { headers: { authorization: wrong } }), 401);
  }
  const right = await app.request("/v1/jobs", { headers: { authorization: "Bearer s3cret" } });
  assertEquals(right.status, 200);
  for (const path of ["/healthz", "/readyz", "/openapi.json"]) {
    assertEquals((await app.request(path)).status, 200, path);
  }
  const page = await app.request("/");
  assertEquals(page.status, 401);
  assertStringIncludes(await page.text(), "Token");
});

Deno.test("a browser trades the token for a cookie that scripts and other sites cannot use", async () => {
  await using served = await serveApp({ token: "s3cret" });
  const enter = (token: string) => {
    const body = new URLSearchParams({ token });
    return served.app.request("/session", { method: "POST", body });
  };
  assertEquals((await enter("guess")).status, 401);
  const entered = await enter("s3cret");
  assertEquals(entered.status, 303);
  const cookie = entered.headers.get("set-cookie") ?? "";
  assertMatch(cookie, /HttpOnly/);
  assertMatch(cookie, /SameSite=Strict/);
  const page = await served.app.request("/", { headers: { cookie: cookie.split(";")[0] ?? "" } });
  assertEquals(page.status, 200);
});

Deno.test("without a token, another site cannot use the browser of someone on this machine", async () => {
  await using served = await serveApp();
  const { app } = served;
  await problemOf(await app.request("http://evil.example:8787/v1/jobs"), 421);
  const origin = { origin: "http://evil.example" };
  await problemOf(await app.request("/v1/jobs", jsonPost({ task: "pack" }, origin)), 403);
  await problemOf(await app.request("/v1/jobs/x", { method: "DELETE", headers: origin }), 403);
  const own = jsonPost({ task: "pack" }, { origin: "http://localhost" });
  assertEquals((await app.request("/v1/jobs", own)).status, 202);
  const read = await app.request("/v1/jobs", { headers: origin });
  assertFalse(read.headers.has("access-control-allow-origin"));
});

Deno.test("GET events refuses a type that no event has", async () => {
  await using served = await serveApp();
  const { id } = await served.ask({ task: "pack" });
  const response = await served.app.request(`/v1/jobs/${id}/events?types=best,foo`);
  const detail = String((await problemOf(response, 400)).detail);
  assertStringIncludes(detail, "types.1");
  for (const known of ["best", "exchange", "model-trouble", "warning", "finished"]) {
    assertStringIncludes(detail, `"${known}"`);
  }
  for (const after of ["-1", "x", "1.5"]) {
    const headers = { "last-event-id": after };
    await problemOf(await served.app.request(`/v1/jobs/${id}/events`, { headers }), 400);
  }
});

Deno.test("POST /v1/jobs refuses a large body also when its length is not announced", async () => {
  await using served = await serveApp();
  const body = new Blob([`{"task":"${"x".repeat(70_000)}"}`]).stream();
  const response = await served.app.request("/v1/jobs", { ...jsonPost(""), body });
  await problemOf(response, 413);
});

Deno.test("security headers stand on problems too", async () => {
  await using served = await serveApp();
  for (const path of ["/nowhere", "/v1/jobs/none", "http://evil.example:8787/v1/jobs"]) {
    const { headers } = await served.app.request(path);
    assertEquals(headers.get("x-content-type-options"), "nosniff", path);
  }
});

Deno.test("GET /metrics counts jobs by state", async () => {
  await using served = await serveApp();
  const { id } = await served.ask({ task: "pack" });
  await served.until(id, "done");
  const text = await (await served.app.request("/metrics")).text();
  assertStringIncludes(text, `opto_jobs{state="done"} 1`);
});

Deno.test("GET /v1/tasks shows names and descriptions, and no data", async () => {
  await using served = await serveApp();
  const response = await served.app.request("/v1/tasks");
  assertEquals(await response.json(), {
    tasks: [{ name: "pack", description: "Packs bins" }],
    models: [],
  });
});

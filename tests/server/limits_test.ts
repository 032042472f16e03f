import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createClient } from "../../src/client/client.ts";
import { UsageError } from "../../src/errors.ts";
import { serverLimits } from "../../src/server/limits.ts";
import { problemNames } from "../../src/server/problem.ts";
import { startServer } from "../../src/server/serve.ts";
import { sqliteJobStore } from "../../src/jobs/sqlite_job_store.ts";
import { defineTask } from "../../src/task/define_task.ts";
import { parameter } from "../../src/trace/node.ts";
import { tempDir } from "../support/temp_dir.ts";
import { jsonPost, readSse, serveApp } from "./served_app.ts";

/** Status and name of a problem; reads the response. */
async function problemOf(response: Response): Promise<readonly [number, string]> {
  const { type } = await response.json();
  return [response.status, String(type).replace("urn:opto:problem:", "")];
}

Deno.test("GET events refuses more streams of one job, and in all, than the limits allow", async () => {
  const gate = Promise.withResolvers<void>();
  await using served = await serveApp({
    limits: { maxStreams: 3, maxJobStreams: 2 },
    beforeEach: () => gate.promise,
  });
  const jobs = [await served.ask({ task: "pack" }), await served.ask({ task: "pack" })];
  const [first = "", second = ""] = jobs.map(({ id }) => `/v1/jobs/${id}/events`);
  const open = [await served.app.request(first), await served.app.request(first)];
  const ofJob = await served.app.request(first);
  assert(ofJob.headers.has("retry-after"));
  assertEquals(await problemOf(ofJob), [429, "job-streams-full"]);
  open.push(await served.app.request(second));
  const inAll = await served.app.request(second);
  assert(inAll.headers.has("retry-after"));
  assertEquals(await problemOf(inAll), [503, "streams-full"]);

  await open[0]?.body?.cancel(); // as when the client leaves
  open[0] = await served.app.request(first);
  assertEquals(open[0].status, 200);
  gate.resolve();
  for (const response of open) assertEquals((await readSse(response)).at(-1)?.event, "end");
  assertEquals((await readSse(await served.app.request(first))).at(-1)?.event, "end");
});

Deno.test("HEAD events opens no stream", async () => {
  await using served = await serveApp({ limits: { maxStreams: 1 } });
  const { id } = await served.ask({ task: "pack" });
  await served.until(id, "done");
  const path = `/v1/jobs/${id}/events`;
  for (let i = 0; i < 3; i++) {
    assertEquals((await served.app.request(path, { method: "HEAD" })).status, 200);
  }
  assertEquals((await readSse(await served.app.request(path))).at(-1)?.event, "end");
});

Deno.test("GET events reads the log no faster than the client reads the stream", async () => {
  await using served = await serveApp();
  const { id } = await served.ask({ task: "pack" });
  await served.until(id, "done");
  const line = `${JSON.stringify({ type: "warning", message: "x".repeat(1000) })}\n`;
  await Deno.writeTextFile(served.events.logPath(id), line.repeat(1000));
  const response = await served.app.request(`/v1/jobs/${id}/events`);
  const reader = response.body?.getReader();
  const { value } = await reader?.read() ?? {};
  assert(value !== undefined && value.length < 40_000, `the first part has ${value?.length} bytes`);
  await Deno.writeTextFile(served.events.logPath(id), ""); // what was not read is gone
  const rest = new TextDecoder().decode((await reader?.read())?.value);
  assertStringIncludes(rest, "event: end");
});

Deno.test("POST /v1/jobs refuses more concurrency than the operator allows", async () => {
  await using served = await serveApp({ limits: { maxJobConcurrency: 3 } });
  const ask = async (concurrency: number) =>
    await served.app.request("/v1/jobs", jsonPost({ task: "pack", options: { concurrency } }));
  assertEquals((await ask(3)).status, 202);
  const refused = await ask(4);
  assertEquals(refused.status, 422);
  assertEquals((await refused.json()).errors, [{
    pointer: "/options/concurrency",
    detail: "Received 4; this server allows at most 3",
  }]);
});

const guess = defineTask({
  name: "guess",
  agent: () => {
    const x = parameter(1, { name: "x" });
    return { x, forward: () => x };
  },
  examples: { train: [{ input: null }] },
  guide: (_example, output) => -Math.abs(5 - Number(output)),
});

Deno.test("startServer() runs no job with more concurrency than it allows now", async () => {
  const dataDir = await tempDir();
  const [asked, silent] = [crypto.randomUUID(), crypto.randomUUID()];
  {
    await using store = sqliteJobStore(join(dataDir, "jobs.sqlite"));
    await store.add({ id: asked, task: "guess", options: { steps: 1, concurrency: 64 } });
    await store.add({ id: silent, task: "guess", options: { steps: 1 } });
  }
  const limits = { maxJobConcurrency: 1 };
  await using server = await startServer({ tasks: [guess], dataDir, port: 0, limits });
  const client = createClient(server.url);
  for (const id of [asked, silent]) {
    for await (const event of client.events(id, { types: ["started"] })) {
      assertEquals(event.type === "started" && event.concurrency, 1);
    }
  }
});

Deno.test("startServer() refuses a limit that is no whole number from 1", async () => {
  for (const maxStreams of [0, -1, 1.5, NaN, Infinity]) {
    await assertRejects(
      async () =>
        await startServer({ tasks: [], dataDir: await tempDir(), limits: { maxStreams } }),
      UsageError,
      "maxStreams",
    );
  }
});

Deno.test("serverLimits() allows as much concurrency as there are cores, and fewer streams than connections", () => {
  const limits = serverLimits();
  assertEquals(limits.maxJobConcurrency, navigator.hardwareConcurrency);
  assert(limits.maxStreams < limits.maxConnections);
  assert(serverLimits({ maxConnections: 10 }).maxStreams < 10);
});

Deno.test("every problem is in the OpenAPI document and in docs/endpoint.md", async () => {
  await using served = await serveApp();
  const document = await (await served.app.request("/openapi.json")).json();
  const types = document.components.schemas.Problem.properties.type.enum;
  assertEquals(types, problemNames.map((name) => `urn:opto:problem:${name}`));
  const docs = await Deno.readTextFile(new URL("../../docs/endpoint.md", import.meta.url));
  for (const name of problemNames) assertStringIncludes(docs, `\`${name}\``);
});

Deno.test("serverLimits() needs no permission", async () => {
  const limits = new URL("../../src/server/limits.ts", import.meta.url);
  const code = `import { serverLimits } from ${JSON.stringify(limits.href)};
    console.log(serverLimits().maxConnections);`;
  const file = join(await tempDir(), "limits.ts");
  await Deno.writeTextFile(file, code);
  const config = fileURLToPath(new URL("../../deno.json", import.meta.url));
  for (const read of ["--deny-read", "--allow-read"]) {
    const { stdout, success } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-prompt", "--no-check", "--config", config, read, file],
      stderr: "inherit",
    }).output();
    assert(success);
    assertEquals(new TextDecoder().decode(stdout), "512\n");
  }
});

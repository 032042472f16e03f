import { assert, assertEquals } from "@std/assert";
import { JobQueue, type RunJob } from "../../src/jobs/job_queue.ts";
import { sqliteJobStore } from "../../src/jobs/sqlite_job_store.ts";
import { startJobServer } from "../../src/server/job_server.ts";
import { serverLimits } from "../../src/server/limits.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("a server that stops says that it is not ready until its running job is saved, and starts no other", async () => {
  const dataDir = await tempDir();
  const isStopping = Promise.withResolvers<void>();
  const isSaved = Promise.withResolvers<void>();
  let started = 0;
  const runJob: RunJob = async (_, { signal }) => {
    started++;
    if (!signal.aborted) {
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
    }
    isStopping.resolve();
    await isSaved.promise;
    throw signal.reason;
  };
  const server = await startJobServer({
    ...{ dataDir, hostname: "127.0.0.1", port: 0, limits: serverLimits() },
    offer: { tasks: [{ name: "pack" }], models: [] },
    makeRunJob: () => runJob,
  });
  const create = () =>
    fetch(`${server.url}v1/jobs`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: `{"task":"pack"}`,
    }).then((response) => response.json());
  const { id } = await create();
  await create();
  const stream = await fetch(`${server.url}v1/jobs/${id}/events`);

  const closed = server[Symbol.asyncDispose]();
  await isStopping.promise;
  const ready = await fetch(`${server.url}readyz`);
  assertEquals([ready.status, (await ready.json()).title], [503, "The server is not ready"]);
  const health = await fetch(`${server.url}healthz`);
  assertEquals((await health.json()).status, "ok");
  isSaved.resolve();
  await closed;
  assertEquals([await stream.text(), started], ["", 1]);

  await using store = sqliteJobStore(`${dataDir}/jobs.sqlite`);
  const jobs = await store.list();
  assertEquals(jobs.map(({ state, attempts }) => [state, attempts]), [["queued", 0], [
    "queued",
    0,
  ]]);
});

Deno.test("JobQueue waits for a job that does not stop no longer than it may", async () => {
  await using store = sqliteJobStore(":memory:");
  const errors: unknown[] = [];
  const isStarted = Promise.withResolvers<void>();
  const isOver = Promise.withResolvers<never>();
  const runJob: RunJob = () => {
    isStarted.resolve();
    return isOver.promise;
  };
  const queue = new JobQueue({ store, runJob, drainMs: 1, onError: (error) => errors.push(error) });
  await store.add({ id: "stuck", task: "pack", options: {} });
  await queue.open();
  await isStarted.promise;
  await queue[Symbol.asyncDispose]();
  assert(String(errors).includes("did not stop within 0.001 s: stuck"), String(errors));
  assertEquals((await store.get("stuck"))?.state, "running"); // the next server takes it up, and counts the start
});

/** The endpoint on a disk that is really full. */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import type { Job } from "../../src/jobs/job.ts";
import { startJobServer } from "../../src/server/job_server.ts";
import type { RunJob } from "../../src/jobs/job_queue.ts";
import { serverLimits } from "../../src/server/limits.ts";
import { sqliteJobStore } from "../../src/jobs/sqlite_job_store.ts";
import { StoreError } from "../../src/jobs/store_error.ts";
import type { FinishedEvent } from "../../src/trainer/event.ts";
import { sampleRun } from "../support/sample_run.ts";
import { readNotes } from "../../src/run/notes_file.ts";
import { diskTest } from "../support/small_disk.ts";
import { tempDir } from "../support/temp_dir.ts";
import { jsonPost } from "./served_app.ts";

const finished = sampleRun().at(-1) as FinishedEvent; // as: its last event is this one

async function serve(dataDir: string, runJob: RunJob) {
  const errors: unknown[] = [];
  const server = await startJobServer({
    offer: { tasks: [{ name: "pack" }], models: [] },
    hostname: "127.0.0.1",
    port: 0,
    limits: serverLimits({ maxQueued: 1000 }),
    dataDir,
    makeRunJob: () => runJob,
    onError: (error) => errors.push(error),
  });
  return {
    errors,
    async ask(path: string, init?: RequestInit) {
      const response = await fetch(new URL(path, server.url), init);
      return { status: response.status, body: await response.json() };
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

const untilAborted: RunJob = (_, { signal }) =>
  new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));

diskTest("every change of the store rejects on a full disk, and changes nothing", async (disk) => {
  await using store = sqliteJobStore(join(disk.path, "jobs.sqlite"));
  const job = (id: string) => ({ id, task: "pack", options: { model: "x".repeat(5000) } });
  for (const id of ["running", "queued"]) await store.add(job(id));
  const running = await store.claim();
  assert(running !== undefined);
  disk.fill();
  // What is in the log already has its place, so the first changes may still fit.
  const added: string[] = [];
  for (let i = 0; i < 50; i++) {
    await store.add(job(`${i}`)).then(({ id }) => added.push(id), () => {});
  }
  const before = await store.list();
  assertEquals(before.map(({ id }) => id), [...added.toReversed(), "queued", "running"]);
  const changes = [
    () => store.add(job("more")),
    () => store.claim(),
    () => store.finish(running, { state: "done", result: finished }),
    () => store.release(running),
    () => store.recover(),
    () => store.cancel("running"),
    () => store.cancel("queued"),
    () => store.probe(),
  ];
  for (const change of changes) {
    const error = await assertRejects(change, StoreError, "the disk is full");
    assert(error.isFull);
  }
  assertEquals(await store.list(), before);
  await disk.free();
  await store.finish(running, { state: "done" });
  assertEquals((await store.get("running"))?.state, "done");
});

diskTest("POST /v1/jobs never answers 202 for a job that is not on the disk", async (disk) => {
  const stored: string[] = [];
  {
    await using server = await serve(disk.path, untilAborted);
    disk.fill();
    const statuses = new Set<number>();
    for (let i = 0; i < 30; i++) {
      const { status, body } = await server.ask("/v1/jobs", jsonPost({ task: "pack" }));
      statuses.add(status);
      if (status === 202) stored.push(body.id);
      else assertEquals([status, body.type], [507, "urn:opto:problem:store-full"]);
    }
    assert(statuses.has(507));
    assert(server.errors.every((error) => error instanceof StoreError));
    assert(server.errors.length > 0);
    await disk.free();
    const { status, body } = await server.ask("/v1/jobs", jsonPost({ task: "pack" }));
    assertEquals(status, 202);
    stored.push(body.id);
  }
  await using store = sqliteJobStore(join(disk.path, "jobs.sqlite"));
  assertEquals((await store.list()).map(({ id }) => id), stored.toReversed());
});

diskTest("a job whose run ended on a full disk does not stay running", async (disk) => {
  const ends: Record<string, PromiseWithResolvers<FinishedEvent>> = {};
  const runJob: RunJob = ({ id }) => (ends[id] ??= Promise.withResolvers()).promise;
  let id: string;
  {
    await using server = await serve(disk.path, runJob);
    ({ body: { id } } = await server.ask("/v1/jobs", jsonPost({ task: "pack" })));
    const until = async (state: Job["state"]): Promise<Job> => {
      while (true) {
        const { body } = await server.ask(`/v1/jobs/${id}`);
        if (body.state === state) return body;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    };
    await until("running");
    while (ends[id] === undefined) await new Promise((resolve) => setTimeout(resolve, 10));
    disk.fill();
    const reason = new Deno.errors.WriteZero("No space left on device (os error 28)");
    ends[id]?.reject(reason);
    const job = await until("failed");
    assertStringIncludes(job.error?.message ?? "", "os error 28");
    assert(job.finishedAt !== null);
    assert(server.errors[0] instanceof StoreError, "its end is only in memory");
    assertEquals((await server.ask("/v1/jobs")).body.jobs[0].state, "failed");
    await disk.free();
  }
  await using store = sqliteJobStore(join(disk.path, "jobs.sqlite"));
  assertEquals((await store.get(id))?.state, "failed");
});

diskTest(
  "feedback that does not fit is refused with 507, and what comes after it is not lost",
  async (disk) => {
    await using server = await serve(disk.path, untilAborted);
    const { id } = (await server.ask("/v1/jobs", jsonPost({ task: "pack" }))).body;
    const give = (text: string) => server.ask(`/v1/jobs/${id}/feedback`, jsonPost({ text }));
    assertEquals((await give("first")).status, 202);
    disk.fill();
    let refused: Awaited<ReturnType<typeof give>>;
    do refused = await give("x".repeat(3000)); // fills the last block of the file
     while (refused.status === 202);
    assertEquals([refused.status, refused.body.type], [507, "urn:opto:problem:store-full"]);
    await disk.free();
    assertEquals((await give("last")).status, 202);
    const notes = readNotes(join(disk.path, "runs", id)).map(({ text }) => text);
    assertEquals([notes[0], notes.at(-1)], ["first", "last"]);
  },
);

diskTest(
  "GET /readyz says which part of the server is full, and is ready again after",
  async (disk) => {
    const dataDir = await tempDir();
    await Deno.symlink(disk.path, join(dataDir, "runs"));
    await using server = await serve(dataDir, untilAborted);
    disk.fill();
    const { status, body } = await server.ask("/readyz");
    assertEquals([status, body.type, body.detail], [
      503,
      "urn:opto:problem:not-ready",
      "Cannot write to the run directory: the disk is full.",
    ]);
    assertEquals((await server.ask("/healthz")).status, 200);
    assertEquals(server.errors.length, 1);
    await disk.free();
    while ((await server.ask("/readyz")).status !== 200) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assertEquals(server.errors.length, 1);
  },
);

diskTest("GET /readyz says that the store is full", async (disk) => {
  const dataDir = join(disk.path, "data");
  await using server = await serve(dataDir, untilAborted);
  disk.fill();
  const { status, body } = await server.ask("/readyz");
  assertEquals(status, 503);
  assertStringIncludes(body.detail, "Cannot write to the store: the disk is full.");
  assertStringIncludes(body.detail, "Cannot write to the run directory: the disk is full.");
});

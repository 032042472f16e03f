import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { jobsInDatabase } from "../../../src/jobs/postgres/jobs_in_database.ts";
import { JobEvents } from "../../../src/jobs/job_events.ts";
import type { RunJob } from "../../../src/jobs/job_queue.ts";
import type { Claim } from "../../../src/jobs/job_store.ts";
import { type DatabaseLogs, databaseLogs } from "../../../src/jobs/postgres/database_logs.ts";
import { openDatabase } from "../../../src/database/database.ts";
import { postgresJobStore } from "../../../src/jobs/postgres/postgres_job_store.ts";
import { shippedRuns } from "../../../src/jobs/postgres/shipped_runs.ts";
import { LineChain } from "../../../src/trainer/log_line.ts";
import type { RunEvent } from "../../../src/trainer/event.ts";
import { endLeases, endPauses, jobDatabase } from "../../support/job_database.ts";
import { type PostgresServer, postgresTest } from "../../support/postgres.ts";
import { sampleRun } from "../../support/sample_run.ts";
import { tempDir } from "../../support/temp_dir.ts";

const sample = sampleRun();

/** The lines of the sample run, as a log has them. */
const sampleLines =
  ((chain) => sample.map((event) => new TextDecoder().decode(chain.write(event))))(
    new LineChain(),
  );

/** A job that a machine has started, on real PostgreSQL. */
async function started(postgres: PostgresServer) {
  const stack = new AsyncDisposableStack();
  const url = await jobDatabase(postgres);
  const database = stack.use(await openDatabase(url));
  const store = stack.use(await postgresJobStore(database));
  await store.add({ id: "a", task: "pack", options: {} });
  const logs = databaseLogs(database);
  const events = new JobEvents("", logs);
  const claimed = async (): Promise<Claim> => {
    const claim = await store.claim();
    if (claim === undefined) throw new Error("no job is queued");
    return claim;
  };
  return {
    database,
    store,
    logs,
    events,
    claim: await claimed(),
    /** The claim of another machine after the first was silent. */
    async takeover() {
      await endLeases(postgres, url);
      await store.recover();
      await endPauses(postgres, url);
      return await claimed();
    },
    /** Runs the job on a machine of its own. */
    async run(claim: Claim, runJob: (path: string, news: () => void) => ReturnType<RunJob>) {
      const runs = new JobEvents(await tempDir());
      const { signal } = new AbortController();
      const shipped = shippedRuns(
        () => runJob(runs.logPath("a"), () => runs.notify("a")),
        { runs, logs, onError: fail },
      );
      const result = await shipped(claim.job, { signal, claim });
      assertEquals(await exists(runs.runDir("a")), false);
      return result;
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

function fail(error: unknown): never {
  throw error;
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

const append = (path: string, lines: readonly string[]) =>
  Deno.writeTextFile(path, lines.join(""), { append: true });

function finished(): Extract<RunEvent, { type: "finished" }> {
  const last = sample.at(-1);
  if (last?.type !== "finished") throw new Error("the sample run has no end");
  return last;
}

const linesOf = async (events: JobEvents) =>
  (await Array.fromAsync(events.read("a"))).map(({ line }) => `${line}\n`);

postgresTest(
  "shippedRuns() sends each event, and a machine that takes over goes on from there",
  async (postgres) => {
    await using job = await started(postgres);
    const { promise: dies, resolve: die } = Promise.withResolvers<never>();
    const dead = job.run(job.claim, async (path, news) => {
      await append(path, sampleLines.slice(0, 10));
      news();
      return await dies; // for ever
    });
    while ((await linesOf(job.events)).length < 10) await new Promise((r) => setTimeout(r, 10));
    const claim = await job.takeover();
    await job.run(claim, async (path) => {
      assertEquals(await Deno.readTextFile(path), sampleLines.slice(0, 10).join(""));
      await append(path, sampleLines.slice(10));
      return finished();
    });
    assertEquals(await linesOf(job.events), sampleLines);
    assertEquals(await job.logs.append(job.claim, sampleLines.length + 1, ["{}"]), undefined);
    assertEquals(await linesOf(job.events), sampleLines);
    die(undefined as never); // as: nothing awaits it but the run of the dead machine
    await dead.catch(() => {});
  },
);

postgresTest("shippedRuns() sends again what a database has lost", async (postgres) => {
  await using job = await started(postgres);
  await job.run(job.claim, async (path, news) => {
    await append(path, sampleLines.slice(0, 10));
    news();
    while ((await linesOf(job.events)).length < 10) await new Promise((r) => setTimeout(r, 10));
    await job.database.query("DELETE FROM opto.events WHERE number > 4");
    await append(path, sampleLines.slice(10));
    return finished();
  });
  assertEquals(await linesOf(job.events), sampleLines);
});

postgresTest(
  "shippedRuns() keeps what a machine had not sent, unless another went on meanwhile",
  async (postgres) => {
    await using job = await started(postgres);
    const { logs, claim } = job;
    const directory = await tempDir();
    const runs = new JobEvents(directory);
    const path = runs.logPath("a");
    await Deno.mkdir(join(directory, "a"));
    const found: string[] = [];
    const look = shippedRuns(async () => {
      found.push(await Deno.readTextFile(path));
      throw new Error("that is all");
    }, { runs, logs, onError: fail });
    const { signal } = new AbortController();
    const texts = sampleLines.map((line) => line.trimEnd());
    await logs.append(claim, 1, texts.slice(0, 4));
    await append(path, sampleLines.slice(0, 6));
    await assertRejects(() => look(claim.job, { signal, claim }), Error, "that is all");
    assertEquals(await exists(runs.runDir("a")), false); // the database has all of it
    await Deno.mkdir(join(directory, "a"));
    await Deno.writeTextFile(
      path,
      [...sampleLines.slice(0, 3), ...sampleLines.slice(0, 9)].join(""),
    );
    await assertRejects(() => look(claim.job, { signal, claim }), Error, "that is all");
    assertEquals(found, [sampleLines.slice(0, 6).join(""), sampleLines.slice(0, 6).join("")]);
  },
);

Deno.test("shippedRuns() stops a run whose log the database refuses, and leaves nothing behind", async () => {
  const runs = new JobEvents(await tempDir());
  const refusal = Object.assign(new Error("invalid byte sequence"), { code: "22021" });
  const logs: DatabaseLogs = {
    pollMs: 1000,
    next: () => Promise.resolve({ lines: [], number: 0, offset: 0 }),
    append: () => Promise.reject(refusal),
    notes: () => Promise.resolve([]),
    addNote: () => Promise.resolve(),
    sizeOf: () => Promise.resolve(0),
    probe: () => Promise.resolve(),
    watch: () => ({ [Symbol.dispose]() {} }),
  };
  let stopped: unknown;
  const shipped = shippedRuns(async (_job, { signal }) => {
    await append(runs.logPath("a"), sampleLines);
    runs.notify("a");
    while (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, 5));
    stopped = signal.reason;
    return finished();
  }, { runs, logs, onError: fail });
  const claim = { job: { id: "a" }, fence: 1 } as Claim; // as: no more of the job is read
  const context = { signal: new AbortController().signal, claim };
  await assertRejects(() => shipped(claim.job, context), Error, "invalid byte sequence");
  assertEquals(stopped, refusal);
  assertEquals(await exists(runs.runDir("a")), false);
});

postgresTest(
  "a worker that starts removes the runs that it left and others have ended",
  async (postgres) => {
    const url = await jobDatabase(postgres);
    const dataDir = await tempDir();
    const open = () => jobsInDatabase(url, { dataDir, program: "worker", onError: fail });
    const ids = ["ended", "open"];
    {
      await using jobs = await open();
      for (const id of ids) {
        await jobs.store.add({ id, task: "pack", options: {} });
        await Deno.mkdir(jobs.runs.runDir(id), { recursive: true });
      }
      const claim = await jobs.store.claim();
      if (claim !== undefined) await jobs.store.finish(claim, { state: "done" });
    }
    await using jobs = await open();
    const left = await Promise.all(ids.map((id) => exists(jobs.runs.runDir(id))));
    assertEquals(left, [false, true]);
  },
);

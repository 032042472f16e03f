/** A worker whose disk is really full: its jobs wait for space. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { isFinal, type Job } from "../../../src/jobs/job.ts";
import type { JobStore } from "../../../src/jobs/job_store.ts";
import { openDatabase } from "../../../src/database/database.ts";
import { postgresJobStore } from "../../../src/jobs/postgres/postgres_job_store.ts";
import { startWorker } from "../../../src/jobs/postgres/start_worker.ts";
import { messageOf } from "../../../src/message_of.ts";
import { startJobServer } from "../../../src/server/job_server.ts";
import { serverLimits } from "../../../src/server/limits.ts";
import { jobDatabase } from "../../support/job_database.ts";
import { type PostgresServer, postgresTest } from "../../support/postgres.ts";
import { mountSmallDisk, type SmallDisk } from "../../support/small_disk.ts";

const task = new URL("../../../examples/quickstart.ts", import.meta.url).href;

/** Starts something that takes jobs and reports its errors. */
type Start = (place: {
  readonly database: string;
  readonly dataDir: string;
  readonly onError: (error: unknown) => void;
}) => Promise<AsyncDisposable>;

const worker: Start = (place) =>
  startWorker({
    ...place,
    tasks: [task],
    allowSource: false,
    models: [],
    concurrency: 1,
    maxJobConcurrency: 1,
    onJob() {},
    onOutput() {},
    onNote() {},
  });

/** A server whose runs need space on its disk. */
const server: Start = ({ dataDir, ...place }) =>
  startJobServer({
    ...place,
    dataDir,
    offer: { tasks: [{ name: "bin-packing" }], models: [] },
    hostname: "127.0.0.1",
    port: 0,
    limits: serverLimits({}),
    makeRunJob: () => async () => {
      await Deno.writeTextFile(`${dataDir}/big`, "x".repeat(10_000));
      throw new Error("It had space");
    },
  });

async function throughFullDisk(
  postgres: PostgresServer,
  disk: SmallDisk,
  start: Start,
): Promise<Job> {
  const url = await jobDatabase(postgres);
  const notes: string[] = [];
  await using database = await openDatabase(url);
  await using store = await postgresJobStore(database);
  await using _started = await start({
    database: url,
    dataDir: disk.path,
    onError: (error) => notes.push(messageOf(error)),
  });
  disk.fill();
  await store.add({ id: "a", task: "bin-packing", options: { steps: 1 } });
  const { state, attempts } = await until(
    store,
    (job) => job.startedAt !== null && job.state !== "running",
  );
  assertEquals([state, attempts], ["queued", 0]);
  await disk.free();
  const job = await until(store, (job) => isFinal(job.state));
  assertEquals(notes.length, 1);
  assertStringIncludes(notes[0] ?? "", "no job is started here until it has space");
  return job;
}

async function until(store: JobStore, isIt: (job: Job) => boolean): Promise<Job> {
  while (true) {
    const job = await store.get("a");
    if (job !== undefined && isIt(job)) return job;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A test with a small disk. */
function fullDiskTest(
  name: string,
  run: (postgres: PostgresServer, disk: SmallDisk) => Promise<void>,
) {
  postgresTest(name, async (postgres) => {
    const disk = await mountSmallDisk(8192).catch((error) => {
      console.warn(`skipped: cannot mount a small disk: ${error}`);
    });
    if (disk === undefined) return;
    await using _disk = disk;
    await run(postgres, disk);
  });
}

fullDiskTest("a worker gives a job back when its disk is full", async (postgres, disk) => {
  assertEquals((await throughFullDisk(postgres, disk, worker)).state, "done");
});

fullDiskTest(
  "a server of a database gives a job back when its disk is full",
  async (postgres, disk) => {
    const { error } = await throughFullDisk(postgres, disk, server);
    assertEquals(error?.message, "Error: It had space");
  },
);

import { assertEquals, assertRejects } from "@std/assert";
import type { Job } from "../../src/jobs/job.ts";
import { JobEvents } from "../../src/jobs/job_events.ts";
import type { JobStore } from "../../src/jobs/job_store.ts";
import { Retention, type RetentionOptions } from "../../src/jobs/retention.ts";
import { sqliteJobStore } from "../../src/jobs/sqlite_job_store.ts";
import { tempDir } from "../support/temp_dir.ts";

/** A store with jobs that end on these days, each with a run of 1000 bytes, and one that still runs. */
async function storeOf(days: readonly number[], limits: Partial<RetentionOptions>) {
  let now = 0;
  const date = () => new Date(now * 86_400_000);
  const store = sqliteJobStore(":memory:", { now: date });
  const events = new JobEvents(`${await tempDir()}/runs`);
  for (const [place, day] of days.entries()) {
    now = 0;
    await store.add({ id: `job${place}`, task: "pack", options: {} });
    const claim = await store.claim();
    now = day;
    if (claim !== undefined) await store.finish(claim, { state: "done" });
    await writeRun(events, `job${place}`);
  }
  await store.add({ id: "running", task: "pack", options: {} });
  await store.claim();
  await writeRun(events, "running");
  now = 100;
  const options = { store, events, now: date, ...limits };
  return { store, events, retention: new Retention(options), options };
}

async function writeRun(events: JobEvents, id: string): Promise<void> {
  await Deno.mkdir(`${events.runDir(id)}/best`, { recursive: true });
  await Deno.writeTextFile(events.logPath(id), "x".repeat(600));
  await Deno.writeTextFile(`${events.runDir(id)}/best/a.ts`, "x".repeat(400));
}

const idsIn = async (store: JobStore) => (await store.list()).map(({ id }: Job) => id).sort();
const runsIn = async (events: JobEvents) =>
  (await Array.fromAsync(Deno.readDir(events.directory), ({ name }) => name)).sort();

Deno.test("Retention removes the jobs that ended before the days that are kept, with their runs", async () => {
  const { store, events, retention } = await storeOf([50, 89, 91], { keepDays: 10 });
  await using _store = store;
  await retention.apply();
  assertEquals(await idsIn(store), ["job2", "running"]);
  assertEquals(await runsIn(events), ["job2", "running"]);
  await retention.apply();
  assertEquals(await idsIn(store), ["job2", "running"]);
});

Deno.test("Retention removes the job that ended first while ended jobs take too many bytes", async () => {
  const removed: string[] = [];
  const { store, events, retention } = await storeOf([3, 1, 2], {
    keepBytes: 1_999,
    onRemove: ({ id }) => removed.push(id),
  });
  await using _store = store;
  await retention.apply();
  assertEquals(removed, ["job1", "job2"]);
  assertEquals(await runsIn(events), ["job0", "running"]);
});

Deno.test("Retention ends a removal that was cut off, before and after the job was removed", async () => {
  const { store, events, retention } = await storeOf([1, 2, 3], { keepBytes: 10_000 });
  await using _store = store;
  for (const id of ["job0", "job1"]) {
    await Deno.rename(events.runDir(id), `${events.runDir(id)}.removed`);
  }
  await store.remove("job1");
  await retention.resume();
  assertEquals(await idsIn(store), ["job2", "running"]);
  assertEquals(await runsIn(events), ["job2", "running"]);
});

Deno.test("Retention reports a job that cannot be removed, and removes the others", async () => {
  const { store, events, options } = await storeOf([1, 2, 3], { keepDays: 10 });
  await using _store = store;
  const broken: JobStore = {
    ...store,
    remove: (id) => id === "job0" ? Promise.reject(new Error("no right")) : store.remove(id),
  };
  const retention = new Retention({ ...options, store: broken });
  await assertRejects(() => retention.apply(), Error, "no right");
  assertEquals(await idsIn(store), ["job0", "running"]);
  assertEquals(await runsIn(events), ["job0.removed", "running"]);
});

Deno.test("Retention keeps a job whose end is not in the store yet, with its run", async () => {
  const { store, events, options } = await storeOf([], { keepDays: 1 });
  await using _store = store;
  const ended: JobStore = {
    ...store,
    list: async (page) => (await store.list(page)).map((job) => ({ ...job, state: "done" })),
  };
  await new Retention({ ...options, store: ended }).apply();
  assertEquals([await idsIn(store), await runsIn(events)], [["running"], ["running"]]);
});

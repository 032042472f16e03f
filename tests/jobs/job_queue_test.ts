import { assertEquals, assertStringIncludes } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { TaskError } from "../../src/errors.ts";
import { JobQueue } from "../../src/jobs/job_queue.ts";
import type { Claim, JobStore, Renewal } from "../../src/jobs/job_store.ts";
import { sqliteJobStore } from "../../src/jobs/sqlite_job_store.ts";
import { serveApp } from "../server/served_app.ts";
import { sampleRun } from "../support/sample_run.ts";
import { tempDir } from "../support/temp_dir.ts";
import type { FinishedEvent } from "../../src/trainer/event.ts";

const finished = sampleRun().at(-1) as FinishedEvent; // as: the last event of a run

const never = (signal: AbortSignal) =>
  new Promise<never>((_, reject) =>
    signal.addEventListener("abort", () => reject(signal.reason), { once: true })
  );

Deno.test("JobQueue runs one job at a time, in the order they were asked for", async () => {
  const order: string[] = [];
  let atOnce = 0;
  await using served = await serveApp({
    beforeEach: async (index) => {
      if (index === 0) order.push(`begin ${++atOnce}`);
      await Promise.resolve();
      if (index === 20) order.push(`end ${atOnce--}`);
    },
  });
  const jobs = [await served.ask({ task: "pack" }), await served.ask({ task: "pack" })];
  for (const { id } of jobs) await served.until(id, "done");
  assertEquals(order, ["begin 1", "end 1", "begin 1", "end 1"]);
});

Deno.test("JobQueue runs as many jobs at once as it may, and no more", async () => {
  let atOnce = 0;
  let most = 0;
  const full = Promise.withResolvers<void>();
  await using served = await serveApp({
    concurrency: 2,
    beforeEach: async (index) => {
      if (index === 0) most = Math.max(most, ++atOnce);
      if (atOnce === 2) full.resolve();
      await full.promise;
      if (index === 20) atOnce--;
    },
  });
  const jobs = [];
  for (let i = 0; i < 4; i++) jobs.push(await served.ask({ task: "pack" }));
  for (const { id } of jobs) await served.until(id, "done");
  assertEquals(most, 2);
});

Deno.test("JobQueue keeps the error of a failed job", async () => {
  await using served = await serveApp({
    runJob: () =>
      Promise.reject(new TaskError("The guide gave no score", { advice: "Return one." })),
  });
  const { id } = await served.ask({ task: "pack" });
  const job = await served.until(id, "failed");
  assertEquals(job.error, {
    code: "task",
    message: "The guide gave no score",
    advice: "Return one.",
  });
});

Deno.test("JobQueue stops running jobs when it closes, and the next server continues them", async () => {
  const directory = await tempDir();
  const started = Promise.withResolvers<void>();
  let id: string;
  {
    await using served = await serveApp({
      directory,
      runJob: (_, { signal }) => {
        started.resolve();
        return never(signal);
      },
    });
    ({ id } = await served.ask({ task: "pack" }));
    await started.promise;
  }
  await using served = await serveApp({ directory });
  const job = await served.until(id, "done");
  assertEquals(job.attempts, 1);
});

Deno.test("JobQueue tells the end of a cancelled job once, however often it is cancelled", async () => {
  await using store = sqliteJobStore(":memory:");
  const { id } = await store.add({ id: "1", task: "pack", options: {} });
  const told: (string | undefined)[] = [];
  const started = Promise.withResolvers<void>();
  const cancelled = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  await using queue = new JobQueue({
    store,
    runJob: async (_job, { signal }) => {
      await cancelled.promise;
      throw signal.reason;
    },
    onChange: async (id) => {
      const state = (await store.get(id))?.state;
      told.push(state);
      if (state === "running") started.resolve();
      if (state === "cancelled") ended.resolve();
    },
  });
  await queue.open();
  await started.promise;
  for (let i = 0; i < 3; i++) await queue.cancel(id);
  cancelled.resolve();
  await ended.promise;
  assertEquals(told, ["running", "cancelled"]);
});

Deno.test("JobQueue fails a job whose row is damaged, which keeps no other from being shown or run", async () => {
  const path = `${await tempDir()}/jobs.sqlite`;
  await using store = sqliteJobStore(path);
  for (const id of ["1", "2", "3"]) await store.add({ id, task: "pack", options: {} });
  using db = new DatabaseSync(path);
  db.exec("UPDATE jobs SET options = '{' WHERE id = '1'");
  db.exec("UPDATE jobs SET state = 'odd', error = '[1]', options = 'null' WHERE id = '2'");
  const shown = await store.list();
  assertEquals(shown.map(({ state }) => state), ["queued", "failed", "failed"]);
  const message = 'The store of jobs is damaged: its state is "odd", ' +
    "and its options is no JSON object, and its error is no JSON object";
  assertEquals(shown[1]?.error, { code: "damaged", message });
  const ran = Promise.withResolvers<string>();
  await using queue = new JobQueue({
    store,
    runJob: ({ id }) => {
      ran.resolve(id);
      return Promise.reject(new TaskError("enough"));
    },
  });
  await queue.open();
  assertEquals(await ran.promise, "3");
  assertEquals(db.prepare("SELECT state FROM jobs WHERE id = '1'").get()?.state, "failed");
});

Deno.test("JobQueue continues the running jobs of a dead server", async () => {
  const directory = await tempDir();
  let id: string;
  {
    await using served = await serveApp({ directory, runJob: (_, { signal }) => never(signal) });
    await served.queue[Symbol.asyncDispose]();
    ({ id } = await served.store.add({ id: "left", task: "pack", options: {} }));
    await served.store.claim(); // and then the machine lost power
  }
  await using served = await serveApp({ directory });
  assertEquals((await served.until(id, "done")).attempts, 2);
});

Deno.test("JobQueue gives up a job that ended its server three times", async () => {
  const directory = await tempDir();
  {
    await using served = await serveApp({ directory });
    await served.queue[Symbol.asyncDispose]();
    await served.store.add({ id: "poison", task: "pack", options: {} });
    for (let attempt = 1; attempt <= 3; attempt++) {
      await served.store.recover();
      await served.store.claim();
    }
  }
  await using served = await serveApp({ directory });
  const job = await served.until("poison", "failed");
  assertStringIncludes(job.error?.message ?? "", "3 times");
});

/** A store over another one, whose claims tell what a test says; `hear` stands for news of another process. */
function shared(store: JobStore, renewal: () => Renewal) {
  let hear: (id: string | undefined) => void = () => {};
  return {
    hear: (id: string) => hear(id),
    store: {
      ...store,
      renew: () => Promise.resolve(renewal()),
      watch(onChange: typeof hear) {
        hear = onChange;
        return { [Symbol.dispose]() {} };
      },
    },
  };
}

for (
  const [what, renewal, expected] of [
    ["saves nothing of a job that another process has now", {
      isHeld: false,
      traceParent: null,
      isCancelRequested: false,
    }, "running"],
    ["stops a job that another process has cancelled", {
      isHeld: true,
      isCancelRequested: true,
    }, "cancelled"],
  ] as const
) {
  Deno.test(`JobQueue ${what}`, async () => {
    const inner = sqliteJobStore(":memory:");
    const { store, hear } = shared(inner, () => renewal);
    const [started, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const queue = new JobQueue({
      store,
      runJob: async (_, { signal }) => {
        started.resolve();
        try {
          return await never(signal);
        } finally {
          ended.resolve();
        }
      },
    });
    await inner.add({ id: "a", task: "pack", options: {} });
    await queue.open();
    await started.promise;
    hear("a");
    await ended.promise;
    await queue[Symbol.asyncDispose]();
    assertEquals((await inner.get("a"))?.state, expected);
    await inner[Symbol.asyncDispose]();
  });
}

/** A store that gives these claims, one after another, and says that each holds. */
function claimsOf(claims: Claim[]): JobStore {
  const [first] = claims;
  const store: Partial<JobStore> = {
    recover: () => Promise.resolve(),
    watch: () => ({ [Symbol.dispose]() {} }),
    claim: () => Promise.resolve(claims.shift()),
    renew: () => Promise.resolve({ isHeld: true, isCancelRequested: false }),
    finish: () => Promise.resolve(true),
    release: () => Promise.resolve(),
    cancel: () => Promise.resolve(first && { ...first.job, isCancelRequested: true }),
  };
  return store as JobStore; // as: the queue asks for no more
}

const claimOf = (id: string, fence: number) => ({ job: { id, attempts: 1 }, fence }) as Claim; // as: no more is read

/** Lets everything go on that waits for nothing outside. */
const settle = () => new Promise((resolve) => setTimeout(resolve));

Deno.test("JobQueue ends its own run of a job that it is given again, and then begins the next", async () => {
  const log: string[] = [];
  const ends = new Map<number, () => void>();
  await using queue = new JobQueue({
    store: claimsOf([claimOf("a", 1), claimOf("a", 2)]),
    concurrency: 2,
    runJob: async (_, { claim: { fence }, signal }) => {
      log.push(`begin ${fence}`);
      signal.addEventListener("abort", () => log.push(`${signal.reason.name} ${fence}`));
      await new Promise<void>((resolve) => ends.set(fence, resolve));
      log.push(`end ${fence}`);
      return finished;
    },
  });
  await queue.open();
  await settle();
  assertEquals(log, ["begin 1", "Lost 1"]);
  ends.get(1)?.();
  await settle();
  assertEquals(log.slice(2), ["end 1", "begin 2"]);
  await queue.cancel("a");
  assertEquals(log.at(-1), "Cancelled 2");
  ends.get(2)?.();
});

Deno.test("JobQueue gives a job back whose earlier run here does not stop, which keeps its place", async () => {
  const claims = [claimOf("a", 1), claimOf("a", 2)];
  const [, second] = claims;
  const released = Promise.withResolvers<Claim>();
  const reported = Promise.withResolvers<unknown>();
  const begun: number[] = [];
  const stuck = Promise.withResolvers<void>();
  const store: JobStore = {
    ...claimsOf(claims),
    release: (claim) => Promise.resolve(released.resolve(claim)),
  };
  await using queue = new JobQueue({
    store,
    concurrency: 2,
    drainMs: 1,
    onError: reported.resolve,
    runJob: async (_, { claim }) => {
      begun.push(claim.fence);
      await stuck.promise;
      return finished;
    },
  });
  await queue.open();
  assertEquals(await released.promise, second);
  assertStringIncludes(String(await reported.promise), "did not stop within 0.001 s");
  claims.push(claimOf("b", 1), claimOf("c", 1));
  queue.wake();
  await settle();
  assertEquals([begun, claims.length], [[1, 1], 1], "the stuck run leaves one place for others");
  stuck.resolve();
  await settle();
  assertEquals(begun, [1, 1, 1]);
});

Deno.test("JobQueue starts a job that is added while it finds that there is none", async () => {
  for (let ticks = 0; ticks < 15; ticks++) {
    const claims: Claim[] = [];
    let starts = 0;
    await using queue = new JobQueue({
      store: claimsOf(claims),
      runJob: () => Promise.resolve((starts++, finished)),
    });
    await queue.open();
    await settle();
    queue.wake(); // a claim that finds nothing
    for (let tick = 0; tick < ticks; tick++) await Promise.resolve();
    claims.push(claimOf("a", 1));
    queue.wake();
    await settle();
    assertEquals(starts, 1, `${ticks} ticks after the last look`);
  }
});

/**
 * What every job store must do; each implementation runs this suite.
 *
 * @module
 */
import { assertEquals, assertRejects } from "@std/assert";
import { damageOf } from "../../src/jobs/job_row.ts";
import type { Claim, JobStore } from "../../src/jobs/job_store.ts";
import { QueueFullError } from "../../src/jobs/queue_full_error.ts";

/** An empty store. */
export interface StoreUnderTest {
  readonly store: JobStore;
  /** Opens the same one again, as another process does: what was kept must still be there. */
  readonly reopen: () => Promise<JobStore>;
  /** Makes the claims of all processes void, as if they had died long ago, and calls `recover` of a living one. */
  readonly leaseEnds: (living: JobStore) => Promise<void>;
  /** Writes into the row of a job, as another program does. @param change of columns, as SQL */
  readonly damage: (id: string, change: string) => Promise<void>;
}

const deep = `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;

/** What is written into the row of a job that waits, and the column at fault. */
const attacks: Readonly<Record<string, string>> = {
  "options = 'no JSON'": "options",
  "options = 'null'": "options",
  "options = '[]'": "options",
  "options = '7'": "options",
  [`options = '${deep}'`]: "options",
  [`options = '{"a":"${"x".repeat(2_000_000)}"}'`]: "options",
  "result = 'no JSON'": "result",
  [`result = '${deep}'`]: "result",
  "result = '-1'": "result",
};

/** Registers the suite as tests, each with a store of its own. */
export function jobStoreConformance(
  name: string,
  register: (name: string, run: (under: StoreUnderTest) => Promise<void>) => void,
): void {
  const job = (id: string) => ({ id, task: "pack", options: { steps: 3 } });
  const it = (what: string, run: (store: JobStore, under: StoreUnderTest) => Promise<void>) =>
    register(`${name} ${what}`, async (under) => {
      await using store = under.store;
      await run(store, under);
    });

  it("gives back a job as it was added", async (store) => {
    const added = await store.add(job("a"));
    assertEquals(await store.get("a"), added);
    assertEquals([added.task, added.options, added.state], ["pack", { steps: 3 }, "queued"]);
    assertEquals([added.attempts, added.isCancelRequested, added.result], [0, false, null]);
    assertEquals(await store.get("b"), undefined);
  });

  it("refuses an id that is taken", async (store) => {
    await store.add(job("a"));
    await assertRejects(() => store.add(job("a")));
  });

  it(
    "makes one job for an idempotency key, also for requests at the same time",
    async (store, under) => {
      const requests = ["a", "b", "c"].map((id) => store.add({ ...job(id), idempotencyKey: "k" }));
      const added = await Promise.all(requests);
      const [{ id = "" } = {}] = added;
      assertEquals(added.map(({ id }) => id), [id, id, id]);
      assertEquals((await store.list()).length, 1);
      await store.add({ ...job("d"), idempotencyKey: "other" });
      await store.add(job("e"));
      await using later = await under.reopen();
      assertEquals((await later.withKey("k"))?.id, id);
      assertEquals((await later.add({ ...job("f"), idempotencyKey: "k" })).id, id);
      assertEquals(await later.withKey("none"), undefined);
    },
  );

  it("can be probed any number of times", async (store) => {
    for (let i = 0; i < 3; i++) await store.probe();
    assertEquals(await store.list(), []);
  });

  it("lists newest first, page by page", async (store) => {
    for (const id of ["a", "b", "c"]) await store.add(job(id));
    const ids = async (page: Parameters<JobStore["list"]>[0]) =>
      (await store.list(page)).map(({ id }) => id);
    assertEquals(await ids({}), ["c", "b", "a"]);
    assertEquals(await ids({ limit: 2 }), ["c", "b"]);
    assertEquals(await ids({ limit: 2, before: "b" }), ["a"]);
    assertEquals(await ids({ before: "nobody" }), []);
  });

  it("lets each job be claimed once, oldest first", async (store) => {
    for (const id of ["a", "b"]) await store.add(job(id));
    const claims = await Promise.all([store.claim(), store.claim(), store.claim()]);
    assertEquals(claims.map((claimed) => claimed?.job.id).toSorted(), ["a", "b", undefined]);
    assertEquals(claims.map((claimed) => claimed?.job.state).toSorted(), [
      ...["running", "running", undefined],
    ]);
    assertEquals((await store.get("a"))?.attempts, 1);
  });

  it("never changes a job that has ended", async (store) => {
    await store.add(job("a"));
    const claim = await claimed(store);
    const isSaved = await store.finish(claim, {
      state: "failed",
      error: { code: "task", message: "no" },
    });
    assertEquals(isSaved, true);
    const ended = await store.get("a");
    assertEquals(await store.finish(claim, { state: "done" }), false);
    assertEquals(await store.renew(claim), { isHeld: false, isCancelRequested: false });
    await store.cancel("a");
    await store.release(claim);
    await store.recover();
    assertEquals(await store.get("a"), ended);
    assertEquals(ended?.error, { code: "task", message: "no" });
  });

  it("cancels a queued job at once and marks a running one", async (store) => {
    for (const id of ["a", "b"]) await store.add(job(id));
    await store.claim();
    const [running, queued] = [await store.cancel("a"), await store.cancel("b")];
    assertEquals([running?.state, running?.isCancelRequested], ["running", true]);
    assertEquals([queued?.state, queued?.isCancelRequested], ["cancelled", true]);
    assertEquals(await store.claim(), undefined);
    assertEquals(await store.cancel("nobody"), undefined);
  });

  it("gives a released job its place and its attempt back", async (store) => {
    for (const id of ["a", "b"]) await store.add(job(id));
    await store.release(await claimed(store));
    const { job: again } = await claimed(store);
    assertEquals([again.id, again.attempts], ["a", 1]);
  });

  it("takes no change by a claim that was lost", async (store, under) => {
    await store.add(job("a"));
    const lost = await claimed(store);
    assertEquals(await store.renew(lost), { isHeld: true, isCancelRequested: false });
    await using later = await under.reopen();
    await under.leaseEnds(later);
    const held = await claimed(later);
    assertEquals([held.job.id, held.fence > lost.fence], ["a", true]);
    assertEquals(await later.renew(lost), { isHeld: false, isCancelRequested: false });
    assertEquals(await later.finish(lost, { state: "done" }), false);
    await later.release(lost);
    assertEquals((await later.get("a"))?.state, "running");
    await later.cancel("a");
    assertEquals(await later.renew(held), { isHeld: true, isCancelRequested: true });
    assertEquals(await later.finish(held, { state: "cancelled" }), true);
  });

  it("keeps the source of a job, its name, its holder and its trace", async (store, under) => {
    const source = { files: { "task.ts": "export default 1", "b.ts": "" }, entry: "task.ts" };
    const named = {
      name: "mine",
      holder: "ann",
      traceParent: `00-${"1".repeat(32)}-${"2".repeat(16)}-01`,
    };
    const added = await store.add({ ...job("a"), task: source, ...named });
    await store.add(job("b"));
    assertEquals([added.name, added.task, added.holder], ["mine", null, "ann"]);
    assertEquals(added.sourceHash?.length, 64);
    await using later = await under.reopen();
    assertEquals(await later.source("a"), source);
    assertEquals(await later.source("b"), undefined);
    const [one, other] = [await later.get("a"), await later.get("b")];
    assertEquals([one?.traceParent, other?.traceParent, other?.name], [
      ...[named.traceParent, null, "pack"],
    ]);
  });

  it("keeps the jobs and the keys of holders apart", async (store) => {
    for (const [id, holder] of [["a", "ann"], ["b", "bob"], ["c", null]] as const) {
      const made = await store.add({ ...job(id), holder, idempotencyKey: "k" });
      assertEquals(made.id, id);
      assertEquals((await store.withKey("k", holder))?.id, id);
    }
    assertEquals((await store.list({ holder: "ann" })).map(({ id }) => id), ["a"]);
    assertEquals((await store.list()).length, 3);
    assertEquals((await store.count()).queued, 3);
  });

  it("removes a job that has ended, and no other", async (store) => {
    for (const id of ["a", "b"]) await store.add(job(id));
    await store.finish(await claimed(store), { state: "done" });
    for (const id of ["a", "b", "nobody"]) await store.remove(id);
    assertEquals((await store.list()).map(({ id }) => id), ["b"]);
  });

  it(
    "lets jobs of a dead server be claimed again, and cancels what was to be",
    async (store, under) => {
      for (const id of ["a", "b", "c"]) await store.add(job(id));
      for (let i = 0; i < 2; i++) await store.claim();
      await store.cancel("b");
      await using later = await under.reopen();
      await under.leaseEnds(later);
      const claims = await allClaims(later);
      assertEquals(claims.map(({ job }) => job.id).sort(), ["a", "c"]);
      assertEquals(claims.map(({ job }) => job.attempts).sort(), [1, 2]);
      assertEquals((await later.get("b"))?.state, "cancelled");
    },
  );

  it(
    "lets each of many jobs be claimed once by several processes at the same time",
    async (store, under) => {
      const ids = Array.from({ length: 12 }, (_, i) => `job ${i}`);
      await Promise.all(ids.map((id) => store.add(job(id))));
      await using other = await under.reopen();
      const claims = await Promise.all([allClaims(store), allClaims(other), allClaims(store)]);
      assertEquals(claims.flat().map(({ job }) => job.id).sort(), ids.sort());
    },
  );

  it("gives a worker only what it can run", async (store) => {
    const source = { files: { "task.ts": "" }, entry: "task.ts" };
    await store.add({ ...job("a"), task: "other" });
    await store.add({ ...job("b"), task: source });
    await store.add(job("c"));
    const next = async (tasks: readonly string[], sources: boolean) =>
      (await store.claim({ tasks, sources }))?.job.id;
    assertEquals(await next([], false), undefined);
    assertEquals(await next(["pack"], true), "b");
    assertEquals(await next(["pack"], false), "c");
    assertEquals(await next(["pack"], true), undefined);
    assertEquals((await claimed(store)).job.id, "a");
  });

  it("ends a job that is released after its cancel", async (store) => {
    await store.add(job("a"));
    const claim = await claimed(store);
    await store.cancel("a");
    await store.release(claim);
    assertEquals((await store.get("a"))?.state, "cancelled");
    assertEquals(await store.claim(), undefined);
  });

  it("survives any text, in jobs and in questions", async (store) => {
    const name = "\0 \uD800 ' \" \\ \u2028 ü";
    const options = { optimizer: name as "opro" }; // as: a store takes any text
    await store.add({ ...job("a"), name, options, idempotencyKey: "k" });
    assertEquals((await store.get("a"))?.options, options);
    assertEquals(await store.get("\0"), undefined);
    assertEquals(await store.cancel("'; --\0"), undefined);
    assertEquals(await store.list({ before: "\0", holder: "\0" }), []);
    assertEquals(await store.withKey("\0"), undefined);
  });

  it("passes over the jobs of a holder who has as many running as may, and no others", async (store) => {
    const add = (id: string, holder: string | null, maxRunning?: number) =>
      store.add({ ...job(id), holder, maxRunning });
    for (const id of ["a1", "a2", "a3"]) await add(id, "ann", 1);
    for (const id of ["b1", "b2"]) await add(id, "bea", 2);
    await add("o1", null);
    const claims = [];
    for (let i = 0; i < 5; i++) claims.push(await store.claim());
    assertEquals(claims.map((claim) => claim?.job.id), ["a1", "b1", "b2", "o1", undefined]);
    const [first] = claims;
    if (first !== undefined) await store.finish(first, { state: "done" });
    assertEquals((await store.claim())?.job.id, "a2");
    assertEquals(await store.claim(), undefined);
  });

  it("starts no more jobs of a holder than may run, also for claims at the same time", async (store) => {
    for (const id of ["a", "b", "c", "d"]) {
      await store.add({ ...job(id), holder: "ann", maxRunning: 2 });
    }
    const claims = await Promise.all(Array.from({ length: 4 }, () => store.claim()));
    assertEquals(claims.filter((claim) => claim !== undefined).length, 2);
  });

  it(
    "lets the only job that a holder may run be claimed again when its server is dead",
    async (store, under) => {
      for (const id of ["a", "b"]) await store.add({ ...job(id), holder: "ann", maxRunning: 1 });
      await claimed(store);
      await using later = await under.reopen();
      await under.leaseEnds(later);
      assertEquals((await allClaims(later)).map(({ job }) => job.id), ["a"]);
    },
  );

  it("shows a holder nothing of the jobs of others, also where a page begins at one", async (store) => {
    for (
      const [id, holder] of [["a1", "ann"], ["b1", "bea"], ["o1", null], ["a2", "ann"]] as const
    ) {
      await store.add({ ...job(id), holder });
    }
    assertEquals((await store.get("a1", "ann"))?.id, "a1");
    for (const id of ["b1", "o1", "none"]) assertEquals(await store.get(id, "ann"), undefined);
    assertEquals((await store.get("b1"))?.id, "b1");
    const list = async (holder?: string, before?: string) =>
      (await store.list({ holder, ...(before === undefined ? {} : { before }) }))
        .map(({ id }) => id);
    assertEquals(await list(), ["a2", "o1", "b1", "a1"]);
    assertEquals(await list("ann"), ["a2", "a1"]);
    assertEquals(await list("ann", "a2"), ["a1"]);
    for (const before of ["b1", "o1", "none"]) assertEquals(await list("ann", before), []);
  });

  it(
    "refuses a job when as many wait as may, also for processes that add at the same time",
    async (store, under) => {
      await using other = await under.reopen();
      const limits = { maxQueued: 3, maxOwnQueued: 2 };
      await store.add({ ...job("key"), ...limits, idempotencyKey: "k" });
      await store.add({ ...job("ann"), ...limits, holder: "ann" });
      const added = await Promise.allSettled(
        Array.from(
          { length: 8 },
          (_, i) =>
            (i % 2 === 0 ? store : other).add({ ...job(`b${i}`), ...limits, holder: "bob" }),
        ),
      );
      assertEquals(added.filter(({ status }) => status === "fulfilled").length, 1);
      assertEquals((await store.count()).queued, 3);
      const full = (holder: string) =>
        assertRejects(() => store.add({ ...job("x"), ...limits, holder }), QueueFullError);
      assertEquals((await full("bob")).isHoldersOwn, false);
      await store.cancel("ann");
      await other.add({ ...job("b8"), ...limits, holder: "bob" });
      assertEquals((await full("bob")).isHoldersOwn, true);
      const again = await store.add({ ...job("x"), ...limits, idempotencyKey: "k" });
      assertEquals(again.id, "key");
      assertEquals(await store.get("x"), undefined);
    },
  );

  it(
    "shows a damaged job as failed with the names of its columns, and others start",
    async (store, { damage }) => {
      for (const [attack, column] of Object.entries(attacks)) {
        const what = attack.slice(0, 30);
        for (const id of [`bad ${what}`, `good ${what}`]) await store.add(job(id));
        await damage(`bad ${what}`, attack);
        const shown = await store.get(`bad ${what}`);
        assertEquals([shown?.state, shown?.error?.code], ["failed", "damaged"], what);
        assertEquals(shown?.error?.message.includes(column), true, what);
        assertEquals((await store.list()).length > 0, true);
        const [bad, good, none] = [await store.claim(), await store.claim(), await store.claim()];
        assertEquals(bad && damageOf(bad.job), shown?.error, what); // the queue ends it
        assertEquals([good?.job.id, none], [`good ${what}`, undefined], what);
      }
    },
  );

  it("starts a job whose number of starts is none, or the last", async (store, { damage }) => {
    for (const change of ["attempts = 2147483647", "fence = 2147483647", "fence = -7"]) {
      for (const id of ["bad", "good"]) await store.add(job(`${id} ${change}`));
      await damage(`bad ${change}`, change);
      assertEquals((await store.get(`bad ${change}`))?.state, "queued");
      const [bad, good] = await allClaims(store);
      assertEquals([bad?.job.id, good?.job.id], [`bad ${change}`, `good ${change}`]);
      assertEquals(bad && await store.finish(bad, { state: "done" }), true);
    }
  });

  it("does not start a job of an unknown state", async (store, { damage }) => {
    for (const [i, state] of ["sleeping", "x".repeat(100_000), ""].entries()) {
      for (const id of ["bad", "good"]) await store.add(job(`${id} ${i}`));
      await damage(`bad ${i}`, `state = '${state}', error = 'x'`);
      assertEquals((await allClaims(store)).map(({ job }) => job.id), [`good ${i}`]);
      const shown = await store.get(`bad ${i}`);
      assertEquals([shown?.state, shown?.error?.code], ["failed", "damaged"]);
      assertEquals((shown?.error?.message.length ?? 0) < 1_000, true);
    }
  });

  it("counts jobs by state", async (store) => {
    for (const id of ["a", "b", "c"]) await store.add(job(id));
    await store.claim();
    await store.cancel("c");
    assertEquals(await store.count(), { queued: 1, running: 1, done: 0, failed: 0, cancelled: 1 });
  });
}

/** Starts jobs until none is left. */
async function allClaims(store: JobStore): Promise<readonly Claim[]> {
  const claims: Claim[] = [];
  for (let claim; (claim = await store.claim()) !== undefined;) claims.push(claim);
  return claims;
}

/** The oldest queued job, started. */
async function claimed(store: JobStore): Promise<Claim> {
  const claim = await store.claim();
  if (claim === undefined) throw new Error("no job is queued");
  return claim;
}

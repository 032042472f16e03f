/**
 * What every job store must do; each implementation runs this suite.
 *
 * @module
 */
import { assertEquals, assertRejects } from "@std/assert";
import type { Claim, JobStore } from "../../src/jobs/job_store.ts";

/** Makes an empty store, and opens the same one again: what was kept must still be there. */
export interface StoreUnderTest {
  readonly store: JobStore;
  readonly reopen: () => Promise<JobStore>;
}

/** Registers the suite as tests under a name. */
export function jobStoreConformance(name: string, make: () => Promise<StoreUnderTest>): void {
  const job = (id: string) => ({ id, task: "pack", options: { steps: 3 } });
  const it = (what: string, run: (store: JobStore, under: StoreUnderTest) => Promise<void>) =>
    Deno.test(`${name} ${what}`, async () => {
      const under = await make();
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
      assertEquals(added.map(({ id }) => id), ["a", "a", "a"]);
      assertEquals((await store.list()).length, 1);
      await store.add({ ...job("d"), idempotencyKey: "other" });
      await store.add(job("e"));
      await using later = await under.reopen();
      assertEquals((await later.withKey("k"))?.id, "a");
      assertEquals((await later.add({ ...job("f"), idempotencyKey: "k" })).id, "a");
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
    assertEquals(claims.map((claimed) => claimed?.job.state), ["running", "running", undefined]);
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
    await later.recover();
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

  it("keeps the source of a job, its name and its holder", async (store, under) => {
    const source = { files: { "task.ts": "export default 1", "b.ts": "" }, entry: "task.ts" };
    const added = await store.add({ ...job("a"), task: source, name: "mine", holder: "ann" });
    await store.add(job("b"));
    assertEquals([added.name, added.task, added.holder], ["mine", null, "ann"]);
    assertEquals(added.sourceHash?.length, 64);
    await using later = await under.reopen();
    assertEquals(await later.source("a"), source);
    assertEquals(await later.source("b"), undefined);
    assertEquals((await later.get("b"))?.name, "pack");
  });

  it("passes over the jobs of a holder who has as many running as may", async (store) => {
    const add = (id: string, holder: string | null, maxRunning?: number) =>
      store.add({ ...job(id), holder, maxRunning });
    for (const id of ["a1", "a2", "a3"]) await add(id, "ann", 1);
    for (const id of ["b1", "b2"]) await add(id, "bob", 2);
    await add("c1", null);
    const claims: (Claim | undefined)[] = [];
    for (let i = 0; i < 5; i++) claims.push(await store.claim());
    assertEquals(claims.map((claim) => claim?.job.id), ["a1", "b1", "b2", "c1", undefined]);
    const [first] = claims;
    if (first !== undefined) await store.finish(first, { state: "done" });
    assertEquals((await store.claim())?.job.id, "a2");
    assertEquals(await store.claim(), undefined);
  });

  it("shows a holder nothing of the jobs of others", async (store) => {
    for (
      const [id, holder] of [["a1", "ann"], ["b1", "bob"], ["c1", null], ["a2", "ann"]] as const
    ) {
      await store.add({ ...job(id), holder });
    }
    assertEquals((await store.get("a1", "ann"))?.id, "a1");
    for (const id of ["b1", "c1", "none"]) assertEquals(await store.get(id, "ann"), undefined);
    const page = async (before: string) =>
      (await store.list({ holder: "ann", before })).map(({ id }) => id);
    assertEquals(await page("a2"), ["a1"]);
    for (const before of ["b1", "c1", "none"]) assertEquals(await page(before), []);
  });

  it("keeps the jobs and the keys of holders apart", async (store) => {
    for (const [id, holder] of [["a", "ann"], ["b", "bob"], ["c", null]] as const) {
      const made = await store.add({ ...job(id), holder, idempotencyKey: "k" });
      assertEquals(made.id, id);
      assertEquals((await store.withKey("k", holder))?.id, id);
    }
    assertEquals((await store.list({ holder: "ann" })).map(({ id }) => id), ["a"]);
    assertEquals((await store.list()).length, 3);
    assertEquals([(await store.count("bob")).queued, (await store.count()).queued], [1, 3]);
  });

  it("removes a job that has ended, and no other", async (store) => {
    for (const id of ["a", "b"]) await store.add(job(id));
    await store.finish(await claimed(store), { state: "done" });
    for (const id of ["a", "b", "nobody"]) await store.remove(id);
    assertEquals((await store.list()).map(({ id }) => id), ["b"]);
  });

  it("queues what a dead server left running, and cancels what was to be", async (store, under) => {
    for (const id of ["a", "b", "c"]) await store.add(job(id));
    await store.claim();
    await store.claim();
    await store.cancel("b");
    await using later = await under.reopen();
    await later.recover();
    const states = await Promise.all(
      ["a", "b", "c"].map(async (id) => (await later.get(id))?.state),
    );
    assertEquals(states, ["queued", "cancelled", "queued"]);
    assertEquals((await claimed(later)).job.attempts, 2);
  });

  it("counts jobs by state", async (store) => {
    for (const id of ["a", "b", "c"]) await store.add(job(id));
    await store.claim();
    await store.cancel("c");
    assertEquals(await store.count(), { queued: 1, running: 1, done: 0, failed: 0, cancelled: 1 });
  });
}

/** The oldest queued job, started. */
async function claimed(store: JobStore): Promise<Claim> {
  const claim = await store.claim();
  if (claim === undefined) throw new Error("no job is queued");
  return claim;
}

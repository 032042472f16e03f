/**
 * What every job store must do with the spending of holders; each implementation runs this suite.
 *
 * @module
 */
import { assert, assertEquals, assertRejects } from "@std/assert";
import type { JobOptions } from "../../src/jobs/job.ts";
import type { JobStore } from "../../src/jobs/job_store.ts";
import { type Amounts, maxDays, SpentError } from "../../src/jobs/spending.ts";
import type { StoreUnderTest } from "./job_store_conformance.ts";

const limit = { days: 1, usd: 5, evaluations: 100 };
const dayMs = 86_400_000;
const since = () => new Date(Date.now() - dayMs);
const spent: Amounts = { calls: 3, tokens: 40, usd: 2, seconds: 7, evaluations: 60 };

/** Registers the suite as tests, each with a store of its own. */
export function spendingConformance(
  name: string,
  register: (name: string, run: (under: StoreUnderTest) => Promise<void>) => void,
): void {
  const it = (what: string, run: (store: JobStore, under: StoreUnderTest) => Promise<void>) =>
    register(`${name} ${what}`, async (under) => {
      await using store = under.store;
      await run(store, under);
    });
  const job = (id: string, budget: JobOptions["budget"] = {}) => ({
    ...{ id, task: "pack", holder: "ann", spending: limit },
    options: { budget },
  });
  async function end(store: JobStore, id: string, amounts?: Amounts): Promise<void> {
    const claim = await store.claim();
    assert(claim?.job.id === id);
    await store.finish(claim, { state: "failed" });
    const endedAt = (await store.get(id))?.finishedAt ?? "";
    if (amounts) await store.spending.book({ job: id, holder: "ann", endedAt, ...amounts });
  }

  it("lowers the budget of a job to what its holder has left, and keeps what was asked", async (store) => {
    await store.add(job("a", { usd: 3, evaluations: 70 }));
    const second = await store.add(job("b", { usd: 3, evaluations: 10, calls: 9 }));
    assertEquals(second.options.budget, { usd: 2, evaluations: 10, calls: 9 });
    assertEquals(await store.asked("b"), job("b", { usd: 3, evaluations: 10, calls: 9 }).options);
    assertEquals(await store.asked("none"), undefined);
    const error = await assertRejects(() => store.add(job("c", { usd: 1 })), SpentError);
    assertEquals([error.amounts, error.account.reserved.usd], [["usd"], 5]);
    assertEquals(await store.get("c"), undefined);
    await store.add(job("d", { usd: 0 })); // it asks for nothing of what is spent
    await store.add({ ...job("e"), holder: "bea" });
  });

  it("gives a job that bounds no evaluations a quarter of the limit, or what is left", async (store) => {
    const budgetOf = async (id: string, budget: JobOptions["budget"]) =>
      (await store.add(job(id, budget))).options.budget;
    assertEquals(await budgetOf("a", { usd: 0 }), { usd: 0, evaluations: 25 });
    assertEquals(await budgetOf("b", { usd: 0, evaluations: 60 }), { usd: 0, evaluations: 60 });
    assertEquals(await budgetOf("c", { usd: 0 }), { usd: 0, evaluations: 15 });
    await assertRejects(() => store.add(job("d", { usd: 0 })), SpentError);
  });

  it("refuses a job that asks for no seconds when none are left, because each takes some", async (store) => {
    const ofSeconds = (id: string, seconds: number) =>
      store.add({ ...job(id, { seconds, evaluations: 1 }), spending: { days: 1, seconds: 60 } });
    await ofSeconds("a", 60);
    const error = await assertRejects(() => ofSeconds("b", 0), SpentError);
    assertEquals(error.amounts, ["seconds"]);
  });

  it("lets no jobs at the same time reserve the same rest", async (store, under) => {
    await using other = await under.reopen();
    const added = await Promise.allSettled(
      Array.from(
        { length: 50 },
        (_, i) => (i % 2 ? store : other).add(job(`${i}`, { usd: 1, evaluations: 3 })),
      ),
    );
    const jobs = added.flatMap((one) => one.status === "fulfilled" ? [one.value] : []);
    const refusals = added.flatMap((one) => one.status === "rejected" ? [one.reason] : []);
    assertEquals([jobs.length, refusals.length], [5, 45]);
    assert(refusals.every((reason) => reason instanceof SpentError));
    assertEquals((await store.spending.account("ann", since())).reserved.usd, 5);
  });

  it("counts a job with its budget until its spending is booked, once", async (store) => {
    await store.add(job("a", { usd: 3, evaluations: 70 }));
    await end(store, "a");
    assertEquals((await store.spending.account("ann", since())).reserved.usd, 3);
    assertEquals(await store.spending.unbooked("ann"), ["a"]);
    const entry = { job: "a", holder: "ann", endedAt: new Date().toISOString() };
    await store.spending.book({ ...entry, ...spent });
    await store.spending.book({ ...entry, ...spent, usd: 4 });
    const account = await store.spending.account("ann", since());
    assertEquals([account.spent, account.reserved.usd], [spent, 0]);
    assertEquals(await store.spending.unbooked("ann"), []);
  });

  it("books a job that was cancelled before its start", async (store) => {
    await store.add(job("a"));
    await store.cancel("a");
    assertEquals(await store.spending.unbooked("ann"), ["a"]);
  });

  it(
    "keeps spending when its job is removed, and until it can no longer count",
    async (store, under) => {
      await store.add(job("a", { usd: 3 }));
      await end(store, "a", spent);
      await store.remove("a");
      await using later = await under.reopen();
      assertEquals((await later.spending.account("ann", since())).spent, spent);
      const old = new Date(Date.now() - (maxDays + 1) * dayMs).toISOString();
      await store.spending.book({ job: "old", holder: "ann", endedAt: old, ...spent });
      const listed = await store.spending.list("ann", new Date(0));
      assertEquals(listed.map(({ job, usd }) => [job, usd]), [["a", 2]]);
    },
  );

  it("counts what ended in the window, of the holder alone", async (store) => {
    const ago = (days: number) => new Date(Date.now() - days * dayMs).toISOString();
    for (
      const [job, holder, endedAt] of [
        ...[["a", "ann", ago(2)], ["b", "ann", ago(0.5)], ["c", "bea", ago(0.1)]] as const,
        ...[["d", null, ago(0.2)]] as const,
      ]
    ) {
      await store.spending.book({ job, holder, endedAt, ...spent });
    }
    const usd = async (holder: string | null, from: Date) =>
      (await store.spending.account(holder, from)).spent.usd;
    assertEquals(await usd("ann", since()), 2);
    assertEquals(await usd("ann", new Date(ago(3))), 4);
    assertEquals([await usd("bea", since()), await usd(null, since())], [2, 2]);
    assertEquals((await store.spending.list("ann", new Date(0))).map(({ job }) => job), ["a", "b"]);
    assertEquals((await store.spending.list(null, since()))[0]?.holder, null);
  });

  it("gives one job for an idempotency key, also when it has taken the rest", async (store) => {
    const request = (id: string) => store.add({ ...job(id), idempotencyKey: "k" });
    const [one, two] = await Promise.all([request("a"), request("b")]);
    assertEquals(one.id, two.id);
    assertEquals((await request("c")).id, one.id);
  });
}

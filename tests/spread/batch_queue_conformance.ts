/**
 * What every batch queue must do.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import type { BatchQueue, BatchWorker, OfferedRun } from "../../src/spread/batch_queue.ts";

/** Registers a test of an empty queue. */
export type QueueTest = (name: string, test: (queue: BatchQueue) => Promise<void>) => void;

const lease = { leaseMs: 60_000, maxAttempts: 3 };
/** Every worker is dead at once. */
const noLease = { leaseMs: -1, maxAttempts: 2 };

/** A run of an identity of its own, so that the tests may share a database. */
function newRun(identity = crypto.randomUUID().replaceAll("-", "").repeat(2)): OfferedRun {
  return { id: crypto.randomUUID(), task: "task", identity, plan: "{}" };
}

function newWorker({ identity }: OfferedRun, slots = 1): BatchWorker {
  return { id: crypto.randomUUID(), identity, slots };
}

/** Registers the tests. */
export function testBatchQueue(name: string, test: QueueTest): void {
  test(`${name}: a batch goes to one worker, and its result to the run once`, async (queue) => {
    const run = newRun();
    await queue.survey(run, lease);
    await queue.send(run, [{ number: 1, content: "one" }, { number: 2, content: "two 𝄞" }]);
    const [left, right] = [newWorker(run, 2), newWorker(run)];
    for (const worker of [left, right]) await queue.join(worker);
    const first = await queue.next(left);
    const second = await queue.next(right);
    assertEquals(first.claim, { run: run.id, number: 1, fence: 1, content: "one" });
    assertEquals(second.claim?.content.slice(0, 4), "two ");
    assertEquals((await queue.next(left)).claim, undefined);
    const survey = await queue.survey(run, lease);
    assertEquals([survey.slots, survey.workers], [3, 2]);
    assertEquals([...survey.batches.values()].map(({ state }) => state), ["running", "running"]);
    const done = await queue.next(left, { claim: first.claim!, result: "1" });
    assert(done.isKept);
    assertEquals(await queue.collect(run.id, []), [{ number: 1, result: "1" }]);
    assertEquals(await queue.collect(run.id, [1]), []);
    assertEquals([...(await queue.survey(run, lease)).batches.keys()], [2]);
    await queue.remove(run.id);
    assertEquals((await queue.survey(run, lease)).batches.size, 0);
  });

  test(`${name}: workers get batches of their identity only`, async (queue) => {
    const [run, other] = [newRun(), newRun()];
    const worker = newWorker(other);
    await queue.survey(run, lease);
    await queue.send(run, [{ number: 1, content: "" }]);
    assertEquals((await queue.next(worker)).isKnown, false);
    await queue.join(worker);
    assertEquals(await queue.next(worker), { isKept: false, isKnown: true, claim: undefined });
    assertEquals((await queue.survey(run, lease)).slots, 0);
  });

  test(`${name}: a dead worker's batch goes to another, and its late result is refused`, async (queue) => {
    const run = newRun();
    const [dead, other] = [newWorker(run), newWorker(run)];
    await queue.survey(run, lease);
    await queue.send(run, [{ number: 1, content: "" }]);
    for (const worker of [dead, other]) await queue.join(worker);
    const late = (await queue.next(dead)).claim!;
    const survey = await queue.survey(run, noLease);
    assertEquals([survey.slots, survey.batches.get(1)?.state], [0, "queued"]);
    assertEquals((await queue.next(other)).claim, undefined, "it waits before it is tried again");
    const claim = await claimed(queue, other);
    assertEquals(claim.fence, 2);
    assertEquals((await queue.next(dead, { claim: late, result: "late" })).isKept, false);
    assert((await queue.next(other, { claim, result: "kept" })).isKept);
    assertEquals((await queue.next(other, { claim, result: "twice" })).isKept, false);
    assertEquals(await queue.collect(run.id, []), [{ number: 1, result: "kept" }]);
  });

  test(`${name}: a batch that ends its workers is parked`, async (queue) => {
    const run = newRun();
    const worker = newWorker(run);
    await queue.survey(run, lease);
    await queue.join(worker);
    await queue.send(run, [{ number: 7, content: "" }]);
    await queue.next(worker);
    assertEquals((await queue.survey(run, noLease)).batches.get(7)?.state, "queued");
    await claimed(queue, worker);
    assertEquals((await queue.survey(run, noLease)).batches.get(7)?.state, "parked");
    assertEquals((await queue.survey(run, lease)).batches.get(7)?.state, "parked");
    assertEquals((await queue.next(worker)).claim, undefined);
  });

  test(`${name}: a worker that leaves gives its batches back without counting the start`, async (queue) => {
    const run = newRun();
    const [leaving, other] = [newWorker(run), newWorker(run)];
    await queue.survey(run, lease);
    for (const worker of [leaving, other]) await queue.join(worker);
    await queue.send(run, [{ number: 1, content: "" }]);
    const { claim: late } = await queue.next(leaving);
    await queue.leave(leaving.id);
    const { claim } = await queue.next(other);
    assertEquals(claim?.fence, 1);
    assertEquals((await queue.next(leaving, { claim: late!, result: "" })).isKept, false);
    assertEquals((await queue.survey(run, lease)).workers, 1);
  });

  test(`${name}: a withdrawn batch is gone for its worker too`, async (queue) => {
    const run = newRun();
    const worker = newWorker(run);
    await queue.survey(run, lease);
    await queue.join(worker);
    await queue.send(run, [{ number: 1, content: "" }]);
    const { claim } = await queue.next(worker);
    await queue.collect(run.id, [1]);
    assertEquals((await queue.next(worker, { claim: claim!, result: "" })).isKept, false);
  });

  test(`${name}: a worker learns which of its batches are still its own`, async (queue) => {
    const run = newRun();
    const worker = newWorker(run, 2);
    await queue.survey(run, lease);
    await queue.join(worker);
    await queue.send(run, [{ number: 1, content: "" }, { number: 2, content: "" }]);
    for (let count = 0; count < 2; count++) await queue.next(worker);
    const own = [1, 2].map((number) => ({ run: run.id, number, fence: 1 }));
    const claims = await queue.claims(worker.id);
    assertEquals(claims.toSorted((a, b) => a.number - b.number), own);
    await queue.collect(run.id, [1]);
    assertEquals(await queue.claims(worker.id), own.slice(1));
    assertEquals(await queue.claims(crypto.randomUUID()), []);
  });

  test(`${name}: a worker gives back a batch that it does not know, and no other`, async (queue) => {
    const run = newRun();
    const worker = newWorker(run);
    await queue.survey(run, lease);
    await queue.join(worker);
    await queue.send(run, [{ number: 1, content: "" }]);
    await queue.next(worker);
    const claim = { run: run.id, number: 1, fence: 1 };
    await queue.giveBack(crypto.randomUUID(), [claim]);
    await queue.giveBack(worker.id, [{ ...claim, fence: 2 }, { ...claim, number: 2 }]);
    assertEquals((await queue.next(worker)).claim, undefined);
    await queue.giveBack(worker.id, [claim]);
    assertEquals((await queue.next(worker)).claim, { ...claim, fence: 2, content: "" });
  });

  test(`${name}: a run is known while it looks around, with what was said of it`, async (queue) => {
    const run = newRun();
    let calls = 0;
    const news = Promise.withResolvers<void>();
    using _runs = queue.listen({ kind: "runs" }, () => {
      calls++;
      news.resolve();
    });
    await until(queue, () => calls > 0); // a listener of a database is heard once it stands
    await queue.refuse(run.id, "nobody knows it");
    assertEquals((await queue.survey(run, lease)).refusal, undefined);
    await news.promise;
    await queue.refuse(run.id, "other modules");
    assertEquals((await queue.survey(run, lease)).refusal, "other modules");
    const known = (await queue.runs()).find(({ id }) => id === run.id);
    const { plan, ...asKnown } = run;
    assertEquals(known, asKnown);
    assertEquals(await queue.plan(run.id), plan);
    assertEquals(await queue.plan(crypto.randomUUID()), undefined);
    const withSource = { ...newRun(), task: null };
    await queue.survey(withSource, lease);
    assertEquals((await queue.runs()).find(({ id }) => id === withSource.id)?.task, null);
    for (const { id } of [run, withSource]) await queue.remove(id);
    assertEquals((await queue.runs()).some(({ id }) => id === run.id), false);
  });
}

/** Announces runs until a condition holds, at most ten seconds. */
async function until(queue: BatchQueue, isDone: () => boolean): Promise<void> {
  for (let tries = 0; !isDone(); tries++) {
    assert(tries < 200, "no news within ten seconds");
    const run = newRun();
    await queue.survey(run, lease);
    await queue.remove(run.id);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Claims a batch when its pause is over. */
async function claimed(queue: BatchQueue, worker: BatchWorker) {
  for (let tries = 0; tries < 200; tries++) {
    const { claim } = await queue.next(worker);
    if (claim !== undefined) return claim;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("no batch within ten seconds");
}

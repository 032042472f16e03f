import { assert, assertEquals, assertRejects } from "@std/assert";
import { ask, defineTask, parameter, scriptedModel, text, withModel } from "../../mod.ts";
import { SandboxError } from "../../src/errors.ts";
import type {
  BatchClaim,
  BatchQueue,
  BatchWorker,
  CarriedOut,
} from "../../src/spread/batch_queue.ts";
import { decodeBatch, encodeOutcomes } from "../../src/spread/batch.ts";
import type { Task } from "../../src/task/task.ts";
import { candidateOf } from "../../src/trainer/candidate.ts";
import type { Evaluator, Report } from "../../src/trainer/evaluator.ts";
import { memoryBatchQueue } from "./memory_batch_queue.ts";
import { localOf, numbers, requestsOf, spreadOf, workerFor, working } from "./numbers.ts";

async function evaluateAll(
  evaluator: Evaluator,
  requests = requestsOf(64),
): Promise<readonly Report[]> {
  const reports = await Promise.all(requests.map((request) => evaluator.evaluate(request)));
  return reports.map((report) => ({ ...report, durationMs: 0 }));
}

async function plainReports(): Promise<readonly Report[]> {
  await using local = localOf(numbers);
  return await evaluateAll(local);
}

async function slotsAreKnown(evaluator: Evaluator, local: { count(): number }): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const before = local.count();
    await evaluateAll(evaluator, requestsOf(1, tries));
    if (local.count() === before) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("no worker evaluates");
}

Deno.test("queuedEvaluator() gives the reports of one process, made by workers", async () => {
  await using queue = memoryBatchQueue();
  const local = localOf(numbers);
  await using evaluator = spreadOf(queue, local);
  await evaluator.facts();
  await using _left = working(queue, await workerFor(queue), localOf(numbers));
  await using _right = working(queue, await workerFor(queue, 2), localOf(numbers));
  await slotsAreKnown(evaluator, local);
  const before = local.count();
  assertEquals(await evaluateAll(evaluator), await plainReports());
  assertEquals(local.count(), before);
});

Deno.test("queuedEvaluator() evaluates by itself without a worker, and says so once", async () => {
  await using queue = memoryBatchQueue();
  const notes: string[] = [];
  const local = localOf(numbers);
  await using evaluator = spreadOf(queue, local, {
    noticeMs: 0,
    onNote: (note) => notes.push(note),
  });
  assertEquals(await evaluateAll(evaluator), await plainReports());
  assertEquals(local.count(), 64);
  assertEquals(notes.length, 1);
  assert(notes[0]?.includes('No worker offers the task "numbers"'), notes[0]);
});

Deno.test("queuedEvaluator() lets the evaluation whose arguments are recorded stay", async () => {
  await using queue = memoryBatchQueue();
  const local = localOf(numbers);
  await using evaluator = spreadOf(queue, local);
  await evaluator.facts();
  await using _worker = working(queue, await workerFor(queue), localOf(numbers));
  await slotsAreKnown(evaluator, local);
  const before = local.count();
  const [request] = requestsOf(1);
  await evaluator.evaluate({ ...request!, hasInputs: true });
  assertEquals(local.count(), before + 1);
});

Deno.test("queuedEvaluator() withdraws a batch whose requests are all aborted", async () => {
  await using queue = memoryBatchQueue();
  await using evaluator = spreadOf(queue, localOf(numbers), {
    leaseMs: 60_000,
    hereSize: 0,
  });
  await evaluator.facts();
  await queue.join(await workerFor(queue)); // it takes nothing
  const stop = new AbortController();
  const [run] = await queue.runs();
  const survey = () => queue.survey({ ...run!, plan: "{}" }, { leaseMs: 60_000, maxAttempts: 3 });
  const waiting = evaluateAll(
    evaluator,
    requestsOf(3).map((request) => ({ ...request, signal: stop.signal })),
  );
  const rejected = assertRejects(() => waiting, Error, "stopped");
  while ((await survey()).batches.size === 0) await new Promise((done) => setTimeout(done, 20));
  stop.abort(new Error("stopped"));
  await rejected;
  while ((await survey()).batches.size > 0) await new Promise((done) => setTimeout(done, 20));
});

Deno.test("queuedEvaluator() keeps its own places when an aborted request of a batch failed", async () => {
  const isSpread = Promise.withResolvers<void>();
  await using queue = memoryBatchQueue();
  await using evaluator = spreadOf(queue, localOf(numbers), {
    leaseMs: 60_000,
    hereSize: 1,
    sizeOf: () => 2,
    onNote: (note) => {
      if (note.includes("are spread")) isSpread.resolve();
    },
  });
  await evaluator.facts();
  const worker = await workerFor(queue);
  await queue.join(worker);
  await isSpread.promise;
  const [left, stays] = requestsOf(2);
  const stop = new AbortController();
  const rejected = assertRejects(
    () => evaluator.evaluate({ ...left!, signal: stop.signal }),
    Error,
    "stopped",
  );
  const report = evaluator.evaluate(stays!);
  const claim = await claimOf(queue, worker);
  assertEquals(decodeBatch(claim.content).length, 2);
  stop.abort(new Error("stopped"));
  await rejected;
  const result = encodeOutcomes([{ kind: "failure" }, { kind: "failure" }]);
  await queue.next(worker, { claim, result });
  await queue.leave(worker.id);
  await report;
  await evaluator.evaluate({ ...stays!, signal: AbortSignal.timeout(30_000) });
});

Deno.test("queuedEvaluator() gives a dead worker's batches to another", async () => {
  await using queue = memoryBatchQueue();
  await using evaluator = spreadOf(queue, localOf(numbers), { leaseMs: 1_000, hereSize: 0 });
  await evaluator.facts();
  const dead = await workerFor(queue);
  const reports = evaluateAll(evaluator, requestsOf(8));
  await claimOf(queue, dead);
  const alive = await workerFor(queue);
  const beat = setInterval(() => queue.beat(alive.id), 100);
  try {
    await using _worker = working(queue, alive, localOf(numbers));
    assertEquals(await reports, (await plainReports()).slice(0, 8));
  } finally {
    clearInterval(beat);
  }
});

Deno.test("queuedEvaluator() finds the request that ends its workers", async () => {
  await using queue = memoryBatchQueue();
  await using evaluator = spreadOf(queue, localOf(numbers), {
    leaseMs: 1_500,
    hereSize: 0,
    maxAttempts: 2,
    sizeOf: () => 4,
  });
  await evaluator.facts();
  const ending = new AbortController();
  const workers = workersKilledBy(2, { queue, signal: ending.signal });
  const results = await Promise.allSettled(
    requestsOf(4).map((request) => evaluator.evaluate(request)),
  );
  ending.abort();
  await workers;
  const [first, second, fault, last] = results;
  assertEquals([first, second, last].map((result) => result?.status), Array(3).fill("fulfilled"));
  assert(fault?.status === "rejected" && fault.reason instanceof SandboxError);
  assert(fault.reason.message.includes("train example 2"), fault.reason.message);
});

/** The first batch that a worker gets. */
async function claimOf(queue: BatchQueue, worker: BatchWorker): Promise<BatchClaim> {
  while (true) {
    await queue.join(worker); // which is a sign of life too
    const { claim } = await queue.next(worker);
    if (claim !== undefined) return claim;
    await new Promise((done) => setTimeout(done, 20));
  }
}

/** One worker after another; each falls silent with a batch that holds an example. */
async function workersKilledBy(index: number, { queue, signal }: {
  readonly queue: BatchQueue;
  readonly signal: AbortSignal;
}): Promise<void> {
  await using evaluator = localOf(numbers);
  let worker = await workerFor(queue);
  let carriedOut: CarriedOut | undefined;
  while (!signal.aborted) {
    await queue.join(worker); // which is a sign of life too
    const { claim } = await queue.next(worker, carriedOut);
    carriedOut = undefined;
    if (claim === undefined) await new Promise((done) => setTimeout(done, 20));
    else if (claim.content.includes(`"index":${index}}`)) worker = await workerFor(queue);
    else {
      const reports = await evaluateAll(evaluator, decodeBatch(claim.content));
      const outcomes = reports.map((report) => ({ kind: "report" as const, report }));
      carriedOut = { claim, result: encodeOutcomes(outcomes) };
    }
  }
}

Deno.test("queuedEvaluator() evaluates what asks a model by itself, and workers ask none", async () => {
  const asking = defineTask({
    name: "asking",
    agent: () => {
      const style = parameter("Briefly:", { name: "style" });
      return { style, forward: async (x: number) => await ask(text`${style} ${x}`) };
    },
    examples: { train: [1, 2, 3, 4].map((input) => ({ input })) },
    guide: (_example, output) => String(output).length,
  }) as unknown as Task; // as: the guide fits the agent
  await using queue = memoryBatchQueue();
  const local = localOf(asking);
  await using evaluator = spreadOf(queue, local);
  await evaluator.facts();
  let asked = 0;
  const served = localOf(asking);
  await using _worker = working(queue, await workerFor(queue, 2), served);
  const model = scriptedModel(() => {
    asked++;
    return "answer";
  });
  const candidate = candidateOf({ style: "Longer:" });
  const requests = requestsOf(4).map((request) => ({ ...request, candidate }));
  const evaluate = () => withModel(model, () => evaluateAll(evaluator, requests));
  while (served.count() === 0) assertEquals((await evaluate())[0]?.score, 6);
  const [before, inAll] = [local.count(), asked];
  assertEquals((await evaluate()).length, 4);
  assertEquals([local.count() - before, asked - inAll], [4, 4]);
});

Deno.test("queuedEvaluator() does not use an unreadable result", async () => {
  await using queue = memoryBatchQueue();
  const notes: string[] = [];
  const local = localOf(numbers);
  await using evaluator = spreadOf(queue, local, {
    hereSize: 0,
    sizeOf: () => 3,
    onNote: (note) => notes.push(note),
  });
  await evaluator.facts();
  const worker = await workerFor(queue);
  const reports = evaluateAll(evaluator, requestsOf(3));
  const claim = await claimOf(queue, worker);
  await queue.next(worker, { claim, result: '[{"here":"rm -rf"}]' });
  assertEquals(await reports, (await plainReports()).slice(0, 3));
  assertEquals(local.count(), 3);
  assert(notes.some((note) => note.includes("not used")), notes.join());
});

Deno.test("queuedEvaluator() goes on while its queue cannot be reached, and comes back to it", async () => {
  await using queue = memoryBatchQueue();
  let isDown = false;
  const fails = () => Promise.reject(new Error("connection refused"));
  const broken: BatchQueue = new Proxy(queue, {
    get(_queue, name) {
      const own = Reflect.get(queue, name);
      if (typeof own !== "function") return own;
      return isDown && ["survey", "send", "collect"].includes(String(name))
        ? fails
        : own.bind(queue);
    },
  });
  const notes: string[] = [];
  const local = localOf(numbers);
  await using evaluator = spreadOf(broken, local, { onNote: (note) => notes.push(note) });
  await evaluator.facts();
  await using _worker = working(queue, await workerFor(queue), localOf(numbers));
  await slotsAreKnown(evaluator, local);
  isDown = true;
  assertEquals(await evaluateAll(evaluator), await plainReports());
  assert(notes.some((note) => note.includes("connection refused")), notes.join());
  isDown = false;
  await slotsAreKnown(evaluator, local);
});

Deno.test("queuedEvaluator() keeps no request waiting that comes after its end", async () => {
  await using queue = memoryBatchQueue();
  const evaluator = spreadOf(queue, localOf(numbers));
  await evaluator.facts();
  await evaluator[Symbol.asyncDispose]();
  assertEquals((await evaluateAll(evaluator, requestsOf(1))).length, 1);
});

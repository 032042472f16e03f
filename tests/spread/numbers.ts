/**
 * A task of numbers, which needs no sandbox, and workers for it in this process.
 *
 * @module
 */
import { defineTask, parameter } from "../../mod.ts";
import { openEvaluator } from "../../src/run/open_evaluator.ts";
import type { BatchQueue, BatchWorker } from "../../src/spread/batch_queue.ts";
import { queuedEvaluator, type QueuedEvaluatorOptions } from "../../src/spread/queued_evaluator.ts";
import { workOnBatches } from "../../src/spread/work_on_batches.ts";
import type { Task } from "../../src/task/task.ts";
import { candidateOf } from "../../src/trainer/candidate.ts";
import type { EvaluationRequest, Evaluator } from "../../src/trainer/evaluator.ts";

/** The task: a factor, 64 examples. */
export const numbers: Task = defineTask({
  name: "numbers",
  agent: () => {
    const factor = parameter(1, { name: "factor" });
    return { factor, forward: (x: number) => factor.mul(x) };
  },
  examples: { train: Array.from({ length: 64 }, (_, input) => ({ input })) },
  guide: ({ input }, output) => ({
    score: -Math.abs(Number(output) - 3 * Number(input)),
    feedback: `not ${String(output)}`,
  }),
}) as unknown as Task; // as: the guide fits the agent

/** An evaluator in this process, and the number of its evaluations. */
export function localOf(task: Task, seed = 1): Evaluator & { readonly count: () => number } {
  let count = 0;
  const evaluator = openEvaluator(task, {
    options: {},
    settings: { seed, concurrency: 1 },
    pipeline: {},
  });
  return {
    facts: () => evaluator.facts(),
    validate: (...given) => evaluator.validate(...given),
    evaluate(request) {
      count++;
      return evaluator.evaluate(request);
    },
    count: () => count,
    [Symbol.asyncDispose]: () => evaluator[Symbol.asyncDispose](),
  };
}

/** An evaluator over a queue, which stays open. */
export function spreadOf(
  queue: BatchQueue,
  local: Evaluator,
  options: Partial<QueuedEvaluatorOptions> = {},
): Evaluator {
  return queuedEvaluator({
    local,
    openQueue: () => Promise.resolve(keptOpen(queue)),
    taskSource: import.meta.url,
    settings: { seed: 1, traceStatements: true },
    hereSize: 2,
    onNote: () => {},
    ...options,
  });
}

/** The same queue; disposing of it does nothing. */
function keptOpen(queue: BatchQueue): BatchQueue {
  return new Proxy(queue, {
    get(_queue, name) {
      if (name === Symbol.asyncDispose) return () => Promise.resolve();
      const own = Reflect.get(queue, name);
      return typeof own === "function" ? own.bind(queue) : own;
    },
  });
}

/** A worker that fits the one run of a queue. */
export async function workerFor(queue: BatchQueue, slots = 1): Promise<BatchWorker> {
  for (let tries = 0; tries < 500; tries++) {
    const [run] = await queue.runs();
    if (run !== undefined) return { id: crypto.randomUUID(), identity: run.identity, slots };
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error("no run within five seconds");
}

/** Works until disposed. */
export function working(
  queue: BatchQueue,
  worker: BatchWorker,
  evaluator: Evaluator,
): AsyncDisposable {
  const ending = new AbortController();
  const work = workOnBatches({ queue, worker, evaluator, signal: ending.signal });
  return {
    async [Symbol.asyncDispose]() {
      ending.abort();
      await work;
      await evaluator[Symbol.asyncDispose]();
    },
  };
}

/** Requests for one candidate on the first examples. */
export function requestsOf(size: number, factor = 2): readonly EvaluationRequest[] {
  const candidate = candidateOf({ factor });
  return Array.from({ length: size }, (_, index) => ({
    candidate,
    example: { split: "train", index },
    seed: 1,
    isTraced: true,
  }));
}

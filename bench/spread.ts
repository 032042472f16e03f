/**
 * Measures evaluations over a queue: their processor time beside one process's, the gain of a second worker, and what the way
 * to a worker and back costs. It starts a PostgreSQL and two workers.
 *
 *     deno run -A bench/spread.ts [--json] [--pairs 9] [--only workers]
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { openEvaluator } from "../src/run/open_evaluator.ts";
import { openBatches } from "../src/spread/open_batches.ts";
import { queuedEvaluator } from "../src/spread/queued_evaluator.ts";
import { loadTask } from "../src/task/load_task.ts";
import { candidateOf } from "../src/trainer/candidate.ts";
import type { Evaluator } from "../src/trainer/evaluator.ts";
import { startPostgres } from "../tests/support/postgres.ts";
import { beside, median, print, type Row } from "./measure.ts";
import { processorTimeMs } from "./spread/processor_time.ts";

const { values } = parseArgs({
  options: {
    json: { type: "boolean" },
    pairs: { type: "string", default: "9" },
    only: { type: "string", default: "" },
  },
});
const pairs = Number(values.pairs);

const modules = {
  one: import.meta.resolve("./spread/one.ts"),
  two: import.meta.resolve("./spread/two.ts"),
  waitingOne: import.meta.resolve("./spread/waiting_one.ts"),
  waitingTwo: import.meta.resolve("./spread/waiting_two.ts"),
  cheap: import.meta.resolve("./spread/cheap.ts"),
} as const;

/** Milliseconds of one evaluation of the busy tasks. */
const evaluationMs = 20;

const settings = { seed: 1, traceStatements: true };
let database = "";

/** A group of evaluations at the same time, of the task's own values. Gives wall and processor time of one, in milliseconds. */
async function group(evaluator: Evaluator, size: number, width: number): Promise<Cost> {
  const { parameters } = await evaluator.facts();
  const candidate = candidateOf(
    Object.fromEntries(parameters.map(({ name, value }) => [name, value])),
  );
  const [used, start] = [processorTimeMs(), performance.now()];
  let next = 0;
  await Promise.all(Array.from({ length: width }, async () => {
    while (next < size) {
      const example = { split: "train", index: next++ } as const;
      const { error } = await evaluator.evaluate({ candidate, example, seed: 1, isTraced: false });
      if (error !== undefined) throw new Error(error);
    }
  }));
  const wallMs = (performance.now() - start) / size;
  return { wallMs, processorMs: (processorTimeMs() - used) / size };
}

interface Cost {
  readonly wallMs: number;
  readonly processorMs: number;
}

async function localOf(module: string): Promise<Evaluator> {
  const { task } = await loadTask(module);
  const { seed, traceStatements } = settings;
  return openEvaluator(task, {
    options: {},
    settings: { seed, concurrency: 1 },
    pipeline: { traceStatements },
  });
}

/** An evaluator over the queue, when its workers are there. */
async function spreadOf(module: string, workers: number, size?: number): Promise<Evaluator> {
  const ready = Promise.withResolvers<void>();
  const evaluator = queuedEvaluator({
    local: await localOf(module),
    openQueue: () => openBatches(database, "opto bench"),
    taskSource: module,
    settings,
    hereSize: 0,
    onNote: () => ready.resolve(),
    ...(size === undefined ? {} : { sizeOf: () => size }),
  });
  await evaluator.facts();
  const queue = await openBatches(database, "opto bench");
  for (let count = 0; count < workers;) {
    const [run] = await queue.runs();
    if (run !== undefined) {
      ({ workers: count } = await queue.survey({ ...run, plan: "" }, {
        leaseMs: 10_000,
        maxAttempts: 3,
      }));
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await queue[Symbol.asyncDispose]();
  return evaluator;
}

function startWorker(tasks: readonly string[]): Deno.ChildProcess {
  const main = fileURLToPath(import.meta.resolve("../mod.ts"));
  const named = tasks.flatMap((task) => ["--task", fileURLToPath(task)]);
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", main, "work", ...named, "--max-job-concurrency", "1"],
    env: { OPTO_DATABASE: database },
    stdout: "null",
    stderr: "null",
  }).spawn();
}

/** Additions that take 20 ms of processor time. */
async function calibrated(): Promise<number> {
  const rounds = 1_000_000;
  Deno.env.set("OPTO_BENCH_ROUNDS", String(rounds));
  await using local = await localOf(import.meta.resolve("./spread/busy_once.ts"));
  const times: number[] = [];
  for (let round = 0; round < 20; round++) times.push((await group(local, 10, 1)).processorMs);
  return Math.round(rounds * evaluationMs / median(times));
}

/** Processor time of an evaluation of 20 ms, over the queue and in one process. */
async function processorRow(size: number): Promise<Row> {
  await using local = await localOf(modules.one);
  await using spread = await spreadOf(modules.one, 1, size);
  for (const evaluator of [local, spread]) await group(evaluator, 64, 64);
  const [ours, other] = await beside(
    pairs,
    async () => (await group(spread, 128, 128)).processorMs,
    async () => (await group(local, 128, 1)).processorMs,
  );
  const what = `CPU of an evaluation of 20 ms, batches of ${size}`;
  return { what, unit: "ms", ours, beside: "one process", other, target: 1.1 };
}

/** Wall time of an evaluation of 20 ms with two workers and with one. */
async function workersRow(kind: string, oneModule: string, twoModule: string): Promise<Row> {
  await using one = await spreadOf(oneModule, 1);
  await group(one, 64, 64);
  await using two = await spreadOf(twoModule, 2);
  await group(two, 128, 64);
  const [ours, other] = await beside(
    pairs,
    async () => (await group(two, 256, 256)).wallMs,
    async () => (await group(one, 256, 256)).wallMs,
  );
  const what = `an evaluation of 20 ms, ${kind}, two workers`;
  return { what, unit: "ms", ours, beside: "one worker", other, target: 1 / 1.6 };
}

/** Processor time of an evaluation that costs nothing, over the queue and in one process. */
async function queueRow(size: number): Promise<Row> {
  await using local = await localOf(modules.cheap);
  await using spread = await spreadOf(modules.cheap, 1, size);
  const count = Math.min(4_096, 256 * size);
  for (const evaluator of [local, spread]) await group(evaluator, count, 512);
  const [ours, other] = await beside(
    pairs,
    async () => (await group(spread, count, 512)).processorMs * 1_000,
    async () => (await group(local, count, 512)).processorMs * 1_000,
  );
  const what = `CPU of an empty evaluation, batches of ${size}`;
  return { what, unit: "µs", ours, beside: "one process", other, target: Infinity };
}

await using postgres = await startPostgres();
Deno.env.set("OPTO_BENCH_ROUNDS", String(await calibrated()));
database = await postgres.newDatabase();
const { one, two, waitingOne, waitingTwo, cheap } = modules;
const workers = [
  startWorker([one, two, waitingOne, waitingTwo, cheap]),
  startWorker([two, waitingTwo]),
];
const all: Readonly<Record<string, () => Promise<Row>>> = {
  "queue 1": () => queueRow(1),
  "queue 16": () => queueRow(16),
  "queue 256": () => queueRow(256),
  "processor 16": () => processorRow(16),
  "processor 64": () => processorRow(64),
  "workers busy": () => workersRow("busy", one, two),
  "workers waiting": () => workersRow("waiting", waitingOne, waitingTwo),
};
try {
  const rows: Row[] = [];
  for (const [name, measure] of Object.entries(all)) {
    if (name.startsWith(values.only)) rows.push(await measure());
  }
  print(rows);
} finally {
  for (const worker of workers) worker.kill("SIGTERM");
  for (const worker of workers) await worker.status;
}

/**
 * Measures how well a run uses two cores with two evaluations at a time.
 *
 *     deno run -A bench/cores_bench.ts [--json]
 *
 * Evaluations that work need Linux and a machine with two idle cores: other load lowers both of their figures. Evaluations
 * that wait show the same of the trainer alone, on any machine.
 *
 * @module
 */
import { z } from "zod";
import { defineTask, optimize, sandboxed, type Task, trainable } from "../mod.ts";
import { median, print } from "./measure.ts";
import { idleMs, processorMs } from "./processor_ms.ts";

/** Rounds of a loop that take about 20 ms. */
const rounds = 10_000_000;

const guess = () =>
  trainable(function guess(x: number): number {
    return x - 3;
  });

const shared = {
  examples: { train: Array.from({ length: 24 }, (_, input: number) => ({ input })) },
  output: z.number(),
  guide: ({ input }: { input: number }, output: unknown) =>
    -Math.abs(Number(output) - (input * input + 2 * input + 1)),
  trainer: { steps: 4, proposals: 16, batchSize: 4 },
};

/** Most of an evaluation is a loop of the author in the sandbox; the search changes a cheap function. */
const working = defineTask({
  ...shared,
  name: "working",
  agent: () =>
    sandboxed(function work({ guess, rounds }, input: number): number {
      let state = input + 1;
      for (let round = 0; round < rounds; round++) state = (state * 31 + 7) & 0xffffff;
      return guess(input) + (state < 0 ? 1 : 0);
    }, { uses: { guess: guess(), rounds } }),
});

const waiting = defineTask({
  ...shared,
  name: "waiting",
  agent: () => {
    const f = guess();
    return {
      f,
      forward: async (input: number) => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        return f(input);
      },
    };
  },
});

/** What evaluations took, in milliseconds each. */
interface Taken {
  readonly wallMs: number;
  /** Of all cores, while nobody had work for them. */
  readonly idleMs: number;
  readonly processorMs: number;
}

/** Measures from the first evaluation of a run to its last: a start is measured elsewhere. */
async function measured(task: unknown, concurrency: number): Promise<Taken> {
  let [first, last] = [taken(), taken()];
  let evaluations = 0;
  for await (const { type } of optimize(task as Task, { seed: 1, concurrency })) { // as: any task can be run
    if (type !== "evaluated") continue;
    last = taken();
    if (evaluations++ === 0) first = last;
  }
  return {
    wallMs: (last.wallMs - first.wallMs) / (evaluations - 1),
    idleMs: (last.idleMs - first.idleMs) / (evaluations - 1),
    processorMs: (last.processorMs - first.processorMs) / (evaluations - 1),
  };
}

function taken(): Taken {
  return { wallMs: performance.now(), idleMs: idleMs(), processorMs: processorMs() };
}

/** Medians of runs in turns. */
async function inTurns(task: unknown): Promise<{ readonly one: Taken; readonly two: Taken }> {
  const one: Taken[] = [];
  const two: Taken[] = [];
  for (let round = 0; round < 3; round++) {
    one.push(await measured(task, 1));
    two.push(await measured(task, 2));
  }
  return { one: medians(one), two: medians(two) };
}

function medians(all: readonly Taken[]): Taken {
  return {
    wallMs: median(all.map(({ wallMs }) => wallMs)),
    idleMs: median(all.map(({ idleMs }) => idleMs)),
    processorMs: median(all.map(({ processorMs }) => processorMs)),
  };
}

const asleep = await inTurns(waiting);
const atWork = await inTurns(working);
const inTurn = { unit: "ms", beside: "--concurrency 1", target: 1 / 1.6 } as const;
print([{
  ...inTurn,
  what: "an evaluation that waits 20 ms, --concurrency 2",
  ours: asleep.two.wallMs,
  other: asleep.one.wallMs,
}, {
  ...inTurn,
  what: "an evaluation that works 20 ms, --concurrency 2",
  ours: atWork.two.wallMs,
  other: atWork.one.wallMs,
}, {
  what: "idle time of the cores, --concurrency 2",
  unit: "ms",
  ours: atWork.two.idleMs,
  beside: "with the run's processor time",
  other: atWork.two.idleMs + atWork.two.processorMs,
  target: 0.1,
}]);

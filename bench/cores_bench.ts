/**
 * Measures how well a run uses two cores with two evaluations at a time, each of about 20 ms of work in the sandbox.
 *
 *     deno run -A bench/cores_bench.ts [--json]
 *
 * On Linux only, and on a machine with two idle cores: other load lowers both figures.
 *
 * @module
 */
import { z } from "zod";
import { defineTask, optimize, sandboxed, type Task, trainable } from "../mod.ts";
import { median, print } from "./measure.ts";
import { idleMs, processorMs } from "./processor_ms.ts";

const rounds = 10_000_000;

/** Most of an evaluation is a loop of the author; the search changes a cheap function. */
const busy = defineTask({
  name: "busy",
  agent: () => {
    const guess = trainable(function guess(x: number): number {
      return x - 3;
    });
    return sandboxed(
      function work({ guess, rounds }, input: number): number {
        let state = input + 1;
        for (let round = 0; round < rounds; round++) state = (state * 31 + 7) & 0xffffff;
        return guess(input) + (state < 0 ? 1 : 0);
      },
      { uses: { guess, rounds } },
    );
  },
  examples: { train: Array.from({ length: 24 }, (_, input: number) => ({ input })) },
  output: z.number(),
  guide: ({ input }: { input: number }, output) =>
    -Math.abs(Number(output) - (input * input + 2 * input + 1)),
  trainer: { steps: 10, proposals: 16, batchSize: 4 },
});

/** What evaluations took, in milliseconds each. */
interface Taken {
  readonly wallMs: number;
  /** Of all cores, while nobody had work for them. */
  readonly idleMs: number;
  readonly processorMs: number;
}

/** Measures from the first evaluation of a run to its last: a start is measured elsewhere. */
async function measured(concurrency: number): Promise<Taken> {
  let [first, last] = [taken(), taken()];
  let evaluations = 0;
  for await (const { type } of optimize(busy as unknown as Task, { seed: 1, concurrency })) { // as: any task can be run
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

const one: Taken[] = [];
const two: Taken[] = [];
for (let round = 0; round < 3; round++) {
  one.push(await measured(1));
  two.push(await measured(2));
}
const of = (all: readonly Taken[], read: (taken: Taken) => number) => median(all.map(read));
print([{
  what: "an evaluation of 20 ms, --concurrency 2",
  unit: "ms",
  ours: of(two, ({ wallMs }) => wallMs),
  beside: "--concurrency 1",
  other: of(one, ({ wallMs }) => wallMs),
  target: 1 / 1.6,
}, {
  what: "idle time of two cores in an evaluation",
  unit: "ms",
  ours: of(two, ({ idleMs }) => idleMs),
  beside: "with the run's own processor time",
  other: of(two, ({ idleMs, processorMs }) => idleMs + processorMs),
  target: 0.1,
}]);

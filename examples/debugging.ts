/**
 * Debugging: a function with two mistakes, and cases that it must pass. The guide says which case fails, with what.
 *
 * Run it with `deno run -A mod.ts optimize examples/debugging.ts`; the built-in search mends both
 * mistakes in a few of its 20 steps. A model can read in the failing cases what is wrong.
 *
 * @module
 */
import { defineTask, trainable } from "@opto/opto";
import { z } from "zod";

type Span = [from: number, to: number];

/** Joins spans that overlap or touch. Two comparisons are wrong. */
const join = trainable(function join(spans: Span[]): Span[] {
  const joined: Span[] = [];
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last !== undefined && from < last[1]) {
      last[1] = to > last[1] ? last[1] : to;
    } else {
      joined.push([from, to]);
    }
  }
  return joined;
}, { description: "Joins spans of whole numbers that overlap or touch; the result is in order." });

const cases: readonly (readonly [input: Span[], expected: Span[]])[] = [
  [[], []],
  [[[3, 5]], [[3, 5]]],
  [[[6, 8], [1, 2]], [[1, 2], [6, 8]]],
  [[[1, 4], [2, 6]], [[1, 6]]],
  [[[1, 9], [2, 3]], [[1, 9]]],
  [[[1, 3], [3, 5]], [[1, 5]]],
  [[[4, 6], [1, 4], [6, 7]], [[1, 7]]],
  [[[1, 2], [4, 8], [5, 6], [8, 9]], [[1, 2], [4, 9]]],
];

export default defineTask({
  name: "debugging",
  description: "Finds the mistakes in a function that joins spans.",
  objective: "Mend the function so that every case passes.",
  agent: () => join,
  examples: { train: cases.map(([input, expected]) => ({ input, expected })) },
  output: z.array(z.tuple([z.number(), z.number()])),

  guide({ expected }, output) {
    if (output instanceof Error) return { score: 0, feedback: output.message };
    const [is, should] = [JSON.stringify(output), JSON.stringify(expected)];
    return is === should
      ? { score: 1, feedback: "The case passes." }
      : { score: 0, feedback: `The result is ${is} and should be ${should}.` };
  },
  trainer: { steps: 20, batchSize: cases.length, target: 1 }, // each candidate meets all cases
});

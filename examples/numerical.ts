/**
 * A random chain of arithmetic: finds the numbers for which its result equals a target. (After section 5.1 of the
 * Trace paper.)
 *
 * Run it with `deno run -A mod.ts optimize examples/numerical.ts`. The feedback is only "larger" or "smaller"; a
 * model can read in the trace how the result was computed, the built-in search uses only the distance.
 *
 * @module
 */
import { defineTask, type Node, node, ops, parameter } from "@opto/opto";
import { z } from "zod";

const operators = ["add", "sub", "mul", "min", "max"] as const;
const schema = z.number().min(-10).max(10);

/** Twelve fixed steps; each combines the current value with one of the numbers or with the previous value. */
function workflow(a: Node<number>, b: Node<number>, c: Node<number>): Node<number> {
  const random = generator(5);
  const choose = <T>(first: T, ...others: T[]): T =>
    others[Math.floor(random() * (others.length + 1))] ?? first;
  let [before, value] = [a, b];
  for (let step = 0; step < 12; step++) {
    const operator = choose(...operators);
    [before, value] = [value, ops[operator](value, choose(a, b, c, before))];
  }
  return value;
}

export default defineTask({
  name: "numerical",
  description: "Finds the numbers that bring a random arithmetic workflow to its target.",
  objective: "Change the numbers so that the output equals the target.",

  agent: () => {
    const a = parameter(1, { name: "a", schema });
    const b = parameter(1, { name: "b", schema });
    const c = parameter(1, { name: "c", schema });
    return { a, b, c, forward: (_: string) => workflow(a, b, c) };
  },

  // The target is the result for other numbers, so it can be reached.
  examples: {
    train: [{ input: "the only one", expected: workflow(node(-3.7), node(6.1), node(2.4)).data }],
  },

  output: z.number(),

  guide({ expected: target }, output) {
    if (output instanceof Error) return { score: -1e9, feedback: output.message };
    const distance = Math.abs(output - target);
    if (distance < 0.001) return { score: -distance, feedback: "The output is right." };
    return {
      score: -distance,
      feedback: `The output should be ${output < target ? "larger" : "smaller"}.`,
    };
  },

  trainer: { steps: 40, target: -0.001 },
});

/** Seeded uniform numbers in [0, 1), so that every candidate runs the same workflow (mulberry32). */
function generator(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), seed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * A random chain of arithmetic: finds the numbers for which its result equals a target. (After section 5.1 of the
 * Trace paper.)
 *
 * Run it with `deno run -A mod.ts optimize examples/numerical.ts`; `--seed` gives another chain and another target. The
 * feedback is only "larger" or "smaller", and the score is coarse: it counts by how many halvings of the distance the
 * target is missed. A model can read in the trace how the result was computed; the built-in search learns what the words mean.
 *
 * @module
 */
import { defineTask, Module, type Node, node, ops, parameter } from "@opto/opto";
import { z } from "zod";
import { randomFrom } from "./random.ts";

const operators = ["add", "sub", "mul", "min", "max"] as const;
const schema = z.number().min(-10).max(10);

/** The distance at which the target counts as reached. */
export const tolerance = 0.01;

type Numbers = [a: Node<number>, b: Node<number>, c: Node<number>];

/** Twelve steps chosen by a seed; each combines the current value with one of the numbers or with the previous value. */
export function workflow(seed: number, [a, b, c]: Numbers): Node<number> {
  const random = randomFrom(seed);
  const choose = <T>(first: T, ...others: T[]): T =>
    others[Math.floor(random() * (others.length + 1))] ?? first;
  let [before, value] = [a, b];
  for (let step = 0; step < 12; step++) {
    const operator = choose(...operators);
    [before, value] = [value, ops[operator](value, choose(a, b, c, before))];
  }
  return value;
}

class Chain extends Module<number, number> {
  a = parameter(1, { name: "a", schema });
  b = parameter(1, { name: "b", schema });
  c = parameter(1, { name: "c", schema });

  forward(seed: number) {
    return workflow(seed, [this.a, this.b, this.c]);
  }
}

export default defineTask({
  name: "numerical",
  description: "Finds the numbers that bring a random arithmetic workflow to its target.",
  objective: "Change the numbers so that the output equals the target.",

  agent: () => new Chain(),

  // The target is the result for other numbers, so it can be reached. Chains whose start is near it are drawn anew.
  examples(random) {
    for (;;) {
      const input = Math.floor(random() * 2 ** 32);
      const numbers = () => node(20 * random() - 10);
      const expected = workflow(input, [numbers(), numbers(), numbers()]).data;
      const start = workflow(input, [node(1), node(1), node(1)]).data;
      const distance = Math.abs(expected - start);
      if (distance > 1 && distance < 100) return { train: [{ input, expected }] };
    }
  },

  output: z.number(),

  guide({ expected: target }, output) {
    if (output instanceof Error) return { score: -100, feedback: output.message };
    const distance = Math.abs(output - target);
    if (distance <= tolerance) return { score: 0, feedback: "The output is right." };
    return {
      score: -Math.ceil(Math.log2(distance / tolerance)),
      feedback: `The output should be ${output < target ? "larger" : "smaller"}.`,
    };
  },

  trainer: { steps: 40, target: 0 },
});

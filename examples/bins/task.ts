/**
 * Bins: online packing of 5,000 items whose sizes follow a Weibull distribution, as FunSearch was tried on ("Weibull 5k",
 * Romera-Paredes and others, "Mathematical discoveries from program search with large language models", Nature 2024; the
 * instances after Castiñeiras, De Cauwer and O'Sullivan, CP 2012): shape 3, scale 45, rounded to whole sizes from 1 to 100,
 * bins of capacity 100. The function that ranks the bins for an item is the parameter; loop and judgement are those of the
 * quickstart, which is the same with uniform sizes.
 *
 * A known heuristic that a search can beat by one idea: leave no gap that no item will fill. Run it with
 * `deno run -A mod.ts optimize examples/bins/task.ts`; it needs no model and takes minutes.
 * `deno task experiment bins` compares methods on both distributions.
 *
 * @module
 */
import { defineTask } from "@opto/opto";
import { z } from "zod";
import { judge, packerFor } from "../quickstart.ts";

const capacity = 100;

/** Items of an instance, as many as in FunSearch's. */
const count = 5_000;

/** A size by the inverse of the distribution function. */
const size = (random: () => number) =>
  Math.min(capacity, Math.max(1, Math.round(45 * (-Math.log(1 - random())) ** (1 / 3))));

const instance = (random: () => number) => ({
  input: Array.from({ length: count }, () => size(random)),
});

export default defineTask({
  name: "bins-weibull",
  description: `Packs ${count} items into bins of capacity ${capacity}, online.`,
  objective:
    "Use as few bins as possible. Items are integers from 1 to 100; their sizes follow a Weibull distribution with shape 3 and scale 45.",
  agent: packerFor(capacity),

  examples(random) {
    const instances = (count: number) => Array.from({ length: count }, () => instance(random));
    return { train: instances(8), validation: instances(5), test: instances(5) };
  },

  output: z.array(z.int()),

  guide: ({ input: items }, assignment) => judge(items, assignment, capacity),

  sandbox: { timeoutMs: 5_000 }, // a packing takes 20 to 100 ms

  trainer: { steps: 20, proposals: 16, batchSize: 2 },
});

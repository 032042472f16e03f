/**
 * The methods compared on chains of arithmetic, as in section 5.1 of the Trace paper, and their measure: the distance of the
 * output from its target.
 *
 * Methods with a model get feedback in words alone, and are measured at what their last step proposed. The others get the
 * distance itself, which tells more, and are measured at the best so far; a step of theirs is seven evaluations, those of one
 * step of Adam on three numbers.
 */
import { type Example, node } from "@opto/opto";
import { examplesOf } from "../../src/task/examples.ts";
import type { Experiment } from "../../tools/experiment/experiment.ts";
import { paperMethods } from "../../tools/experiment/methods.ts";
import type { NumericMethod, NumericProblem } from "../../tools/experiment/numeric.ts";
import { adam } from "../../tools/experiment/numeric/adam.ts";
import { bayesianOptimization } from "../../tools/experiment/numeric/bayesian_optimization.ts";
import { randomSearch } from "../../tools/experiment/numeric/random_search.ts";
import { numericMethod } from "../../tools/experiment/numeric_method.ts";
import { optimizedMethod } from "../../tools/experiment/optimized_method.ts";
import { workflow } from "../numerical.ts";
import task from "./task.ts";

const evaluationsPerStep = 7;

/** The same chains, with the distance as the score. */
const byDistance = {
  ...task,
  guide: ({ expected }: Example<number, number>, output: number | Error) =>
    output instanceof Error ? NaN : -Math.abs(output - expected),
  trainer: {},
};

/** The distance as a function of the three numbers. */
async function problemOf(seed: number): Promise<NumericProblem> {
  const { train: [example] } = await examplesOf(byDistance, { seed });
  const { input, expected } = example as Example<number, number>; // as: those of the task
  return {
    bounds: [[-10, 10], [-10, 10], [-10, 10]],
    start: [1, 1, 1],
    loss: ([a, b, c]) => Math.abs(workflow(input, [node(a!), node(b!), node(c!)]).data - expected), // !: three bounds
  };
}

const numeric = (method: NumericMethod) => numericMethod(method, problemOf, { evaluationsPerStep });

export default {
  title: "Random arithmetic: distance by step",
  unit: "distance from the target",
  isMaximized: false,
  scale: "log",
  axis: "steps",
  points: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  seeds: Array.from({ length: 30 }, (_, i) => i + 1),
  sources: ["../numerical.ts", "../random.ts"],
  methods: {
    ...paperMethods({
      task,
      seeds: [1, 2, 3],
      measure: {
        of: "current",
        on: { task: byDistance, split: "train" },
        value: (score) => -score,
      },
    }),
    search: optimizedMethod({
      task: byDistance,
      optimizer: "search",
      settings: { proposals: evaluationsPerStep },
      measure: { value: (score) => -score },
    }),
    "Gaussian process": numeric(bayesianOptimization),
    // The paper's rate, and the best of 0.03, 0.1, 0.3, 1 and 3 on seeds 1001 to 1030.
    "Adam 0.1": numeric(adam({ learningRate: 0.1 })),
    "Adam 1": numeric(adam({ learningRate: 1 })),
    "random search": numeric(randomSearch),
  },
} satisfies Experiment;

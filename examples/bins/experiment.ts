/**
 * Methods that rank bins for an item, on sizes from a Weibull distribution and on uniform ones, by the bins that the best
 * function so far takes beyond a lower bound, the sum of the sizes, on test instances.
 *
 * The search sees scores alone. A step of it is 50 instances of 5,000 items, or 250 of 500 uniform ones; a step of a method
 * with a model is a call. Three functions never change: first fit, best fit, with which every method begins, and one after the
 * description of FunSearch's, whose two limits were the best of a grid on seeds 1001 and 1002.
 */
import type { Task } from "@opto/opto";
import type { Experiment, Method } from "../../tools/experiment/experiment.ts";
import { fixedMethod } from "../../tools/experiment/fixed_method.ts";
import { paperMethods } from "../../tools/experiment/methods.ts";
import { optimizedMethod } from "../../tools/experiment/optimized_method.ts";
import { perStep } from "../../tools/experiment/per_step.ts";
import uniform from "../quickstart.ts";
import { bestFit, firstFit, tightOrSpacious } from "./heuristics.ts";
import weibull from "./task.ts";

/** How a distribution is run. */
interface BinsOptions {
  /** Instances of a step of the search. */
  readonly instances: number;
  /** Of the function after FunSearch's. */
  readonly limits: Parameters<typeof tightOrSpacious>[0];
}

/** All methods on a distribution. */
function methodsOn(
  name: string,
  task: Task<number[], number[], undefined>,
  { instances, limits }: BinsOptions,
): Readonly<Record<string, Method>> {
  const on = { task, split: "test" } as const;
  const value = (score: number) => 100 * (1 / score - 1);
  const run = { task, measure: { on, value } };
  const fixed = (priority: string) => fixedMethod({ values: { priority }, on, value });
  const methods: Readonly<Record<string, Method>> = {
    ...paperMethods({ ...run, seeds: [1, 2, 3], settings: { proposals: 1 } }),
    search: perStep(optimizedMethod({ ...run, optimizer: "search" }), instances),
    "first fit": fixed(firstFit),
    "best fit": fixed(bestFit),
    "after FunSearch": fixed(tightOrSpacious(limits)),
  };
  return Object.fromEntries(
    Object.entries(methods).map(([method, each]) => [`${name}-${method}`, each]),
  );
}

export default {
  title: "Bins beyond a lower bound by step",
  unit: "bins beyond the lower bound, %",
  isMaximized: false,
  axis: "steps",
  points: [0, 1, 2, 3, 5, 7, 10, 15, 20],
  seeds: [1, 2, 3, 4, 5],
  sources: ["../quickstart.ts", "heuristics.ts"],
  methods: {
    ...methodsOn("weibull", weibull, { instances: 50, limits: { gap: 2, spare: 35 } }),
    ...methodsOn("uniform", uniform, { instances: 250, limits: { gap: 6, spare: 25 } }),
  },
} satisfies Experiment;

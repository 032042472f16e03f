/**
 * Methods that tune the two green times, by the mean delay of the best timing so far. An evaluation is one timing on the five
 * half hours of the week; the paper's figure has the same axis.
 *
 * Methods on numbers get the delay alone, on a box of real numbers that are rounded to seconds.
 */
import type { Experiment } from "../../tools/experiment/experiment.ts";
import { paperMethods } from "../../tools/experiment/methods.ts";
import type { NumericMethod, NumericProblem } from "../../tools/experiment/numeric.ts";
import { bayesianOptimization } from "../../tools/experiment/numeric/bayesian_optimization.ts";
import { particleSwarm } from "../../tools/experiment/numeric/particle_swarm.ts";
import { parzenEstimator } from "../../tools/experiment/numeric/parzen_estimator.ts";
import { randomSearch } from "../../tools/experiment/numeric/random_search.ts";
import { numericMethod } from "../../tools/experiment/numeric_method.ts";
import { optimizedMethod } from "../../tools/experiment/optimized_method.ts";
import { optoPrimeProposer } from "../../src/optimizer/optoprime.ts";
import enumeration from "./optimum.json" with { type: "json" };
import { fixedTime, greenRange } from "./signal.ts";
import task from "./task.ts";
import { delayOver, start, week } from "./week.ts";

const bounds = [greenRange.min, greenRange.max] as const;

const problem: NumericProblem = {
  bounds: [bounds, bounds],
  start: [start.eastWest, start.northSouth],
  loss([eastWest, northSouth]) {
    const greens = { eastWest: Math.round(eastWest!), northSouth: Math.round(northSouth!) }; // !: two bounds
    return Promise.resolve(delayOver(week, fixedTime(greens)).meanDelay);
  },
};

const numeric = (method: NumericMethod) => numericMethod(method, () => problem);

/** Runs with a model are short: each of their evaluations takes a call. */
const asked = { seeds: [1, 2, 3], until: 5 };

/** All evaluations go into the search: the other days are not looked at. */
const run = {
  task: { ...task, examples: { train: [{ input: week }] } },
  measure: { value: (score: number) => -score },
};

export default {
  title: "Traffic: delay by evaluations",
  unit: "mean delay of a vehicle, s",
  isMaximized: false,
  axis: "evaluations",
  points: [0, 1, 2, 3, 5, 7, 10, 15, 20, 25, 30, 35, 40, 45, 50],
  seeds: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  sources: [
    "../random.ts",
    "delay.ts",
    "demand.ts",
    "drawing.ts",
    "feedback.ts",
    "lane.ts",
    "network.ts",
    "optimum.json",
    "signal.ts",
    "simulator.ts",
    "week.ts",
  ],
  methods: {
    ...paperMethods({ ...run, ...asked }),
    "optoprime without memory": optimizedMethod({
      ...run,
      ...asked,
      optimizer: optoPrimeProposer({ memorySize: 0 }),
    }),
    search: optimizedMethod({ ...run, optimizer: "search" }),
    "Gaussian process": numeric(bayesianOptimization),
    "particle swarm": numeric(particleSwarm),
    "Parzen estimator": numeric(parzenEstimator),
    "random search": numeric(randomSearch),
  },
  anchors: [
    {
      name: "controller like SCATS",
      value: Math.min(enumeration.scats.fromStart.delay, enumeration.scats.fromWebster.delay),
      source: "enumerate.ts: the better of its runs from the start and from Webster's timing",
    },
    {
      name: "Webster's timing",
      value: enumeration.webster.delay,
      source: "enumerate.ts: by his formula, for the mean flows",
    },
    {
      name: "optimum",
      value: enumeration.optimum.delay,
      source: "enumerate.ts: the best of all 5,776 timings",
    },
  ],
} satisfies Experiment;

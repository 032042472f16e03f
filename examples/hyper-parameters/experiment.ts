/**
 * The methods compared on hyper-parameters of a small network, and their measure: the least cross-entropy on the validation
 * samples so far. All see the same number for the same settings; those on a box get learning rate and weight decay as their
 * logarithms, as the search takes them from the schema.
 */
import { examplesOf } from "../../src/task/examples.ts";
import type { Experiment } from "../../tools/experiment/experiment.ts";
import type { NumericMethod, NumericProblem } from "../../tools/experiment/numeric.ts";
import { bayesianOptimization } from "../../tools/experiment/numeric/bayesian_optimization.ts";
import { parzenEstimator } from "../../tools/experiment/numeric/parzen_estimator.ts";
import { particleSwarm } from "../../tools/experiment/numeric/particle_swarm.ts";
import { randomSearch } from "../../tools/experiment/numeric/random_search.ts";
import { numericMethod } from "../../tools/experiment/numeric_method.ts";
import { optimizedMethod } from "../../tools/experiment/optimized_method.ts";
import type { HyperParameters } from "./network.ts";
import task, { bounds, startValues, trainAndValidate, type Trial } from "./task.ts";

/** From a hyper-parameter to the number of the box, and back. */
const scales: Readonly<
  Record<keyof HyperParameters, {
    readonly to: (value: number) => number;
    readonly from: (number: number) => number;
  }>
> = {
  learningRate: { to: Math.log10, from: (power) => 10 ** power },
  momentum: { to: Number, from: Number },
  weightDecay: { to: Math.log10, from: (power) => 10 ** power },
  hiddenUnits: { to: Number, from: Math.round },
  batchSize: { to: Number, from: Math.round },
  epochs: { to: Number, from: Math.round },
};

const names = Object.keys(scales) as (keyof HyperParameters)[]; // as: its own keys

/** The hyper-parameters at a point of the box. */
function settingsAt(point: readonly number[]): HyperParameters {
  const entries = names.map((name, i) => [name, scales[name].from(point[i]!)]); // !: a number each
  return Object.fromEntries(entries) as unknown as HyperParameters; // as: every name is there
}

async function problemOf(seed: number): Promise<NumericProblem> {
  const { train: [example] } = await examplesOf(task, { seed });
  const trial = example?.input as Trial; // as: that of the task
  return {
    bounds: names.map((name) => {
      const [low, high] = bounds[name];
      return [scales[name].to(low), scales[name].to(high)];
    }),
    start: names.map((name) => scales[name].to(startValues[name])),
    loss: (point) => trainAndValidate(trial, settingsAt(point)).validation.loss,
  };
}

const numeric = (method: NumericMethod) => numericMethod(method, problemOf);

export default {
  title: "Hyper-parameters of a network on iris",
  unit: "validation cross-entropy, nats",
  isMaximized: false,
  scale: "log",
  axis: "evaluations",
  points: [0, 2, 5, 10, 15, 20, 25, 33, 40, 50, 60, 70, 80, 90, 100],
  seeds: Array.from({ length: 20 }, (_, i) => i + 1),
  sources: ["../random.ts", "network.ts", "iris.ts"],
  methods: {
    search: optimizedMethod({ task, optimizer: "search", measure: { value: (score) => -score } }),
    "Gaussian process": numeric(bayesianOptimization),
    TPE: numeric(parzenEstimator),
    "particle swarm": numeric(particleSwarm),
    "random search": numeric(randomSearch),
  },
} satisfies Experiment;

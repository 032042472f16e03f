import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { randomFrom } from "../../../src/seeds.ts";
import type { NumericMethod, NumericProblem } from "../../../tools/experiment/numeric.ts";
import { adam } from "../../../tools/experiment/numeric/adam.ts";
import { bayesianOptimization } from "../../../tools/experiment/numeric/bayesian_optimization.ts";
import {
  density,
  parzenEstimator,
  parzenOf,
} from "../../../tools/experiment/numeric/parzen_estimator.ts";
import { particleSwarm } from "../../../tools/experiment/numeric/particle_swarm.ts";
import { randomSearch } from "../../../tools/experiment/numeric/random_search.ts";

const sphere: NumericProblem = {
  bounds: [[-5, 5], [-5, 5]],
  start: [4, -4],
  loss: ([x, y]) => x! ** 2 + y! ** 2,
};

/** A valley that is ten times as steep across as along, with its end away from the middle. */
const shifted: NumericProblem = {
  bounds: [[-5, 5], [0, 20]],
  start: [-4, 19],
  loss: ([x, y]) => (x! - 2.5) ** 2 + 10 * ((y! - 7) / 2) ** 2,
};

/** The least loss of each method after so many evaluations, seed 1. */
async function least(
  method: NumericMethod,
  problem: NumericProblem,
  evaluations: number,
): Promise<number> {
  let [best, count] = [Infinity, 0];
  for await (const { point, loss } of method(problem, randomFrom(1))) {
    for (const [place, [low, high]] of problem.bounds.entries()) {
      assert(point[place]! >= low && point[place]! <= high, `${point} is outside`);
    }
    assertEquals(loss, await problem.loss(point));
    best = Math.min(best, loss);
    if (++count === evaluations) break;
  }
  return best;
}

/** Evaluations, and what the least is below after them. */
const methods: readonly (readonly [string, NumericMethod, evaluations: number, below: number])[] = [
  ["randomSearch()", randomSearch, 1_000, 0.05],
  ["adam()", adam({ learningRate: 0.3 }), 2_000, 1e-4],
  ["particleSwarm()", particleSwarm, 1_000, 1e-6],
  ["bayesianOptimization()", bayesianOptimization, 30, 0.01],
  ["parzenEstimator()", parzenEstimator, 100, 0.05],
];

for (const [name, method, evaluations, below] of methods) {
  Deno.test(`${name} comes near the least of a sphere and of a shifted valley`, async () => {
    for (const problem of [sphere, shifted]) {
      const found = await least(method, problem, evaluations);
      assert(found < below, `${found} is not below ${below}`);
    }
  });
}

Deno.test("adam() takes two evaluations for each number and one for the step, whose first is as long as its rate", async () => {
  const points: (readonly number[])[] = [];
  for await (const { point } of adam({ learningRate: 0.1 })(sphere, Math.random)) {
    points.push(point);
    if (points.length === 5) break;
  }
  const [x, y] = points[4]!;
  assertAlmostEquals(x!, 3.9, 1e-6);
  assertAlmostEquals(y!, -3.9, 1e-6);
});

Deno.test("parzenOf() makes a density: its integral is one, and it is high where values are", () => {
  const bumps = parzenOf([0.1, 0.11, 0.12, 0.13, 0.9]);
  const steps = 10_000;
  const sum = Array.from({ length: steps }, (_, i) => density(bumps, (i + 0.5) / steps))
    .reduce((sum, value) => sum + value, 0);
  assertAlmostEquals(sum / steps, 1, 1e-3);
  assert(density(bumps, 0.11) > 2 * density(bumps, 0.5));
});

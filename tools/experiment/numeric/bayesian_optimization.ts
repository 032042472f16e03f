/**
 * Bayesian optimization: a Gaussian process and expected improvement (Jones, Schonlau and Welch, "Efficient Global
 * Optimization of Expensive Black-Box Functions", 1998; Snoek, Larochelle and Adams 2012 for the kernel).
 *
 * @module
 */
import type { NumericProblem, NumericTrial } from "../numeric.ts";
import { fromUnit, trialAt, within } from "./box.ts";
import { expectedImprovement } from "../../../src/search/surrogate/expected_improvement.ts";
import { fitGaussianProcess } from "../../../src/search/surrogate/gaussian_process.ts";
import { drawNormal } from "../../../src/search/draw.ts";

/** Random points before the first fit: these, or two for each number. */
const fewestFirst = 8;

/** Points at which the expected improvement is compared: anywhere, and near the best one, at each distance. */
const anywhere = 1_000;
const near = 100;
const nearness = [0.1, 0.03, 0.01, 0.003];

/** Most trials that a process is fitted to: the best of them and the newest, half each. A fit takes their cube in time. */
const mostFitted = 200;

/** Evaluates where the expected improvement is greatest. */
export async function* bayesianOptimization(
  problem: NumericProblem,
  random: () => number,
): AsyncGenerator<NumericTrial> {
  const { bounds } = problem;
  const first = Math.max(fewestFirst, 2 * bounds.length);
  const tried: UnitTrial[] = [];
  for (;;) {
    const unit = tried.length < first ? bounds.map(random) : promising(tried, random);
    const trial = await trialAt(problem, fromUnit(unit, bounds));
    tried.push({ unit, loss: trial.loss });
    yield trial;
  }
}

/** A trial in the unit cube. */
interface UnitTrial {
  readonly unit: readonly number[];
  readonly loss: number;
}

function promising(tried: readonly UnitTrial[], random: () => number): readonly number[] {
  const known = fitted(tried);
  const process = fitGaussianProcess(known.map(({ unit }) => unit), known.map(({ loss }) => loss));
  const { unit: best, loss: least } = known.reduce((one, other) =>
    other.loss < one.loss ? other : one
  );
  const candidates = [
    ...Array.from({ length: anywhere }, () => best.map(random)),
    ...nearness.flatMap((distance) =>
      Array.from(
        { length: near },
        () => best.map((value) => within(value + distance * drawNormal(random), 0, 1)),
      )
    ),
  ];
  let [chosen, most] = [candidates[0]!, -Infinity]; // !: there are some
  for (const candidate of candidates) {
    const improvement = expectedImprovement(process.predict(candidate), least);
    if (improvement > most) [chosen, most] = [candidate, improvement];
  }
  return chosen;
}

function fitted(tried: readonly UnitTrial[]): readonly UnitTrial[] {
  if (tried.length <= mostFitted) return tried;
  const newest = tried.slice(-mostFitted / 2);
  const best = tried.slice(0, -mostFitted / 2).toSorted((one, other) => one.loss - other.loss);
  return [...best.slice(0, mostFitted / 2), ...newest];
}

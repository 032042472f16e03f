/**
 * The tree-structured Parzen estimator (Bergstra, Bardenet, Bengio and Kégl, "Algorithms for Hyper-Parameter Optimization",
 * NIPS 2011, section 4), for spaces without branches: each number has its own pair of densities.
 *
 * Its constants are those of hyperopt (Bergstra, Yamins and Cox 2013): 20 random points, then a quarter of the square root of
 * the trials counts as good, at most 25, and 24 draws are compared.
 *
 * @module
 */
import type { NumericProblem, NumericTrial } from "../numeric.ts";
import { fromUnit, trialAt } from "./box.ts";
import { drawNormal } from "../../../src/search/draw.ts";
import { normalDensity, normalShare } from "../../../src/search/surrogate/normal.ts";

const first = 20;
const mostGood = 25;
const draws = 24;

/** Evaluates, number by number, the draw of the good density that exceeds the bad one most. */
export async function* parzenEstimator(
  problem: NumericProblem,
  random: () => number,
): AsyncGenerator<NumericTrial> {
  const { bounds } = problem;
  const tried: { readonly unit: readonly number[]; readonly loss: number }[] = [];
  for (;;) {
    const unit = tried.length < first ? bounds.map(random) : likely(random);
    const trial = await trialAt(problem, fromUnit(unit, bounds));
    tried.push({ unit, loss: trial.loss });
    yield trial;
  }

  function likely(random: () => number): readonly number[] {
    const sorted = tried.toSorted((one, other) => one.loss - other.loss);
    const goodCount = Math.min(mostGood, Math.ceil(Math.sqrt(tried.length) / 4));
    return bounds.map((_, place) => {
      const values = sorted.map(({ unit }) => unit[place]!); // !: one of its places
      const good = parzenOf(values.slice(0, goodCount));
      const bad = parzenOf(values.slice(goodCount));
      const ratio = (value: number) => density(good, value) / density(bad, value);
      return Array.from({ length: draws }, () => drawFrom(good, random))
        .map((value) => ({ value, ratio: ratio(value) }))
        .reduce((one, other) => other.ratio > one.ratio ? other : one).value;
    });
  }
}

/** A normal distribution cut at 0 and 1. */
interface Bump {
  readonly center: number;
  readonly width: number;
  /** Its share between 0 and 1. */
  readonly share: number;
}

/** Bumps of equal weight: one at each value, as wide as the larger gap beside it, and a wide one, the prior. */
export function parzenOf(values: readonly number[]): readonly Bump[] {
  const centers = [...values, 0.5].sort((one, other) => one - other);
  const prior = centers.indexOf(0.5);
  const narrowest = 1 / Math.min(100, 1 + centers.length);
  return centers.map((center, place) => {
    const gap = Math.max(
      center - (centers[place - 1] ?? 0),
      (centers[place + 1] ?? 1) - center,
    );
    return bump(center, place === prior ? 1 : Math.min(1, Math.max(narrowest, gap)));
  });
}

function bump(center: number, width: number): Bump {
  const share = normalShare((1 - center) / width) - normalShare(-center / width);
  return { center, width, share };
}

/** The density of a mixture of bumps at a number between 0 and 1. */
export function density(bumps: readonly Bump[], value: number): number {
  const sum = bumps.reduce(
    (sum, { center, width, share }) =>
      sum + normalDensity((value - center) / width) / width / share,
    0,
  );
  return sum / bumps.length;
}

function drawFrom(bumps: readonly Bump[], random: () => number): number {
  const { center, width } = bumps[Math.floor(random() * bumps.length)]!; // !: the prior at least
  for (;;) { // ends: at least a third of a bump, whose center is within, is between 0 and 1
    const value = center + width * drawNormal(random);
    if (value >= 0 && value <= 1) return value;
  }
}

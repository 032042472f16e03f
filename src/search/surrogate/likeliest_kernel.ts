/**
 * Chooses the kernel of a Gaussian process by the marginal likelihood of the data.
 *
 * First one length for all numbers, from a grid. Then each number may have its own ("automatic relevance determination":
 * Neal, "Bayesian Learning for Neural Networks", 1996), as far as the data call for it: a few points can be explained by many
 * lengths, so a length that differs from the others costs likelihood.
 *
 * @module
 */
import { cholesky, type Triangle } from "../cholesky.ts";
import { type Kernel, matern, withNoise } from "./kernel.ts";
import { solved } from "./solved.ts";

/** The lengths and noises that are tried for all numbers. */
const lengths = [0.05, 0.1, 0.2, 0.35, 0.6, 1, 2];
const noises = [1e-8, 1e-4, 1e-2, 1e-1];

/** Bounds of a number's own length, and of the noise. */
const [leastLength, mostLength] = [0.03, 20];
const [leastNoise, mostNoise] = [1e-8, 0.3];

/** What a length costs for each factor of e between it and the mean length: a Laplace prior of scale 1/2. */
const difference = 2;

/** The factor by which lengths change at first: its root is taken where no change helps, down to the last. */
const firstFactor = 2;
const lastFactor = 1.2;
const noiseFactor = 10;

/** Rounds over all numbers. */
const mostRounds = 6;

/** A kernel and how likely it is. */
interface Choice {
  readonly kernel: Kernel;
  readonly worth: number;
}

/**
 * The likeliest kernel.
 *
 * @param points of the unit cube
 * @param values at them, with mean 0 and variance 1
 * @param before a kernel that was the likeliest of fewer data @default none
 * @throws {RangeError} for points or values that are no numbers
 */
export function likeliestKernel(
  points: readonly ArrayLike<number>[],
  values: readonly number[],
  before?: Kernel,
): Kernel {
  const dimension = points[0]?.length ?? 0;
  const likelihood = likelihoodOf(points, values);
  const choiceOf = (kernel: Kernel): Choice => ({
    kernel,
    worth: likelihood(kernel) - difference * differences(kernel.lengths),
  });
  const uniform = lengths.flatMap((length) =>
    noises.map((noise) => ({ lengths: Array(dimension).fill(length), noise }))
  );
  const tried = [...uniform, ...before === undefined ? [] : [before]].map(choiceOf);
  const start = tried.reduce(better);
  if (start.worth === -Infinity) {
    throw new RangeError("Cannot fit a Gaussian process: received data that are no numbers");
  }
  return dimension === 1 ? start.kernel : refined(start, choiceOf).kernel;
}

/** Changes single lengths, and the noise, while that makes the kernel likelier. */
function refined(start: Choice, choiceOf: (kernel: Kernel) => Choice): Choice {
  let best = start;
  let factor = firstFactor;
  for (let round = 0; round < mostRounds && factor >= lastFactor; round++) {
    const before = best;
    for (const place of best.kernel.lengths.keys()) {
      best = firstBetter(best, [factor, 1 / factor], (by) => choiceOf(withLength(best, place, by)));
    }
    const isMoved = best !== before;
    best = firstBetter(
      best,
      [noiseFactor, 1 / noiseFactor],
      (by) => choiceOf(withNoiseOf(best, by)),
    );
    if (!isMoved) factor = Math.sqrt(factor);
  }
  return best;
}

/** The first choice by one of the factors that is better, if any is. */
function firstBetter(
  best: Choice,
  factors: readonly number[],
  choiceBy: (factor: number) => Choice,
): Choice {
  for (const factor of factors) {
    const choice = choiceBy(factor);
    if (choice.worth > best.worth) return choice;
  }
  return best;
}

function withLength({ kernel }: Choice, place: number, factor: number): Kernel {
  const length = kernel.lengths[place]! * factor; // !: within
  const bounded = Math.min(mostLength, Math.max(leastLength, length));
  return { ...kernel, lengths: kernel.lengths.with(place, bounded) };
}

function withNoiseOf({ kernel }: Choice, factor: number): Kernel {
  return { ...kernel, noise: Math.min(mostNoise, Math.max(leastNoise, kernel.noise * factor)) };
}

/** Logarithm of the likelihood of the data by a kernel; −Infinity where they cannot be told apart. */
function likelihoodOf(
  points: readonly ArrayLike<number>[],
  values: readonly number[],
): (kernel: Kernel) => number {
  const squares = squaresOf(points);
  return ({ lengths, noise }) => {
    const weights = lengths.map((length) => length ** -2);
    const rows = squares.map((row) => {
      const count = row.length / weights.length;
      const correlations = new Float64Array(count);
      for (let j = 0, at = 0; j < count; j++) {
        let sum = 0;
        for (let k = 0; k < weights.length; k++) sum += row[at++]! * weights[k]!; // !: within
        correlations[j] = matern(sum);
      }
      return withNoise(correlations, { noise });
    });
    const lower = cholesky(rows);
    const { logLikelihood } = lower === null ? { logLikelihood: NaN } : solved(lower, values);
    return Number.isNaN(logLikelihood) ? -Infinity : logLikelihood;
  };
}

/** For each point the squared differences of each number to all points up to itself, one point after the other. */
function squaresOf(points: readonly ArrayLike<number>[]): Triangle {
  return points.map((point, i) => {
    const row = new Float64Array((i + 1) * point.length);
    for (let j = 0, at = 0; j <= i; j++) {
      for (let k = 0; k < point.length; k++) row[at++] = (point[k]! - points[j]![k]!) ** 2; // !: within
    }
    return row;
  });
}

/** How far lengths are from their mean, in factors of e, together. */
function differences(lengths: readonly number[]): number {
  const logarithms = lengths.map(Math.log);
  const mean = logarithms.reduce((sum, each) => sum + each, 0) / logarithms.length;
  return logarithms.reduce((sum, each) => sum + Math.abs(each - mean), 0);
}

function better(one: Choice, other: Choice): Choice {
  return other.worth > one.worth ? other : one;
}

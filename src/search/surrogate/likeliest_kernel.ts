/**
 * Chooses the kernel of a Gaussian process by the marginal likelihood of the data.
 *
 * First one length for all coordinates, from a grid. Then each may have its own ("automatic relevance determination":
 * Neal, "Bayesian Learning for Neural Networks", 1996), as far as the data call for it: a few points can be explained by many
 * lengths, so a length that differs from the others costs likelihood.
 *
 * @module
 */
import { cholesky, type Triangle } from "../cholesky.ts";
import { type Kernel, matern, squareBetween, withNoise } from "./kernel.ts";
import { solved } from "./solved.ts";

/** The lengths and noises that are tried for all coordinates. */
const lengths = [0.05, 0.1, 0.2, 0.35, 0.6, 1, 2];
const noises = [1e-8, 1e-4, 1e-2, 1e-1];

/** Bounds of a coordinate's own length, and of the noise. */
const [leastLength, mostLength] = [0.03, 20];
const [leastNoise, mostNoise] = [1e-8, 0.3];

/** What a length costs for each factor of e between it and the mean length: a Laplace prior of scale 1/2. */
const difference = 2;

/** The factor by which lengths change at first: its root is taken where no change helps, down to the last. */
const firstFactor = 2;
const lastFactor = 1.2;
const noiseFactor = 10;

/** Rounds over all coordinates. */
const mostRounds = 6;

/** A kernel and how likely it is. */
interface Choice {
  readonly kernel: Kernel;
  readonly worth: number;
}

/** What is known of the kernel before. */
export interface KernelHints {
  /** How many of the coordinates are numbers. @default all */
  readonly numbers?: number | undefined;
  /** The likeliest kernel of fewer data. @default none */
  readonly before?: Kernel | undefined;
}

/**
 * The likeliest kernel.
 *
 * @param points of the unit cube, and numbers of options
 * @param values at them, with mean 0 and variance 1
 * @throws {RangeError} for points or values that are no numbers
 */
export function likeliestKernel(
  points: readonly ArrayLike<number>[],
  values: readonly number[],
  { numbers = Infinity, before }: KernelHints = {},
): Kernel {
  const dimension = points[0]?.length ?? 0;
  const likelihood = likelihoodOf(points, values, numbers);
  const choiceOf = (kernel: Kernel): Choice => ({
    kernel,
    worth: likelihood(kernel) - difference * differences(kernel.lengths),
  });
  const uniform = lengths.flatMap((length) =>
    noises.map((noise) => ({
      lengths: Array(dimension).fill(length),
      numbers: Math.min(numbers, dimension),
      noise,
    }))
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
  numbers: number,
): (kernel: Kernel) => number {
  const squares = squaresOf(points, numbers);
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

/** For each point the squared distances of each coordinate to all points up to itself, one point after the other. */
function squaresOf(points: readonly ArrayLike<number>[], numbers: number): Triangle {
  return points.map((point, i) => {
    const row = new Float64Array((i + 1) * point.length);
    for (let j = 0, at = 0; j <= i; j++) {
      const other = points[j]!; // !: within
      for (let k = 0; k < point.length; k++) row[at++] = squareBetween(point, other, k, numbers);
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

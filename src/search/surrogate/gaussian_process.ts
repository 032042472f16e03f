/**
 * Regression by a Gaussian process (Rasmussen and Williams, "Gaussian Processes for Machine Learning", 2006, algorithm 2.1)
 * with the Matérn 5/2 kernel.
 *
 * @module
 */
import {
  cholesky,
  nextRow,
  nextSolved,
  solveLower,
  solveUpper,
  type Triangle,
} from "../cholesky.ts";

/** What is known of the function at a point. */
export interface Prediction {
  readonly mean: number;
  /** Standard deviation. */
  readonly deviation: number;
}

/** How much near points have in common. */
export interface Kernel {
  /** Length of correlation, in sides of the unit cube. */
  readonly length: number;
  /** Variance of the noise, in that of the data. */
  readonly noise: number;
}

/** A process that was fitted to data. */
export interface GaussianProcess {
  readonly kernel: Kernel;
  /** Logarithm of the probability of the data. */
  readonly logLikelihood: number;
  predict(point: ArrayLike<number>): Prediction;
  /**
   * The prediction, unless it is of no use before the deviation is known: the work grows with the square of the points.
   *
   * @param isUseless whether a prediction is of no use with this mean and at most this deviation; asked several times
   */
  predictUnless(
    point: ArrayLike<number>,
    isUseless: (atMost: Prediction) => boolean,
  ): Prediction | null;
  /** The process with one more value, by the same kernel; null where the point is too near to another one. */
  with(point: ArrayLike<number>, value: number): GaussianProcess | null;
}

/** Points that are accounted for between two questions whether a prediction is of use. */
const rowsBetween = 16;

const lengths = [0.05, 0.1, 0.2, 0.35, 0.6, 1, 2];
const noises = [1e-8, 1e-4, 1e-2, 1e-1];

/** The kernels to choose from. */
export const kernels: readonly Kernel[] = lengths.flatMap((length) =>
  noises.map((noise) => ({ length, noise }))
);

/**
 * Fits a process to values at points of the unit cube: by the kernel with the greatest marginal likelihood. Mean and variance
 * are those of the data.
 *
 * @param among the kernels to choose from, those of one length in a row @default all of a grid
 * @throws {RangeError} for points or values that are no numbers
 */
export function fitGaussianProcess(
  points: readonly ArrayLike<number>[],
  values: readonly number[],
  among: readonly Kernel[] = kernels,
): GaussianProcess {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const spread = Math.sqrt(variance) || 1;
  const scaled = values.map((value) => (value - mean) / spread);
  const distances = points.map((point, i) => distancesTo(point, points, i + 1));

  let correlations: Triangle = [];
  let length = NaN;
  let best: Fit | null = null;
  for (const kernel of among) {
    if (kernel.length !== length) {
      length = kernel.length;
      correlations = distances.map((row) => row.map((distance) => matern(distance / length)));
    }
    const lower = cholesky(correlations.map((row) => withNoise(row, kernel)));
    const fit = lower && fitOf(lower, scaled);
    if (fit !== null && fit.logLikelihood > (best?.logLikelihood ?? -Infinity)) {
      best = { ...fit, kernel };
    }
  }
  if (best === null) {
    throw new RangeError("Cannot fit a Gaussian process: received data that are no numbers");
  }
  return processOf({ ...best, points, scaled, mean, spread });
}

/** A lower triangle, and what follows from it for some values. */
interface Solved {
  readonly lower: Triangle;
  readonly weights: Float64Array;
  readonly logLikelihood: number;
}

interface Fit extends Solved {
  readonly kernel: Kernel;
}

interface Data {
  readonly points: readonly ArrayLike<number>[];
  /** The values with mean 0 and variance 1. */
  readonly scaled: readonly number[];
  readonly mean: number;
  readonly spread: number;
}

function processOf(fit: Fit & Data): GaussianProcess {
  const { kernel, logLikelihood, lower, weights, points, scaled, mean, spread } = fit;
  const correlationsOf = (point: ArrayLike<number>) => {
    const found = distancesTo(point, points, points.length);
    for (let i = 0; i < found.length; i++) found[i] = matern(found[i]! / kernel.length); // !: within
    return found;
  };
  const predictUnless: GaussianProcess["predictUnless"] = (point, isUseless) => {
    const towards = correlationsOf(point);
    let [explained, expected] = [0, 0];
    for (let i = 0; i < towards.length; i++) expected += towards[i]! * weights[i]!; // !: as many
    const found = () => ({
      mean: mean + spread * expected,
      deviation: spread * Math.sqrt(Math.max(0, 1 - explained)),
    });
    const solved = new Float64Array(lower.length);
    for (let i = 0; i < lower.length; i++) {
      if (i % rowsBetween === 0 && isUseless(found())) return null;
      solved[i] = nextSolved(lower, towards, solved, i);
      explained += solved[i]! ** 2; // !: just set
    }
    return found();
  };
  return {
    kernel,
    logLikelihood,
    predict: (point) => predictUnless(point, () => false)!, // !: of use
    predictUnless,
    with(point, value) {
      const given = withNoise(Float64Array.of(...correlationsOf(point), 1), kernel);
      const row = nextRow(lower, given);
      if (row === null) return null;
      const all = [...scaled, (value - mean) / spread];
      const solved = fitOf([...lower, row], all);
      return processOf({ ...fit, ...solved, points: [...points, point], scaled: all });
    },
  };
}

function fitOf(lower: Triangle, values: readonly number[]): Solved {
  const weights = solveUpper(lower, solveLower(lower, values));
  const fitted = values.reduce((sum, value, i) => sum + value * weights[i]!, 0); // !: as many
  const volume = lower.reduce((sum, row) => sum + Math.log(row.at(-1)!), 0); // !: no row is empty
  const logLikelihood = -fitted / 2 - volume - values.length * Math.log(2 * Math.PI) / 2;
  return { lower, weights, logLikelihood };
}

/** A row of correlations that ends on the diagonal. */
function withNoise(row: Float64Array, { noise }: Kernel): Float64Array {
  return row.with(row.length - 1, row.at(-1)! + noise); // !: no row is empty
}

function distancesTo(
  point: ArrayLike<number>,
  points: readonly ArrayLike<number>[],
  count: number,
): Float64Array {
  const distances = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const other = points[i]!; // !: here and below, as many
    let sum = 0;
    for (let k = 0; k < point.length; k++) sum += (point[k]! - other[k]!) ** 2;
    distances[i] = Math.sqrt(sum);
  }
  return distances;
}

/** The Matérn correlation with ν = 5/2 at a distance in lengths. */
function matern(distance: number): number {
  const scaled = Math.sqrt(5) * distance;
  return (1 + scaled + scaled ** 2 / 3) * Math.exp(-scaled);
}

/**
 * Regression by a Gaussian process (Rasmussen and Williams, "Gaussian Processes for Machine Learning", 2006, algorithm 2.1).
 *
 * @module
 */
import { cholesky, nextRow, nextSolved } from "../cholesky.ts";
import { correlationsWith, type Kernel, withNoise } from "./kernel.ts";
import { type KernelHints, likeliestKernel } from "./likeliest_kernel.ts";
import { type Solved, solved } from "./solved.ts";

/** What is known of the function at a point. */
export interface Prediction {
  readonly mean: number;
  /** Standard deviation. */
  readonly deviation: number;
}

/** A process that was fitted to data. */
export interface GaussianProcess {
  readonly kernel: Kernel;
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

/** What a pivot is raised to where points can hardly be told apart. */
const leastPivot = 1e-12;

/** The kernel of a process. */
export interface KernelChoice extends KernelHints {
  /** The kernel, where it is known. @default the likeliest */
  readonly kernel?: Kernel | undefined;
}

/**
 * Fits a process to values at points of the unit cube, which may have numbers of options behind their numbers. Its mean is
 * that of the data.
 *
 * @throws {RangeError} for points or values that are no numbers, where the kernel is looked for
 */
export function fitGaussianProcess(
  points: readonly ArrayLike<number>[],
  values: readonly number[],
  { kernel: given, ...hints }: KernelChoice = {},
): GaussianProcess {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const spread = Math.sqrt(variance) || 1;
  const scaled = values.map((value) => (value - mean) / spread);
  const kernel = given ?? likeliestKernel(points, scaled, hints);
  const rows = points.map((point, i) =>
    withNoise(correlationsWith(point, points, kernel, i + 1), kernel)
  );
  const lower = cholesky(rows, leastPivot)!; // !: pivots are raised
  return processOf({ kernel, points, scaled, mean, spread, ...solved(lower, scaled) });
}

interface Fit extends Solved {
  readonly kernel: Kernel;
  readonly points: readonly ArrayLike<number>[];
  /** The values with mean 0 and variance 1. */
  readonly scaled: readonly number[];
  readonly mean: number;
  readonly spread: number;
}

function processOf(fit: Fit): GaussianProcess {
  const { kernel, lower, weights, variance, points, scaled, mean, spread } = fit;
  const deviation = spread * Math.sqrt(variance);
  const predictUnless: GaussianProcess["predictUnless"] = (point, isUseless) => {
    const towards = correlationsWith(point, points, kernel);
    let [explained, expected] = [0, 0];
    for (let i = 0; i < towards.length; i++) expected += towards[i]! * weights[i]!; // !: as many
    const found = () => ({
      mean: mean + spread * expected,
      deviation: deviation * Math.sqrt(Math.max(0, 1 - explained)),
    });
    const solution = new Float64Array(lower.length);
    for (let i = 0; i < lower.length; i++) {
      if (i % rowsBetween === 0 && isUseless(found())) return null;
      solution[i] = nextSolved(lower, towards, solution, i);
      explained += solution[i]! ** 2; // !: just set
    }
    return found();
  };
  return {
    kernel,
    predict: (point) => predictUnless(point, () => false)!, // !: of use
    predictUnless,
    with(point, value) {
      const correlations = Float64Array.of(...correlationsWith(point, points, kernel), 1);
      const row = nextRow(lower, withNoise(correlations, kernel));
      if (row === null) return null;
      const all = [...scaled, (value - mean) / spread];
      return processOf({
        ...fit,
        ...solved([...lower, row], all),
        points: [...points, point],
        scaled: all,
      });
    },
  };
}

/**
 * Regression by a Gaussian process (Rasmussen and Williams, "Gaussian Processes for Machine Learning", 2006, algorithm 2.1)
 * with the Matérn 5/2 kernel.
 *
 * @module
 */
import { cholesky, solveLower, solveUpper, type Triangle } from "./cholesky.ts";

/** What is known of the function at a point. */
export interface Prediction {
  readonly mean: number;
  /** Standard deviation. */
  readonly deviation: number;
}

/** A process that was fitted to data. */
export interface GaussianProcess {
  predict(point: readonly number[]): Prediction;
  /** Logarithm of the probability of the data, which chose length and noise. */
  readonly logLikelihood: number;
}

/** Lengths of correlation, in sides of the unit cube, and variances of the noise, in those of the data. */
const lengths = [0.05, 0.1, 0.2, 0.35, 0.6, 1, 2];
const noises = [1e-8, 1e-4, 1e-2, 1e-1];

/**
 * Fits a process to values at points of the unit cube: of the lengths and noises of a grid those with the greatest marginal
 * likelihood. Mean and variance are those of the data.
 */
export function fitGaussianProcess(
  points: readonly (readonly number[])[],
  values: readonly number[],
): GaussianProcess {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const spread = Math.sqrt(variance) || 1;
  const scaled = values.map((value) => (value - mean) / spread);
  const distances = points.map((point, i) => points.slice(0, i + 1).map(distanceTo(point)));

  let best: Fit | null = null;
  for (const length of lengths) {
    const correlations = distances.map((row) => row.map((distance) => matern(distance / length)));
    for (const noise of noises) {
      const fit = fitOf(correlations, scaled, { length, noise });
      if (fit !== null && (best === null || fit.logLikelihood > best.logLikelihood)) best = fit;
    }
  }
  if (best === null) {
    throw new RangeError("Cannot fit a Gaussian process: received data that are no numbers");
  }
  const { lower, weights, length, logLikelihood } = best;
  return {
    logLikelihood,
    predict(point) {
      const towards = points.map(distanceTo(point)).map((distance) => matern(distance / length));
      const explained = solveLower(lower, towards).reduce((sum, value) => sum + value ** 2, 0);
      const expected = towards.reduce((sum, value, i) => sum + value * weights[i]!, 0); // !: as many
      return {
        mean: mean + spread * expected,
        deviation: spread * Math.sqrt(Math.max(0, 1 - explained)),
      };
    },
  };
}

interface Fit {
  readonly lower: Triangle;
  readonly weights: readonly number[];
  readonly length: number;
  readonly logLikelihood: number;
}

function fitOf(
  correlations: Triangle,
  values: readonly number[],
  { length, noise }: { readonly length: number; readonly noise: number },
): Fit | null {
  const lower = cholesky(
    correlations.map((row, i) => row.map((value, j) => i === j ? value + noise : value)),
  );
  if (lower === null) return null;
  const weights = solveUpper(lower, solveLower(lower, values));
  const fitted = values.reduce((sum, value, i) => sum + value * weights[i]!, 0); // !: as many
  const volume = lower.reduce((sum, row) => sum + Math.log(row.at(-1)!), 0); // !: no row is empty
  const logLikelihood = -fitted / 2 - volume - values.length * Math.log(2 * Math.PI) / 2;
  return { lower, weights, length, logLikelihood };
}

function distanceTo(point: readonly number[]): (other: readonly number[]) => number {
  return (other) => Math.sqrt(point.reduce((sum, value, i) => sum + (value - other[i]!) ** 2, 0)); // !: as many
}

/** The Matérn correlation with ν = 5/2 at a distance in lengths. */
function matern(distance: number): number {
  const scaled = Math.sqrt(5) * distance;
  return (1 + scaled + scaled ** 2 / 3) * Math.exp(-scaled);
}

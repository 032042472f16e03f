/**
 * What values at points say under one kernel.
 *
 * @module
 */
import { solveLower, solveUpper, type Triangle } from "../cholesky.ts";

/** Values, solved by the triangle of their correlations. */
export interface Solved {
  readonly lower: Triangle;
  readonly weights: Float64Array;
  /** The likeliest variance of the function. */
  readonly variance: number;
  /** Logarithm of the probability of the values with that variance, but for a constant. */
  readonly logLikelihood: number;
}

/** Variance of values that are all equal. */
const leastVariance = 1e-12;

/** Solves values with mean 0. @param lower the triangle of their correlations with noise */
export function solved(lower: Triangle, values: readonly number[]): Solved {
  const weights = solveUpper(lower, solveLower(lower, values));
  const fitted = values.reduce((sum, value, i) => sum + value * weights[i]!, 0); // !: as many
  const variance = Math.max(leastVariance, fitted / values.length);
  const volume = lower.reduce((sum, row) => sum + Math.log(row.at(-1)!), 0); // !: no row is empty
  const logLikelihood = -values.length * Math.log(variance) / 2 - volume;
  return { lower, weights, variance, logLikelihood };
}

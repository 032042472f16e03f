/**
 * The confidence interval of a mean difference between pairs, by Student's t.
 *
 * @module
 */
import { differenceOf, meanOf } from "../propagate/mean.ts";

/** A mean with the bounds of its interval. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The two-sided interval of the mean of paired differences; undefined for fewer than two.
 *
 * @param error the chance that the interval misses the true mean @default 0.05
 */
export function pairedInterval(
  differences: readonly number[],
  error: number = 0.05,
): Interval | undefined {
  const count = differences.length;
  if (count < 2) return undefined;
  const mean = meanOf(differences);
  const reach = studentQuantile(1 - error / 2, count - 1) * deviation(differences, mean) /
    Math.sqrt(count);
  return { mean, low: differenceOf(mean, reach), high: differenceOf(mean, -reach) };
}

/** The standard deviation of a sample; the squares are of shares of the largest deviation, so they cannot overflow. */
function deviation(values: readonly number[], mean: number): number {
  const deviations = values.map((value) => Math.abs(value - mean));
  const largest = deviations.reduce((most, value) => Math.max(most, value), 0);
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  const squares = deviations.reduce((sum, value) => sum + (value / largest) ** 2, 0);
  return largest * Math.sqrt(squares / (values.length - 1));
}

/**
 * The quantile of Student's distribution: the number that a variable is below with a probability of at least a half.
 *
 * @param probability from 0.5, below 1
 * @param freedom degrees of freedom, a whole number from 1
 */
export function studentQuantile(probability: number, freedom: number): number {
  let [low, high] = [0, Math.PI / 2]; // of the angle, which is bounded where the quantile is not
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2;
    if (centralShare(middle, freedom) < 2 * probability - 1) low = middle;
    else high = middle;
  }
  return Math.sqrt(freedom) * Math.tan(low);
}

/**
 * The probability between −t and t, for t = √freedom · tan(angle): a finite sum (Abramowitz and Stegun, 26.7.3 and
 * 26.7.4).
 */
function centralShare(angle: number, freedom: number): number {
  const isOdd = freedom % 2 === 1;
  const cosine = Math.cos(angle);
  let term = isOdd ? cosine : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let k = isOdd ? 3 : 2; k < freedom - 1; k += 2) {
    term *= (k - 1) / k * cosine ** 2;
    sum += term;
  }
  return isOdd ? 2 / Math.PI * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
}

/**
 * Arithmetic on scores that never overflows: finite numbers give finite results.
 *
 * @module
 */

/** The mean; NaN for an empty list. A sum beyond the largest number does not reach the mean. */
export function meanOf(values: readonly number[]): number {
  const count = values.length;
  const sum = values.reduce((sum, value) => sum + value, 0);
  if (Number.isFinite(sum) || !values.every(Number.isFinite)) return sum / count;
  return withinRange(values.reduce((mean, value) => mean + value / count, 0));
}

/** The sum of two finite numbers; beyond the largest number, the largest. */
export function sumOf(one: number, other: number): number {
  return withinRange(one + other);
}

/** The difference of two finite numbers; beyond the largest number, the largest. */
export function differenceOf(one: number, other: number): number {
  return withinRange(one - other);
}

function withinRange(value: number): number {
  return Math.min(Math.max(value, -Number.MAX_VALUE), Number.MAX_VALUE);
}

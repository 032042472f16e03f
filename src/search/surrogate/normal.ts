/**
 * The standard normal distribution.
 *
 * @module
 */

/** Coefficients of the approximation, the highest power first. */
const powers = [
  0.17087277,
  -0.82215223,
  1.48851587,
  -1.13520398,
  0.27886807,
  -0.18628806,
  0.09678418,
  0.37409196,
  1.00002368,
  -1.26551223,
];

/** The share below a number, with a relative error under 1.2e-7 also far below (Press et al., "Numerical Recipes", section 6.2). */
export function normalShare(value: number): number {
  const distance = Math.abs(value) / Math.SQRT2;
  const t = 1 / (1 + distance / 2);
  const polynomial = powers.reduce((sum, power) => sum * t + power, 0);
  const tail = t * Math.exp(polynomial - distance ** 2) / 2;
  return value < 0 ? tail : 1 - tail;
}

/** The density at a number. */
export function normalDensity(value: number): number {
  return Math.exp(-(value ** 2) / 2) / Math.sqrt(2 * Math.PI);
}

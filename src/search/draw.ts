/**
 * Draws from a seeded source of uniform numbers.
 *
 * @module
 */

/** Uniform numbers in [0, 1). */
export type Random = () => number;

/** Whether an event of this probability happens. */
export function chance(random: Random, probability: number): boolean {
  return random() < probability;
}

/** A whole number from 0 up to but not including `count`. */
export function drawIndex(random: Random, count: number): number {
  return Math.min(Math.floor(random() * count), count - 1);
}

/** One of the choices, all equally likely; `undefined` only when there is none. */
export function pick<T>(random: Random, choices: readonly T[]): T | undefined {
  return choices[drawIndex(random, choices.length)];
}

/** One of the choices, each as likely as its weight says; `undefined` only when no weight is positive. */
export function pickWeighted<T extends { readonly weight: number }>(
  random: Random,
  choices: readonly T[],
): T | undefined {
  let left = random() * choices.reduce((sum, { weight }) => sum + weight, 0);
  return choices.find(({ weight }) => (left -= weight) < 0);
}

/** A normally distributed number with mean 0 and variance 1 (Box and Muller). */
export function drawNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** A positive number whose logarithm is uniform between those of `least` and `most`. */
export function drawMagnitude(random: Random, least: number, most: number): number {
  return least * (most / least) ** random();
}

/** Normally distributed numbers with mean 0 and variance 1. */
export function drawNormals(random: Random, count: number): Float64Array {
  return new Float64Array(count).map(() => drawNormal(random));
}

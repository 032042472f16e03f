/**
 * Sizes the generations of arms that vary values.
 *
 * @module
 */

/** Most candidates of a generation. */
const most = 12;

/** Trials for each candidate of a generation. */
const trialsEach = 4;

/**
 * The candidates of a generation: few at first, so that the next one can learn from them, and more for more places, and with
 * more trials, of which one more tells less.
 */
export function generationSize(places: number, trials: number): number {
  const first = 2 + Math.floor(Math.log2(1 + places));
  return Math.min(most, Math.max(first, Math.floor(trials / trialsEach)));
}

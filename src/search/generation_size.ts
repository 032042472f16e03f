/**
 * Sizes the generations of arms that vary values.
 *
 * @module
 */

/** Most candidates of a generation. */
const most = 12;

/** Trials for each candidate of a generation. */
const trialsEach = 4;

/** What a generation's size follows from. */
export interface SizeOptions {
  /** Places that may change. */
  readonly places: number;
  /** Candidates that were tried. */
  readonly trials: number;
  /** Candidates for each doubling of the places. @default 1 */
  readonly each?: number;
}

/**
 * The candidates of a generation: few at first, so that the next one can learn from them, and more for more places, and with
 * more trials, of which one more tells less.
 */
export function generationSize({ places, trials, each = 1 }: SizeOptions): number {
  const first = each * (2 + Math.floor(Math.log2(1 + places)));
  return Math.min(most, Math.max(first, Math.floor(trials / trialsEach)));
}

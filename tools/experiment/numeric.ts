/**
 * Methods of other fields on a box of numbers, as baselines. Types only.
 *
 * @module
 */

/** A function of numbers that is to be made small. */
export interface NumericProblem {
  /** Lowest and highest value of each number. */
  readonly bounds: readonly (readonly [low: number, high: number])[];
  /** Where a method that takes a start begins. */
  readonly start: readonly number[];
  /** The loss at a point within the bounds: a finite number. Whole numbers are the problem's business: it rounds. */
  loss(point: readonly number[]): number | Promise<number>;
}

/** A point that a method evaluated. */
export interface NumericTrial {
  readonly point: readonly number[];
  readonly loss: number;
}

/** A method: evaluates points one after the other and yields each, without end unless it has converged. */
export type NumericMethod = (
  problem: NumericProblem,
  random: () => number,
) => AsyncIterable<NumericTrial>;

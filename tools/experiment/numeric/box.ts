/**
 * Points of a box, and of the unit cube that stands for it.
 *
 * @module
 */
import type { NumericProblem, NumericTrial } from "../numeric.ts";

type Bounds = NumericProblem["bounds"];

/** Evaluates a point of the problem. */
export async function trialAt(
  problem: NumericProblem,
  point: readonly number[],
): Promise<NumericTrial> {
  return { point, loss: await problem.loss(point) };
}

/** The point of the box for a point of the unit cube. */
export function fromUnit(unit: readonly number[], bounds: Bounds): readonly number[] {
  return bounds.map(([low, high], place) => low + unit[place]! * (high - low)); // !: as many numbers
}

/** The nearest number of an interval. */
export function within(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

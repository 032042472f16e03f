/**
 * A distance from right with its side.
 *
 * @module
 */
import type { Observation } from "./observations.ts";

/** How far an output is from right, and on which side: 0 is right. */
export interface Residual {
  /** The place of the phrase that it reads; none where it reads no phrase. */
  readonly place: number | null;
  of(observation: Observation): number;
  /** How much of it is predicted from other candidates: 1 for all of it, 0 for no more than its mean tells. */
  readonly share: number;
}

/** Share of a variation that is predicted; none where it is not a number. */
export function shareOf(error: number, variation: number): number {
  const share = 1 - error / variation;
  return Number.isFinite(share) ? share : 0;
}

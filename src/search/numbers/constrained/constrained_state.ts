/**
 * The state of the arm for scores under constraints, and how a place stands.
 *
 * @module
 */

/** A place and what was measured there. Vectors are packed numbers. */
export interface Base {
  readonly vector: string;
  /** See `measuredIn`. */
  readonly measured: string;
  /** Slopes there; see `packedKnown`. */
  readonly known: string;
  /** The score that decides; null for a failed run. */
  readonly score: number | null;
}

/** The arm between two generations. */
export interface ConstrainedState {
  /** Of the frame; the arm begins anew when it changes. */
  readonly shape: number;
  readonly units: readonly number[];
  /** A place to start from, places beside the base to learn slopes, places along the step from it. */
  readonly stage: "start" | "slopes" | "step";
  /** Candidates of the stage, and those whose trials are known. */
  readonly wanted: number;
  readonly told: number;
  /** The place to start from, the step; empty in between. */
  readonly vector: string;
  /** Null before the first start. */
  readonly base: Base | null;
  /** Most that a coordinate moves in the next step. */
  readonly reach: number;
  /** Steps taken since the start. */
  readonly steps: number;
  /** Which measured numbers depend on which coordinates, as bits in base64; empty before the first slopes. */
  readonly dependence: string;
  /** Whether each coordinate is moved alone, because what depends on what is not known or may have changed. */
  readonly isWhole: boolean;
  /** Whether slopes were measured at the base itself. */
  readonly isFresh: boolean;
  /** Slopes that the trials of the stage showed so far: number, coordinate, slope, and so on. */
  readonly slopes: string;
  /** How much each number changes at most when all coordinates move by 1. */
  readonly spans: string;
  /** Rise of the merit that the step promises. */
  readonly promised: number;
  /** Score that a broken constraint costs by distance, as a share of the score's span. */
  readonly weight: number;
  /** The best end of a search, and searches since that brought nothing better. */
  readonly best: Base | null;
  readonly fruitless: number;
  /** Whether no trial tells its slacks any more. */
  readonly isIdle: boolean;
}

/** Distance that constraints keep, so that rounding breaks none. */
export const margin = 1e-10;

/**
 * The score less what broken constraints cost: one by how far all coordinates would have to move to mend it.
 *
 * (An exact penalty function: a place is best for it where it is best under the constraints, once the price is high enough.)
 */
export function meritOf(measured: Float64Array, spans: Float64Array, price: number): number {
  return measured[0]! - price * lackOf(measured, spans); // the first is the score
}

/** How far broken constraints are from the margin, as distances. */
export function lackOf(measured: Float64Array, spans: Float64Array): number {
  let lack = 0;
  for (let number = 1; number < measured.length; number++) {
    const span = spans[number]!; // one for each
    if (span > 0) lack += Math.max(0, margin - measured[number]! / span);
  }
  return lack;
}

/** What a broken constraint costs by distance. */
export function priceOf({ weight }: ConstrainedState, spans: Float64Array): number {
  return weight * (spans[0]! || 1); // the first is that of the score
}

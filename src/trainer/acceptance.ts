/**
 * Decides whether a candidate replaces the current one.
 *
 * @module
 */
import { compareScores, formatScore, meanScore, type Score } from "./scores.ts";

/** A decision with its reason. */
export interface Acceptance {
  readonly isAccepted: boolean;
  readonly reason: string;
}

/**
 * Accepts a candidate that exceeds the current one on the same examples by more than `threshold`.
 *
 * @param scores the candidate's scores @param against the current candidate's scores, on the same examples in the
 * same order
 */
export function accept(
  scores: readonly Score[],
  against: readonly Score[],
  threshold = 0,
): Acceptance {
  const difference = compareScores(scores, against);
  const isAccepted = difference > threshold;
  const relation = isAccepted
    ? "better than"
    : difference === 0
    ? "equal to"
    : difference > 0
    ? "not better by more than the threshold than"
    : "worse than";
  const examples = scores.length === 1 ? "one example" : `the same ${scores.length} examples`;
  return {
    isAccepted,
    reason: `${formatScore(meanScore(scores))} is ${relation} ${
      formatScore(meanScore(against))
    } on ${examples}`,
  };
}

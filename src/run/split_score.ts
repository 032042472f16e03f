/**
 * The score of a split: the last line of `eval --json`.
 *
 * @module
 */
import type { Split } from "../trainer/evaluator.ts";
import type { FinishedEvent } from "../trainer/event.ts";
import { nothingSpent } from "../trainer/ledger.ts";
import type { Score } from "../trainer/scores.ts";
import { describeError } from "./finished_event.ts";

/** The score of one candidate on all examples of a split. */
export interface SplitScore {
  readonly type: "evaluated";
  /** Null when nothing was scored. */
  readonly split: Split | null;
  /** The mean; null when a run failed that the guide could not judge, or nothing was scored. */
  readonly score: number | null;
  /** Number of examples. */
  readonly examples: number;
  /** Number of runs without an output or without a judgement. */
  readonly failures: number;
  /** Spending on models. */
  readonly usage: FinishedEvent["usage"];
  /** Wall time in seconds. */
  readonly seconds: number;
  /** The reason why nothing was scored. */
  readonly error?: FinishedEvent["error"];
}

/** Whether a run has no output or no judgement. */
export function isFailed(
  { score, error }: { readonly score: Score; readonly error?: string },
): boolean {
  return score === null || error !== undefined;
}

/** The last line when nothing was scored. */
export function failedScore(error: unknown): SplitScore {
  const { evaluations: _none, seconds, ...usage } = nothingSpent;
  return {
    type: "evaluated",
    split: null,
    score: null,
    examples: 0,
    failures: 0,
    usage,
    seconds,
    error: describeError(error),
  };
}

/**
 * Earlier candidates with their scores, and a bounded reader of them.
 *
 * @module
 */
import type { Values } from "./problem.ts";

/** An evaluated candidate. */
export interface Trial {
  /** The step that proposed it; 0 for the initial values. */
  readonly step: number;
  /** All parameter values by name. */
  readonly values: Values;
  /** Mean over its examples, higher is better; null when a failed run could not be judged. */
  readonly score: number | null;
  /** Scores by example id. */
  readonly scores: Readonly<Record<string, number | null>>;
  /** Feedback text, bounded. */
  readonly feedback: string;
  /** Whether it became the current candidate. */
  readonly isAccepted: boolean;
  /**
   * For values that are used one after the other, without a choice: how their score compares with the one before.
   * `first` and `unknown` have nothing to compare with. @default none: they were accepted or not
   */
  readonly comparison?: TrialComparison;
}

/** How a score compares with the one before. */
export type TrialComparison = "first" | "better" | "worse" | "equal" | "unknown";

/** Reads the trials of a run. At most `maxTrials` are latest: accepted ones first, then the newest. */
export interface TrialHistory {
  /** Number of trials latest. */
  readonly size: number;
  /** The newest trials, oldest first; at most `count`. */
  latest(count: number): readonly Trial[];
  /** The trials with the highest scores, best first; at most `count`. Failed trials are omitted. */
  best(count: number): readonly Trial[];
}

/** Maximum number of trials in a history. */
export const maxTrials = 2_000;

/**
 * A history of these trials, oldest first: for tests and for calling a proposer directly.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { type Trial, trialHistory } from "@opto/opto/optimizer";
 *
 * const trial = (step: number, score: number): Trial =>
 *   ({ step, score, values: {}, scores: {}, feedback: "", isAccepted: false });
 * const history = trialHistory([trial(1, 0.5), trial(2, 0.9), trial(3, 0.7)]);
 * assertEquals(history.latest(2).map(({ step }) => step), [2, 3]);
 * assertEquals(history.best(2).map(({ step }) => step), [2, 3]);
 * ```
 */
export function trialHistory(trials: readonly Trial[] = []): TrialHistory {
  const latest = trials.slice(-maxTrials);
  return {
    size: latest.length,
    latest: (count) => latest.slice(Math.max(0, latest.length - count)),
    best: (count) => bestTrials(latest, count),
  };
}

/** The trials with the highest scores, best first; earlier ones first among equal. Failed ones are left out. */
export function bestTrials(trials: readonly Trial[], count: number): readonly Trial[] {
  return trials
    .filter((trial): trial is Trial & { readonly score: number } => Number.isFinite(trial.score))
    .sort((one, other) => other.score - one.score)
    .slice(0, count);
}

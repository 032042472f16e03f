/**
 * Earlier candidates with their scores, and a bounded reader of them.
 *
 * @module
 */
import { differenceOf } from "../propagate/mean.ts";
import type { Values } from "./problem.ts";
import { exampleScores, leadOf, usualScores } from "./trial_lead.ts";

/** An evaluated candidate. Its texts and numbers come from train examples, but for `validation`. */
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
  /** Outputs as text, bounded. @default none */
  readonly outputs?: string;
  /** Mean of each metric on the examples of its texts. @default none */
  readonly metrics?: Readonly<Record<string, number>>;
  /** Metrics by example id, of all examples that it met. @default none */
  readonly metricsByExample?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Feedback by example id, bounded, of the newest trials alone. @default none */
  readonly feedbackByExample?: Readonly<Record<string, string>>;
  /** Scores without constraints, and slacks, by example id. @default none */
  readonly relaxedByExample?: Readonly<Record<string, RelaxedScore>>;
  /** Whether it became the current candidate. */
  readonly isAccepted: boolean;
  /** The trial beside the values that it was compared with. @default none: nothing to compare with */
  readonly comparison?: TrialComparison;
  /** Mean score on the validation split. @default none: it was not evaluated there */
  readonly validation?: number | null;
  /** The parts of its proposal that were refused, so that the trial is of the others alone. @default none */
  readonly refused?: readonly RefusedValue[];
}

/** A score under constraints, taken apart for the search. */
export interface RelaxedScore {
  /** The score as if no constraint were broken. */
  readonly score: number;
  /** For each constraint how far it is from being broken, in the same order for all candidates; negative where it is broken. */
  readonly slacks: ArrayLike<number>;
}

/** A trial beside other values, usually those that it was made from. */
export interface TrialComparison {
  /** Step of the other values. */
  readonly step: number;
  /** The other values. */
  readonly values: Values;
  /** Number of examples that both met; absent where they may have met different ones. */
  readonly examples?: number;
  /** Mean scores over the runs that could be judged; null without one. */
  readonly score: number | null;
  /** As `score`, of the other values. */
  readonly otherScore: number | null;
  /** Runs without a score. */
  readonly failed: number;
  /** As `failed`, of the other values. */
  readonly otherFailed: number;
  /** Mean of each metric of the other values. */
  readonly otherMetrics: Readonly<Record<string, number>>;
  /** Whether every output is the same. */
  readonly isUnchanged: boolean;
}

/** A suggested value that was refused before any evaluation, or an answer that could not be used. */
export interface RefusedValue {
  /** Name of the parameter; absent for a whole answer. */
  readonly parameter?: string;
  /** The reason, bounded. */
  readonly reason: string;
}

/** A reason of refusals in earlier steps, each distinct one once. */
export interface RefusedTrial extends RefusedValue {
  /** The latest step with it. */
  readonly step: number;
  /** Number of refusals with it. */
  readonly count: number;
}

/** Reads the trials of a run. At most `maxTrials`, or `maxCodeTrials`, are kept: accepted ones first, then the newest. */
export interface TrialHistory {
  /** Number of trials kept. */
  readonly size: number;
  /** The newest trials, oldest first; at most `count`. */
  latest(count: number): readonly Trial[];
  /**
   * The best trials, best first; at most `count`. Each is measured by its lead over the accepted ones on the examples that
   * it met, because trials of different batches have no common scale. Failed trials are omitted. Where `population`
   * has several, they are its best.
   */
  best(count: number): readonly Trial[];
  /** The trials that proposals are to start from, where the trainer keeps a population. @default all of them */
  readonly population?: readonly Trial[];
  /** The latest distinct refusals of earlier steps, oldest first; at most `count`. */
  refusals(count: number): readonly RefusedTrial[];
}

/** Maximum number of trials in a history. */
export const maxTrials = 2_000;

/** The same where code varies: its search comes back to small candidates after thousands of others. */
export const maxCodeTrials = 8_000;

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
export function trialHistory(
  trials: readonly Trial[] = [],
  refusals: readonly RefusedTrial[] = [],
): TrialHistory {
  const latest = trials.slice(-maxTrials);
  return {
    size: latest.length,
    latest: (count) => lastOf(latest, count),
    best: (count) => bestTrials(latest, count),
    refusals: (count) => lastOf(refusals, count),
  };
}

/** The last members of a list; at most `count`. */
export function lastOf<Item>(list: readonly Item[], count: number): readonly Item[] {
  return count >= list.length ? list : list.slice(list.length - count);
}

/** The best trials by their lead, best first; earlier ones first among equal. Failed ones are left out. */
export function bestTrials(trials: readonly Trial[], count: number): readonly Trial[] {
  const measured = trials.map((trial) => ({ trial, scores: exampleScores(trial) }))
    .filter(({ scores }) => scores.length > 0);
  const usual = usualScores(measured);
  return measured
    .map(({ trial, scores }) => ({ trial, lead: leadOf(scores, usual) }))
    .sort((one, other) => differenceOf(other.lead, one.lead))
    .slice(0, count)
    .map(({ trial }) => trial);
}

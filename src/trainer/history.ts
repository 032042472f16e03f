/**
 * The candidates compared on train examples.
 *
 * @module
 */
import { shortText } from "../cut_text.ts";
import type { Problem } from "../problem/problem.ts";
import { bestTrials, maxTrials, type Trial, type TrialHistory } from "../problem/trial.ts";
import type { Candidate } from "./candidate.ts";
import { exampleId } from "./evaluations.ts";
import { meanScore } from "./scores.ts";
import type { EvaluatedCandidate } from "./trainer.ts";

/** Maximum characters of one feedback text, and of all texts of a trial. */
const maxTextLength = 300;
const maxFeedbackLength = 1000;

/** The trials of a run, one per candidate, oldest first. */
export class History implements TrialHistory {
  readonly #trials = new Map<string, Trial>();
  /** Ids of all recorded candidates, including those whose trials were dropped. */
  readonly #met = new Set<string>();
  #list: readonly Trial[] | undefined;

  get size(): number {
    return this.#trials.size;
  }

  latest(count: number): readonly Trial[] {
    const list = this.#list ??= [...this.#trials.values()];
    return count >= list.length ? list : list.slice(list.length - count);
  }

  best(count: number): readonly Trial[] {
    return bestTrials(this.latest(maxTrials), count);
  }

  /** Whether a candidate was recorded before. */
  has(candidate: Candidate): boolean {
    return this.#met.has(candidate.id);
  }

  /** The trial of a candidate, if kept. */
  trial(id: string): Trial | undefined {
    return this.#trials.get(id);
  }

  /**
   * Adds an evaluated candidate to its candidate's trial.
   *
   * @param evaluated a candidate with its reports
   * @param options the step, and whether the candidate is or became the current one
   */
  record(
    evaluated: EvaluatedCandidate,
    { step, isAccepted }: { readonly step: number; readonly isAccepted: boolean },
  ): void {
    const { candidate, examples, reports } = evaluated;
    const earlier = this.trial(candidate.id);
    const scores = { ...earlier?.scores };
    examples.forEach((example, index) =>
      scores[exampleId(example)] = reports[index]?.score ?? null
    );
    this.#met.add(candidate.id);
    this.#trials.set(candidate.id, {
      step: earlier?.step ?? step,
      values: candidate.values,
      score: meanScore(Object.values(scores)),
      scores,
      feedback: feedbackOf(evaluated),
      isAccepted: isAccepted || (earlier?.isAccepted ?? false),
    });
    this.#list = undefined;
    if (this.#trials.size > maxTrials) this.#forgetOne();
  }

  /** Drops the oldest trial that was not accepted, otherwise the oldest. */
  #forgetOne(): void {
    const [oldest] = this.#trials.keys();
    const rejected = this.#trials.entries().find(([, { isAccepted }]) => !isAccepted);
    const id = rejected?.[0] ?? oldest;
    if (id !== undefined) this.#trials.delete(id);
  }
}

/** The feedback of an evaluated candidate as text, bounded per example and in total. */
export function feedbackOf({ examples, reports }: EvaluatedCandidate): string {
  const lines = reports.map((report, index) => {
    const example = examples[index];
    const id = example === undefined ? "" : exampleId(example);
    return report.feedback === "" ? "" : `${id}: ${shortText(report.feedback, maxTextLength)}`;
  });
  return shortText(lines.filter((line) => line !== "").join("\n"), maxFeedbackLength);
}

/** Maximum characters of the feedback on one example, for a proposer without a trace. */
const maxJudgedLength = 2_000;

/** Score and feedback of a report, for a proposer without a trace. */
export function judgedOf(
  { score, feedback }: EvaluatedCandidate["reports"][number],
): NonNullable<Problem["judged"]>[number] {
  return { score, feedback: shortText(feedback, maxJudgedLength) };
}

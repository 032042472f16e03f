/**
 * The candidates a training has met, and what came of them.
 *
 * @module
 */
import type { Trial } from "../optimizer/proposer.ts";
import type { Candidate } from "./candidate.ts";
import { exampleId } from "./evaluations.ts";
import type { ExampleRef, Report } from "./evaluator.ts";
import { meanScore } from "./scores.ts";

/** Characters of one feedback text, and of all of a trial's together. */
const maxTextLength = 300;
const maxFeedbackLength = 1000;

/** A candidate, examples that it met, and what came of each. */
export interface Encounter {
  readonly candidate: Candidate;
  readonly examples: readonly ExampleRef[];
  /** In the order of the examples. */
  readonly reports: readonly Report[];
}

/** Trials, one for each candidate, oldest first. */
export class History {
  readonly #trials: Trial[] = [];
  readonly #places = new Map<string, number>();
  readonly #candidates: Candidate[] = [];

  /** As proposers see it; it grows while a training lasts. */
  get trials(): readonly Trial[] {
    return this.#trials;
  }

  /** Whether a candidate was met before. */
  has(candidate: Candidate): boolean {
    return this.#places.has(candidate.id);
  }

  /** Each candidate with its trial, oldest first. */
  entries(): readonly { readonly candidate: Candidate; readonly trial: Trial }[] {
    // !: both lists grow together
    return this.#trials.map((trial, place) => ({ candidate: this.#candidates[place]!, trial }));
  }

  /**
   * Adds what a candidate met to what it met before.
   *
   * @param encounter the candidate with its reports @param options when, and whether it is or became the current candidate
   */
  record(
    { candidate, examples, reports }: Encounter,
    { step, isAccepted }: { readonly step: number; readonly isAccepted: boolean },
  ): void {
    const place = this.#places.get(candidate.id) ?? this.#trials.length;
    const earlier = this.#trials[place];
    const scores = { ...earlier?.scores };
    examples.forEach((example, index) =>
      scores[exampleId(example)] = reports[index]?.score ?? null
    );
    this.#places.set(candidate.id, place);
    this.#candidates[place] = candidate;
    this.#trials[place] = {
      step: earlier?.step ?? step,
      values: candidate.values,
      score: meanScore(Object.values(scores)),
      scores,
      feedback: feedbackOf(examples, reports),
      isAccepted: isAccepted || (earlier?.isAccepted ?? false),
    };
  }
}

function feedbackOf(examples: readonly ExampleRef[], reports: readonly Report[]): string {
  const lines = reports.map((report, index) => {
    const example = examples[index];
    const id = example === undefined ? "" : exampleId(example);
    return report.feedback === "" ? "" : `${id}: ${cut(report.feedback, maxTextLength)}`;
  });
  return cut(lines.filter((line) => line !== "").join("\n"), maxFeedbackLength);
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

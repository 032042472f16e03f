/**
 * The candidates a training has met, and what came of them.
 *
 * @module
 */
import type { Trial } from "../problem/proposer.ts";
import type { Candidate } from "./candidate.ts";
import { exampleId } from "./evaluations.ts";
import type { ExampleRef, Report } from "./evaluator.ts";
import { meanScore } from "./scores.ts";

/** Characters of one feedback text, and of all of a trial's together. */
const maxTextLength = 300;
const maxFeedbackLength = 1000;

/**
 * Trials that are kept: those that were accepted at some time, and as many of the latest others. Of the rest only the ids are.
 */
const keptTrials = 2_000;

/** A candidate, examples that it met, and what came of each. */
export interface Encounter {
  readonly candidate: Candidate;
  readonly examples: readonly ExampleRef[];
  /** In the order of the examples. */
  readonly reports: readonly Report[];
}

/** A candidate with what came of it. */
export interface HistoryEntry {
  readonly candidate: Candidate;
  readonly trial: Trial;
}

/** Trials, one for each candidate, oldest first. */
export class History {
  readonly #entries = new Map<string, HistoryEntry>();
  /** Also of those whose trial is kept no more. */
  readonly #met = new Set<string>();
  #others = 0;
  #trials: readonly Trial[] | undefined;

  /** As proposers see it: a list that stays as it is; another takes its place when there is more. */
  get trials(): readonly Trial[] {
    return this.#trials ??= this.entries().map(({ trial }) => trial);
  }

  /** Whether a candidate was met before. */
  has(candidate: Candidate): boolean {
    return this.#met.has(candidate.id);
  }

  /** Each candidate with its trial, oldest first. */
  entries(): readonly HistoryEntry[] {
    return [...this.#entries.values()];
  }

  /** What came of a candidate, when its trial is kept. */
  trial(id: string): Trial | undefined {
    return this.#entries.get(id)?.trial;
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
    const earlier = this.trial(candidate.id);
    const scores = { ...earlier?.scores };
    examples.forEach((example, index) =>
      scores[exampleId(example)] = reports[index]?.score ?? null
    );
    const trial = {
      step: earlier?.step ?? step,
      values: candidate.values,
      score: meanScore(Object.values(scores)),
      scores,
      feedback: feedbackOf(examples, reports),
      isAccepted: isAccepted || (earlier?.isAccepted ?? false),
    };
    if (earlier?.isAccepted === false) this.#others--;
    if (!trial.isAccepted) this.#others++;
    this.#met.add(candidate.id);
    this.#entries.set(candidate.id, { candidate, trial });
    this.#trials = undefined;
    if (this.#others > keptTrials) this.#forgetOldest();
  }

  #forgetOldest(): void {
    for (const [id, { trial }] of this.#entries) {
      if (trial.isAccepted) continue;
      this.#entries.delete(id);
      this.#others--;
      return;
    }
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

/**
 * The candidates compared on train examples.
 *
 * @module
 */
import { shortText } from "../cut_text.ts";
import {
  bestTrials,
  lastOf,
  maxTrials,
  type RefusedTrial,
  type RefusedValue,
  type Trial,
  type TrialComparison,
  type TrialHistory,
} from "../problem/trial.ts";
import type { Candidate } from "./candidate.ts";
import { exampleId } from "./evaluations.ts";
import type { Report } from "./evaluator.ts";
import type { EventOf } from "./event.ts";
import { RecentIds } from "./recent_ids.ts";
import { Refusals } from "./refusals.ts";
import { countFailed, isScore, meanMetrics, meanScore, type Score } from "./scores.ts";
import type { EvaluatedCandidate } from "./trainer.ts";
import { feedbackOf, outputsOf } from "./report_texts.ts";
import { isSameOutput } from "./same_output.ts";

/** Most scores of single examples in a history of more than `maxTrials`: what reads it needs ten times their memory. */
const mostScores = 200_000;

/** Most trials with the feedback of single examples, examples of one, and characters of each. */
const mostWithFeedback = 200;
const mostFeedbacks = 64;
const maxFeedback = 400;

/** The trials of a run, one per candidate, oldest first. */
export class History implements TrialHistory {
  readonly #initial: Candidate | undefined;
  readonly #most: number;
  readonly #trials = new Map<string, Trial>();
  /** Recorded candidates, including those whose trials were dropped. */
  readonly #met = new RecentIds();
  /** Means on the validation split by candidate. */
  readonly #validation = new Map<string, Score>();
  /** By candidate of the step: what was refused of its proposal. */
  readonly #partial = new Map<string, readonly RefusedValue[]>();
  readonly #refusals = new Refusals();
  /** Candidates whose trials have the feedback of single examples, the oldest first. */
  readonly #heard = new Set<string>();
  #list: readonly Trial[] | undefined;
  /** Scores of single examples in all trials. */
  #scores = 0;

  /** @param initial the candidate of step 0 @param most trials that are kept; fewer beyond `maxTrials` where each has many examples */
  constructor(initial?: Candidate, most = maxTrials) {
    this.#initial = initial;
    this.#most = most;
  }

  get size(): number {
    return this.#trials.size;
  }

  latest(count: number): readonly Trial[] {
    return lastOf(this.#list ??= [...this.#trials.values()], count);
  }

  best(count: number): readonly Trial[] {
    return bestTrials(this.latest(this.#most), count);
  }

  refusals(count: number): readonly RefusedTrial[] {
    return this.#refusals.latest(count);
  }

  /** The same history for proposals that start from these candidates. */
  startingFrom(candidates: readonly Candidate[]): TrialHistory {
    const population = candidates.flatMap(({ id }) => this.#trials.get(id) ?? []);
    return {
      size: this.size,
      latest: (count) => this.latest(count),
      // One parent alone teaches nothing that the problem does not show.
      best: (count) => population.length > 1 ? bestTrials(population, count) : this.best(count),
      refusals: (count) => this.refusals(count),
      population,
    };
  }

  /** Whether a candidate was recorded before. */
  has(candidate: Candidate): boolean {
    return this.#met.has(candidate.id);
  }

  /** The trial of a candidate, if kept. */
  trial(id: string): Trial | undefined {
    return this.#trials.get(id);
  }

  /** Starts a step: the refusals of earlier ones become visible. */
  beginStep(): void {
    this.#refusals.settle();
    this.#partial.clear();
  }

  /** Adds an attempt at a proposal: what was refused of it. */
  addAttempt(event: EventOf<"proposed">): void {
    this.#refusals.add(event);
  }

  /** Adds a proposed candidate with the parts of its proposal that were refused in the end. */
  addProposal(candidate: Candidate, refused: readonly RefusedValue[]): void {
    if (refused.length > 0 && !this.has(candidate)) this.#partial.set(candidate.id, refused);
    else this.#partial.delete(candidate.id);
  }

  /** Adds the mean score of a candidate on the validation split. */
  addValidation(candidate: Candidate, score: Score): void {
    this.#validation.set(candidate.id, score);
    const trial = this.trial(candidate.id);
    if (trial !== undefined) this.#set(candidate, { ...trial, validation: score });
  }

  /**
   * Adds an evaluated candidate to its candidate's trial.
   *
   * @param evaluated a candidate with its reports
   * @param options the step, whether the candidate is or became the current one, and what it was compared with
   */
  record(
    evaluated: EvaluatedCandidate,
    { step, isAccepted, against }: {
      readonly step: number;
      readonly isAccepted: boolean;
      readonly against?: EvaluatedCandidate;
    },
  ): void {
    const { candidate, examples, reports } = evaluated;
    const earlier = this.trial(candidate.id);
    const scores = { ...earlier?.scores };
    const metricsByExample = { ...earlier?.metricsByExample };
    const relaxedByExample = { ...earlier?.relaxedByExample };
    const feedbackByExample = { ...earlier?.feedbackByExample };
    for (const [place, example] of examples.entries()) {
      const { score = null, metrics = {}, relaxed, feedback = "" } = reports[place] ?? {};
      scores[exampleId(example)] = score;
      metricsByExample[exampleId(example)] = metrics;
      if (relaxed !== undefined) relaxedByExample[exampleId(example)] = relaxed;
      if (feedback !== "") feedbackByExample[exampleId(example)] = ownText(feedback);
    }
    const heard = Object.entries(feedbackByExample).slice(-mostFeedbacks);
    const validation = this.#validation.get(candidate.id);
    const refused = earlier?.refused ?? this.#partial.get(candidate.id);
    this.#partial.delete(candidate.id);
    this.#met.add(candidate.id);
    this.#set(candidate, {
      step: candidate.id === this.#initial?.id ? 0 : earlier?.step ?? step,
      values: candidate.values,
      score: meanScore(Object.values(scores)),
      scores,
      metricsByExample,
      ...(Object.keys(relaxedByExample).length === 0 ? {} : { relaxedByExample }),
      ...(heard.length === 0 ? {} : { feedbackByExample: Object.fromEntries(heard) }),
      isAccepted: isAccepted || (earlier?.isAccepted ?? false),
      ...this.#results(evaluated, against, earlier),
      ...(validation === undefined ? {} : { validation }),
      ...(refused === undefined ? {} : { refused }),
    });
    if (heard.length > 0) this.#hear(candidate.id);
    while (this.#isFull()) this.#forgetOne();
  }

  /** Notes a trial with the feedback of single examples, and takes it from the oldest of too many. */
  #hear(id: string): void {
    this.#heard.delete(id);
    this.#heard.add(id); // as the newest
    if (this.#heard.size <= mostWithFeedback) return;
    const [oldest = id] = this.#heard;
    this.#heard.delete(oldest);
    const trial = this.trial(oldest);
    if (trial === undefined) return;
    const { feedbackByExample: _, ...rest } = trial;
    this.#trials.set(oldest, rest);
    this.#list = undefined;
  }

  /** Texts and numbers of one batch: the one of the comparison, of the latest evaluation without one. */
  #results(
    evaluated: EvaluatedCandidate,
    against: EvaluatedCandidate | undefined,
    earlier: Trial | undefined,
  ): Pick<Trial, "feedback" | "outputs" | "metrics" | "comparison"> {
    const comparison = against && this.#comparison(evaluated, against);
    if (comparison === undefined && earlier?.comparison !== undefined) {
      const { feedback, outputs = "", metrics = {}, comparison } = earlier;
      return { feedback, outputs, metrics, comparison };
    }
    return {
      feedback: feedbackOf(evaluated),
      outputs: outputsOf(evaluated),
      metrics: meanMetrics(evaluated.reports),
      ...(comparison === undefined ? {} : { comparison }),
    };
  }

  /** Undefined for a candidate that was compared with itself, or with one that has no trial. */
  #comparison(
    evaluated: EvaluatedCandidate,
    against: EvaluatedCandidate,
  ): TrialComparison | undefined {
    const other = this.trial(against.candidate.id);
    if (other === undefined || against.candidate.id === evaluated.candidate.id) return undefined;
    const pairs = pairsOf(evaluated, against);
    if (pairs.length === 0) return undefined;
    const scores = pairs.map(([report]) => report.score);
    const otherScores = pairs.map(([, report]) => report.score);
    return {
      step: other.step,
      values: other.values,
      examples: scores.length,
      score: meanScore(scores.filter(isScore)),
      otherScore: meanScore(otherScores.filter(isScore)),
      failed: countFailed(scores),
      otherFailed: countFailed(otherScores),
      otherMetrics: meanMetrics(pairs.map(([, report]) => report)),
      isUnchanged: pairs.every(([one, other]) => isSameOutput(one, other)),
    };
  }

  #isFull(): boolean {
    const { size } = this.#trials;
    return size > this.#most || size > maxTrials && this.#scores > mostScores;
  }

  #set(candidate: Candidate, trial: Trial): void {
    this.#scores += scoreCount(trial) - scoreCount(this.trial(candidate.id));
    this.#trials.set(candidate.id, trial);
    this.#list = undefined;
  }

  /** Drops the oldest trial that was not accepted, otherwise the oldest. */
  #forgetOne(): void {
    const [oldest] = this.#trials.keys();
    const rejected = this.#trials.entries().find(([, { isAccepted }]) => !isAccepted);
    const id = rejected?.[0] ?? oldest;
    if (id === undefined) return;
    this.#scores -= scoreCount(this.trial(id));
    this.#trials.delete(id);
    this.#heard.delete(id);
  }
}

/** The text, cut where it is long. A part of a text would keep the whole one in memory, so it is copied. */
function ownText(text: string): string {
  if (text.length <= maxFeedback) return text;
  return new TextDecoder().decode(new TextEncoder().encode(shortText(text, maxFeedback)));
}

function scoreCount(trial: Trial | undefined): number {
  return trial === undefined ? 0 : Object.keys(trial.scores).length;
}

/** The reports of two candidates on the examples that both met. */
function pairsOf(
  one: EvaluatedCandidate,
  other: EvaluatedCandidate,
): readonly (readonly [Report, Report])[] {
  const others = new Map(
    other.examples.map((example, place) => [exampleId(example), other.reports[place]]),
  );
  return one.examples.flatMap((example, place) => {
    const [report, another] = [one.reports[place], others.get(exampleId(example))];
    return report === undefined || another === undefined ? [] : [[report, another] as const];
  });
}

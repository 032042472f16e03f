/**
 * Trials: values that a proposer evaluates on the examples of its step before it answers.
 *
 * @module
 */
import { Semaphore } from "../model/semaphore.ts";
import { checkValues, type PipelineOptions } from "../optimizer/propose_changes.ts";
import type { Problem, Values } from "../problem/problem.ts";
import type { TrialOptions, TrialResult } from "../problem/proposer.ts";
import { type Candidate, candidateOf, decodeValues, encodeValues } from "./candidate.ts";
import { exampleId } from "./evaluations.ts";
import { feedbackOf } from "./report_texts.ts";
import { meanScore, scoresOf } from "./scores.ts";
import type { EvaluatedCandidate } from "./trainer.ts";

/** Maximum trials of one suggestion. */
const maxTrials = 64;

/** The parts of an ask used by its trials. */
export interface TrialsOptions {
  /** The candidate to improve, with the examples of the step. */
  readonly of: EvaluatedCandidate;
  /** Number of suggestions of all asks that the step makes at once. */
  readonly suggestions: number;
  /** Number of candidates that the budget lets evaluate like this one, before the ask; infinite without a limit. */
  readonly affordable: number;
  /** Admits one trial of the run at a time. */
  readonly turns: Semaphore;
  readonly evaluate: (candidate: Candidate) => Promise<EvaluatedCandidate>;
  readonly signal: AbortSignal;
}

/** One trial: who asks for it, and how its values are checked. */
interface TrialRequest extends Required<TrialOptions> {
  /** Accepted values of earlier attempts at the suggestion, used together with these. */
  readonly accepted: Values;
  readonly problem: Problem;
  readonly validate: PipelineOptions["validate"];
}

/**
 * The trials of one ask.
 *
 * Each suggestion has a quota, fixed before the ask: an equal share of what the budget leaves beside the suggestions
 * themselves. One trial runs at a time. So neither a result nor what is left depends on which conversation is faster.
 */
export class Trials {
  readonly #options: TrialsOptions;
  readonly #quota: number;
  /** Calls by suggestion, refused ones included. */
  readonly #calls = new Map<number, number>();
  /** Evaluated changes by suggestion, in the order of the calls. */
  readonly #tried = new Map<number, Values[]>();

  /** @param options the parts of the ask */
  constructor(options: TrialsOptions) {
    this.#options = options;
    const { affordable, suggestions } = options;
    this.#quota = Math.floor(Math.max(0, affordable - suggestions) / suggestions);
  }

  /** Evaluated changes for the log, in an order independent of timing. */
  get tried(): readonly Values[] {
    return [...this.#tried].toSorted(([one], [other]) => one - other)
      .flatMap(([, tried]) => tried.map(encodeValues));
  }

  /** Checks values and evaluates them, while the quota of their suggestion lasts. @throws {BudgetError} when a model's budget is spent */
  async run(values: Values, request: TrialRequest): Promise<TrialResult> {
    const { turns, signal } = this.#options;
    return await turns.run(() => this.#run(values, request), signal);
  }

  /** Evaluates the changes of a log again, so that they count as they did. */
  async repeat(tried: readonly Values[]): Promise<void> {
    for (const changes of tried) await this.#evaluate(decodeValues(changes));
  }

  async #run(
    values: Values,
    { suggestion, isText, accepted, problem, validate }: TrialRequest,
  ): Promise<TrialResult> {
    const calls = (this.#calls.get(suggestion) ?? 0) + 1;
    const tried = this.#tried.get(suggestion) ?? [];
    if (calls > maxTrials || tried.length >= this.#quota) return { kind: "spent" };
    this.#calls.set(suggestion, calls);
    const of = { suggestion, attempt: 0, accepted };
    const checked = await checkValues(values, { problem, validate, of, isText });
    if (checked.rejections.length > 0) return { kind: "refused", rejections: checked.rejections };
    const changes = { ...accepted, ...checked.values };
    this.#tried.set(suggestion, [...tried, changes]);
    return resultOf(await this.#evaluate(changes));
  }

  async #evaluate(changes: Values): Promise<EvaluatedCandidate> {
    const { of, evaluate } = this.#options;
    return await evaluate(candidateOf({ ...of.candidate.values, ...changes }));
  }
}

function resultOf(evaluated: EvaluatedCandidate): TrialResult {
  const scores = scoresOf(evaluated);
  return {
    kind: "tried",
    score: meanScore(scores),
    scores: Object.fromEntries(
      evaluated.examples.map((example, place) => [exampleId(example), scores[place] ?? null]),
    ),
    feedback: feedbackOf(evaluated),
  };
}

/**
 * The proposer port: from an OPTO problem to suggested values. Types only.
 *
 * @module
 */
import type { LanguageModel, ModelRequest } from "../model/language_model.ts";
import type { Problem, Values } from "./problem.ts";
import type { Answer, Refusal, Rejection } from "./proposal.ts";
import type { Trial, TrialHistory } from "./trial.ts";

/** The result of trying values on the examples of the step. */
export type TrialResult =
  | {
    /** Tag of this result. */
    readonly kind: "tried";
    /** Mean over the examples; null when a run failed and could not be judged. */
    readonly score: number | null;
    /** By example id. */
    readonly scores: Readonly<Record<string, number | null>>;
    /** Feedback in words, bounded. */
    readonly feedback: string;
  }
  | { readonly kind: "refused"; readonly rejections: readonly Rejection[] }
  /** The step's trials or the run's evaluations are used up. */
  | { readonly kind: "spent" };

/** Context of one ask: the parts a proposer may use besides the problem. */
export interface ProposeContext<Memory = unknown> {
  /** Number of suggestions wanted, at least 1. Fewer are fine, more are cut. */
  readonly count: number;
  /** Uniform numbers in [0, 1), seeded: the only source of randomness. */
  readonly random: () => number;
  /** Earlier candidates. */
  readonly history: TrialHistory;
  /**
   * Trials of the previous answer's suggestions, in their order; null where one was refused or changed nothing.
   * Empty at the first ask.
   */
  readonly previous: readonly (Trial | null)[];
  /** The memory that the last answer returned, else `initialMemory`: a copy, plain data. */
  readonly memory: Memory;
  /** The run's language model, metered and logged; null when none is named. */
  readonly model: LanguageModel | null;
  /** Set when an answer was refused: one repaired suggestion is wanted. */
  readonly repair?: {
    /** Number of the suggestion within the answer, from 0. */
    readonly suggestion: number;
    /** The refused answers, oldest first. */
    readonly refusals: readonly Refusal[];
  };
  /**
   * Tries values on the examples of the step; parameters left out keep their value. Each call spends evaluations of the
   * budget. Trials are not part of the history. Absent where there is nothing to evaluate with.
   */
  readonly trial?: (values: Values) => Promise<TrialResult>;
  /** Ends the call. */
  readonly signal?: AbortSignal;
}

/**
 * Proposes better values.
 *
 * `propose` is a function of its arguments and of the model's answers, so that a run can be resumed and replayed: state that
 * must outlive a call is returned as `memory`. It rejects only with `ModelError`, `BudgetError` or the signal's reason.
 */
export interface Proposer<Memory = unknown> {
  /** Name shown in logs and reports. */
  readonly name: string;
  /** Whether `Problem.feedback` is read; evaluations carry traces only then. @default false */
  readonly needsTrace?: boolean;
  /** Whether it cannot work without `context.model`. @default false */
  readonly needsModel?: boolean;
  /** The memory of the first ask, plain data. @default none: nothing is kept between calls */
  readonly initialMemory?: Memory;
  /** Number of suggestions wanted at one step, where the settings do not say. @default 1 */
  suggestionCount?(context: Pick<ProposeContext<Memory>, "history" | "memory">): number;
  /** The first request that `propose` would send to a model, to be shown before it is paid for. @default none */
  request?(
    problem: Problem,
    context: Pick<ProposeContext<Memory>, "history" | "repair">,
  ): ModelRequest;
  /** Asks for better values. */
  propose(problem: Problem, context: ProposeContext<Memory>): Promise<Answer<Memory>>;
}

/**
 * The proposer port: from an OPTO problem to suggested values. Types only.
 *
 * @module
 */
import type { LanguageModel, ModelRequest } from "../model/language_model.ts";
import type { ParameterState, Problem, SmokeInputs, Values } from "./problem.ts";
import type { Answer, Refusal, Rejection } from "./proposal.ts";
import type { Trial, TrialHistory } from "./trial.ts";

/** The result of evaluating values on the examples of the step. */
export type TrialResult =
  | {
    /** Tag of this result. */
    readonly kind: "tried";
    /** Mean over the examples; null when a failed run could not be judged. */
    readonly score: number | null;
    /** By example id. */
    readonly scores: Readonly<Record<string, number | null>>;
    /** Feedback text, bounded. */
    readonly feedback: string;
  }
  | { readonly kind: "refused"; readonly rejections: readonly Rejection[] }
  /** The trials of the suggestion are used up: 64, fewer where the budget would not last for the proposals. */
  | { readonly kind: "spent" };

/** What a trial is made for. */
export interface TrialOptions {
  /** Number of the suggestion within the answer, from 0; each has its own share of the trials. @default that of the repair, else 0 */
  readonly suggestion?: number;
  /** Whether the values were read from a model's answer: its code is brought into the form of a program. @default false */
  readonly isText?: boolean;
}

/** Something that a user should know, said by a proposer; the ask goes on. */
export interface ProposerWarning {
  /** Stable name, such as `prompt-cut`; a run tells each message once. */
  readonly code: string;
  /** The fact, in one sentence. */
  readonly message: string;
  /** How to mend it, in one sentence. */
  readonly advice?: string;
}

/** The context of one ask: everything a proposer may use besides the problem. */
export interface ProposeContext<Memory = unknown> {
  /** Number of requested suggestions, at least 1. Fewer are allowed; more are ignored. */
  readonly count: number;
  /** Uniform numbers in [0, 1), seeded: the only allowed source of randomness. */
  readonly random: () => number;
  /** Earlier candidates. */
  readonly history: TrialHistory;
  /** Arguments of calls of the initial code on one train example. @default none are known */
  readonly inputs?: SmokeInputs;
  /** Number of the ask within its step, from 0: a trainer may ask several times, all counted by one memory. @default 0 */
  readonly ask?: number;
  /**
   * Trials of the suggestions of the previous step, in the order of its asks; null for a refused suggestion or one without
   * changes. Empty in the first step, and at further asks of a step: each trial comes once.
   */
  readonly previous: readonly (Trial | null)[];
  /** The memory returned by the last answer, or `initialMemory`: a copy, plain data. */
  readonly memory: Memory;
  /** The run's language model, metered and logged; null if there is none. */
  readonly model: LanguageModel | null;
  /** Set when an answer was refused: asks for one repaired suggestion. */
  readonly repair?: {
    /** Number of the suggestion within the answer, from 0. */
    readonly suggestion: number;
    /** Number of suggestions that the answer was asked for. @default 1 */
    readonly count?: number;
    /** The refused answers, oldest first. */
    readonly refusals: readonly Refusal[];
  };
  /**
   * Evaluates values on the examples of the step; missing parameters keep their value, in a repair the accepted one. Each
   * call uses evaluations of the budget, but none that proposals and validation need. Trials run one at a time and are not
   * added to the history. Absent without an evaluator.
   */
  readonly trial?: (values: Values, options?: TrialOptions) => Promise<TrialResult>;
  /** Shows the user a warning. @default it is dropped */
  readonly warn?: (warning: ProposerWarning) => void;
  /** Aborts the call. */
  readonly signal?: AbortSignal;
}

/**
 * Proposes better values.
 *
 * `propose` must be a pure function of its arguments and of the model's answers, so that a run can be resumed and
 * replayed: state between calls is returned as `memory`. It may reject only with `ModelError`, `BudgetError` or the
 * signal's reason.
 */
export interface Proposer<Memory = unknown> {
  /** Name in logs and reports. */
  readonly name: string;
  /** Whether it reads `Problem.feedback`; evaluations are traced only then. @default false */
  readonly needsTrace?: boolean;
  /** Whether it requires `context.model`. @default false */
  readonly needsModel?: boolean;
  /** Whether it can change a parameter at all; a run warns about those it cannot. @default true for all */
  canChange?(parameter: ParameterState): boolean;
  /** The memory of the first ask, plain data. @default none: no state between calls */
  readonly initialMemory?: Memory;
  /** Number of requested suggestions per step, unless the settings say otherwise. @default 1 */
  suggestionCount?(context: Pick<ProposeContext<Memory>, "history" | "memory">): number;
  /** The first request that `propose` would send to a model, for a preview without cost. @default none */
  request?(
    problem: Problem,
    context: Pick<ProposeContext<Memory>, "history" | "repair" | "warn">,
  ): ModelRequest;
  /** Suggests better values. */
  propose(problem: Problem, context: ProposeContext<Memory>): Promise<Answer<Memory>>;
}

/**
 * The optimizer port: from a problem (subgraph and feedback) to a suggestion. Types only.
 *
 * @module
 */
import type { FeedbackGraph } from "../propagate/feedback.ts";
import type { ModelRequest, ModelRetry, ModelUsage } from "../model/language_model.ts";
import type { Diagnostic } from "../../sandbox/protocol.ts";

/** A trainable parameter as a proposer sees it. */
export interface ParameterState {
  /** Stable and unique within a task: `reason`, `nested.x`. */
  readonly name: string;
  /** Whether its value is the source of a function. */
  readonly kind: "code" | "value";
  /** Value kind: `number`, `string`, `boolean`, `array`, `record`, …; `code` for code. */
  readonly type: string;
  /** The current value; TypeScript source for code. */
  readonly value: unknown;
  /** What it means and which values make sense. */
  readonly description?: string;
  /** The JSON Schema of the constraint, where the parameter's schema has one. */
  readonly jsonSchema?: Readonly<Record<string, unknown>>;
  /** For code: the function's name, which must stay. */
  readonly entry?: string;
  /** For code: the declared signature, which must stay. */
  readonly signature?: string;
}

/** An OPTO problem: parameters, the traced workflow between them and the outputs, and the feedback. */
export interface Problem {
  /** What is to be achieved, in words. */
  readonly objective: string;
  /** The values under trial, every trainable parameter of the task. */
  readonly parameters: readonly ParameterState[];
  /** The minimal subgraph with its judged outputs; empty for a proposer that needs no trace. */
  readonly feedback: FeedbackGraph;
}

/** A candidate that was tried before, oldest first in a history. */
export interface Trial {
  /** The step it was made in. */
  readonly step: number;
  /** Its values by parameter name. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Mean over the examples it met, higher is better; null when a run failed and could not be judged. */
  readonly score: number | null;
  /** The score on each example it met, by example id. */
  readonly scores: Readonly<Record<string, number | null>>;
  /** Feedback in words, bounded. */
  readonly feedback: string;
  /** Whether it became the current candidate. */
  readonly isAccepted: boolean;
}

/** Why a suggested value was not applied. */
export interface Rejection {
  /** Which one. */
  readonly parameter: string;
  /** The suggested value. */
  readonly value: unknown;
  /** Why, in words. */
  readonly reason: string;
  /** For code that was refused: where and why. */
  readonly diagnostics?: readonly Diagnostic[];
}

/** Told to whoever watches while a proposal is made. */
export type ProposeEvent =
  | {
    readonly kind: "exchange";
    readonly promptHash: string;
    readonly text: string;
    readonly usage: ModelUsage;
  }
  | { readonly kind: "retry"; readonly retry: ModelRetry }
  /** The answer could not be used and the model is asked once more. */
  | { readonly kind: "re-ask"; readonly reason: string; readonly text: string };

/** What a proposer may use besides the problem. */
export interface ProposeContext {
  /** Uniform numbers in [0, 1), seeded: the only source of randomness. */
  readonly random: () => number;
  /** What was tried before, oldest first. */
  readonly history: readonly Trial[];
  /** Set when the last suggestion was refused: mend it. */
  readonly refused?: {
    readonly values: Readonly<Record<string, unknown>>;
    readonly rejections: readonly Rejection[];
  };
  /** Ends the call. */
  readonly signal?: AbortSignal;
  /** Told what happens on the way. */
  readonly onEvent?: (event: ProposeEvent) => void;
}

/** What a proposer answers: "nothing to change" and "unusable" are different outcomes. */
export type Proposal =
  | {
    readonly kind: "suggestion";
    /** Suggested values by parameter name, as they came; they are checked before use. */
    readonly values: Readonly<Record<string, unknown>>;
    readonly reasoning: string;
  }
  | { readonly kind: "nothing"; readonly reasoning: string }
  | { readonly kind: "unusable"; readonly reason: string; readonly text: string };

/**
 * Proposes better values. `propose` is a function of its arguments alone (and of the model's answers), so that a run can be
 * resumed and replayed: no state is kept between calls. It rejects only with `ModelError`, `BudgetError` or the signal's reason.
 */
export interface Proposer {
  /** What it is called, as in `createProposer`. */
  readonly name: string;
  /** Whether `Problem.feedback` is read; evaluations carry traces only then. */
  readonly needsTrace: boolean;
  /** How many proposals a trainer should ask for in one step. @default 1 */
  readonly proposalsPerStep?: number;
  /** What `propose` would ask a model first, for who wants to see it before it is paid for; absent without a model. */
  request?(problem: Problem, context: Pick<ProposeContext, "history" | "refused">): ModelRequest;
  /** Asks for better values. */
  propose(problem: Problem, context: ProposeContext): Promise<Proposal>;
}

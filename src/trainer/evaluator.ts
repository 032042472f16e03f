/**
 * The evaluator port: (parameter values, example, seed) → report, as a pure function. Types only.
 *
 * @module
 */
import type { ConsoleLine } from "../../sandbox/protocol.ts";
import type { ParameterState, SmokeInputs, Values } from "../problem/problem.ts";
import type { Validation } from "../problem/proposal.ts";
import type { RelaxedScore } from "../problem/trial.ts";
import type { FeedbackGraph } from "../propagate/feedback.ts";
import type { Candidate } from "./candidate.ts";
import type { Directions } from "./dominance.ts";
import type { Drawing } from "./drawing.ts";

/** A part of the data. */
export type Split = "train" | "validation" | "test";

/** An example by its index; its data stays with the evaluator. */
export interface ExampleRef {
  /** The part of the data. */
  readonly split: Split;
  /** Its index there, from 0. */
  readonly index: number;
}

/** One requested evaluation. */
export interface EvaluationRequest {
  /** The parameter values. */
  readonly candidate: Candidate;
  /** The example. */
  readonly example: ExampleRef;
  /**
   * Seed of all randomness, the same in a whole run for each sample. Random numbers for an example come from it and from the
   * example's input, and are the same for every candidate.
   */
  readonly seed: number;
  /** Number of the sample: an evaluation may be repeated, because agent or guide are noisy. @default 0 */
  readonly sample?: number;
  /** Whether the report includes the feedback graph. */
  readonly isTraced: boolean;
  /** Whether the report includes the arguments of the code parameters' last calls. @default false */
  readonly hasInputs?: boolean;
  /** Aborts the evaluation. */
  readonly signal?: AbortSignal;
}

/** A wish for a drawing. */
export type DrawRequest = Pick<EvaluationRequest, "candidate" | "example" | "seed" | "signal">;

/** An output on an example as a drawing, or the reason why there is none. */
export type ExampleDrawing =
  | { readonly example: ExampleRef; readonly drawing: Drawing }
  | { readonly example: ExampleRef; readonly reason: string };

export type { SmokeInputs };

/** A failed run as data. */
export interface ReportedFailure {
  /** `thrown` also occurs in host code; the others only in a sandbox. */
  readonly kind: "thrown" | "timeout" | "crashed" | "refused";
  /** Name and message of the error. */
  readonly message: string;
  /** The author's module that failed, a path or URL; absent when unknown. */
  readonly file?: string;
  /** Its line there, from 1. */
  readonly line?: number;
  /** The time limit that was reached, in milliseconds. */
  readonly limitMs?: number;
}

/** The result of running one candidate on one example. */
export interface Report {
  /**
   * Higher is better; null when the run failed and the guide could not judge the failure. A score that is not
   * finite counts as null.
   */
  readonly score: number | null;
  /** The guide's feedback text; for a failed run it contains the error. */
  readonly feedback: string;
  /** The guide's other numbers. */
  readonly metrics: Readonly<Record<string, number>>;
  /** The score taken apart, where constraints decide it. */
  readonly relaxed?: RelaxedScore;
  /** The output, printed and bounded. */
  readonly output: string;
  /** Text of the error; set for a failed run. */
  readonly error?: string;
  /** Set for a failed run of the initial values. */
  readonly failure?: ReportedFailure;
  /** Functions whose calls agent or guide did not wait for; set for a run of the initial values. @default none */
  readonly unawaited?: readonly string[];
  /** The minimal subgraph with its feedback; set on request. */
  readonly feedbackGraph?: FeedbackGraph;
  /** The messages of the run's custom propagator by parameter, plain data; absent without one. */
  readonly messages?: Values;
  /** Arguments of the last calls by code parameter, plain data; set on request, and bounded. */
  readonly inputs?: SmokeInputs;
  /** Variance of the score between samples of a run with several; set by the run. */
  readonly variance?: number;
  /** Console output of candidate code, bounded. */
  readonly console: readonly ConsoleLine[];
  /** Set when a time limit or a sandbox crash decided the result: it may differ in another run. */
  readonly isByClock?: boolean;
  /** Wall time in milliseconds, measured by the host; never compared, not part of a record's identity. */
  readonly durationMs: number;
}

/** The data of an example as text, for readers of the log. */
export interface ExampleText {
  /** What the agent receives, printed and bounded. */
  readonly input: string;
  /** What the guide compares with, printed and bounded; absent without one. */
  readonly expected?: string;
}

/** An attempt at a proposal. */
export interface Attempt {
  /** Number of the step. */
  readonly step: number;
  /** Number of the proposal within the step, from 0. */
  readonly proposal: number;
  /** 0 for the first answer, then the number of the repair. */
  readonly attempt: number;
}

/** An agent as the text of a standalone module, or the reason why it cannot be one. */
export type AgentModule =
  | { readonly kind: "module"; readonly text: string }
  | { readonly kind: "missing"; readonly reason: string };

/** Options of a validation. */
export interface ValidateOptions {
  /** The attempt that suggested the values. */
  readonly attempt?: Attempt;
  /** Arguments that proposed code must handle. @default none */
  readonly inputs?: SmokeInputs;
  /** Whether the complete validation may be left for later, which the result tells. @default false */
  readonly mayBeProvisional?: boolean;
  /** Aborts the validation. */
  readonly signal?: AbortSignal;
}

/** The properties of a task used by a run. */
export interface TaskFacts {
  /** Name of the task. */
  readonly name: string;
  /** The goal, as text. */
  readonly objective: string;
  /** The parameters with their initial values. */
  readonly parameters: readonly ParameterState[];
  /** Number of examples in each split. */
  readonly examples: Readonly<Record<Split, number>>;
  /** Metrics that count besides the score. @default none */
  readonly metrics?: Directions;
  /** Hash of the examples, to tell whether they changed before a run is resumed. @default unknown */
  readonly examplesHash?: string;
}

/**
 * Evaluates candidates. Contract:
 * - `evaluate` is a pure function of its request: equal requests give equal reports, except for times, at any
 * concurrency. Where agent or guide are noisy, a run takes several samples, or finds the noise by repeating one.
 * - A candidate's failure is a report; `evaluate` rejects with `TaskError` when guide or data are invalid, with
 * `SandboxError` when the sandbox fails, with the signal's reason when aborted.
 * - `validate` compiles, checks and smoke-runs the changed parameters of a candidate; each is in one of its two
 * lists. A provisional candidate is refused when its code compiles to another program than the one that ran.
 */
export interface Evaluator extends AsyncDisposable {
  /**
   * Whether requests made at the same time are carried out together: then the examples of one candidate are asked for at once,
   * otherwise one after another. @default false
   */
  readonly isBatched?: boolean;
  /** The properties of the task; the same at each call. */
  facts(): Promise<TaskFacts>;
  /** Validates the changed values of a candidate before it is evaluated. @param changed names of the changed parameters */
  validate(
    candidate: Candidate,
    changed: readonly string[],
    options?: ValidateOptions,
  ): Promise<Validation>;
  /** Evaluates a candidate on an example. */
  evaluate(request: EvaluationRequest): Promise<Report>;
  /**
   * The data of an example as text. It goes to the log only, never to proposers or candidates: it may hold the
   * answer, also of held-out examples.
   */
  exampleText?(example: ExampleRef): Promise<ExampleText>;
  /**
   * An output of a candidate as a drawing, the same in every repetition; null for a task that draws none. The run checks
   * it; one that is wrong, or a rejection, becomes the reason why there is none.
   */
  draw?(request: DrawRequest): Promise<ExampleDrawing | null>;
  /** The agent with a candidate's values, as a standalone module; the same in every repetition. */
  exportAgent?(candidate: Candidate): Promise<AgentModule>;
}

/**
 * The evaluator port: (parameter values, example, seed) → report, as a pure function. Types only.
 *
 * @module
 */
import type { ConsoleLine } from "../../sandbox/protocol.ts";
import type { ParameterState, Values } from "../problem/problem.ts";
import type { Validation } from "../problem/proposal.ts";
import type { FeedbackGraph } from "../propagate/feedback.ts";
import type { Candidate } from "./candidate.ts";

/** A part of the data. */
export type Split = "train" | "validation" | "test";

/** An example by its place; its data stays with the evaluator. */
export interface ExampleRef {
  /** The part of the data. */
  readonly split: Split;
  /** Its place there, from 0. */
  readonly index: number;
}

/** A request for one evaluation. */
export interface EvaluationRequest {
  /** The values to run with. */
  readonly candidate: Candidate;
  /** The example to run on. */
  readonly example: ExampleRef;
  /** Seeds everything random in the workflow; the same for every candidate on one example. */
  readonly seed: number;
  /** Whether the report carries the feedback graph. */
  readonly isTraced: boolean;
  /** Ends the evaluation. */
  readonly signal?: AbortSignal;
}

/** The result of running one candidate on one example. */
export interface Report {
  /** Higher is better; null when the run failed and the guide could not judge the failure. */
  readonly score: number | null;
  /** The guide's feedback in words; for a failed run it holds the error. */
  readonly feedback: string;
  /** The guide's other numbers. */
  readonly metrics: Readonly<Record<string, number>>;
  /** The output, printed and bounded. */
  readonly output: string;
  /** Text of the error; set when the run failed. */
  readonly error?: string;
  /** The minimal subgraph with its feedback; set when it was asked for. */
  readonly feedbackGraph?: FeedbackGraph;
  /** The messages of the run's propagator by parameter, plain data; absent for the minimal subgraph. */
  readonly messages?: Values;
  /** Console output of candidate code, bounded. */
  readonly console: readonly ConsoleLine[];
  /** Set when a limit of the wall clock, or the end of a sandbox, decided it: another time it might be different. */
  readonly isByClock?: boolean;
  /** Wall milliseconds, measured by the host; never compared, never part of a record's identity. */
  readonly durationMs: number;
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

/** Options of a validation. */
export interface ValidateOptions {
  /** The attempt that suggested the values. */
  readonly attempt?: Attempt;
  /** Ends the validation. */
  readonly signal?: AbortSignal;
}

/** The facts of a task that a run needs. */
export interface TaskFacts {
  /** Name of the task. */
  readonly name: string;
  /** The goal, in words. */
  readonly objective: string;
  /** The parameters with their initial values. */
  readonly parameters: readonly ParameterState[];
  /** Number of examples in each split. */
  readonly examples: Readonly<Record<Split, number>>;
}

/**
 * Evaluates candidates. Implementations obey:
 * - `evaluate` is a function of its request: the same request gives the same report, times aside, at any concurrency.
 * - A candidate's failure is a report; `evaluate` rejects with `TaskError` when guide or data are at fault, with
 *   `SandboxError` when the sandbox is broken, with the signal's reason when aborted.
 * - `validate` compiles, checks and smoke-runs the changed parameters of a candidate; none is in both its lists.
 */
export interface Evaluator extends AsyncDisposable {
  /** The facts of the task; the same at each call. */
  facts(): Promise<TaskFacts>;
  /** Validates the changed values of a candidate before it is evaluated. @param changed names of the changed parameters */
  validate(
    candidate: Candidate,
    changed: readonly string[],
    options?: ValidateOptions,
  ): Promise<Validation>;
  /** Runs a candidate on an example. */
  evaluate(request: EvaluationRequest): Promise<Report>;
  /** The agent with a candidate's values, as a module that runs without Opto; rejects with `ExportError` where it has none. */
  exportAgent?(candidate: Candidate): Promise<string>;
}

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

/** Which part of the data an example belongs to. */
export type Split = "train" | "validation" | "test";

/** An example by its place: its data stays with the evaluator. */
export interface ExampleRef {
  /** The part of the data. */
  readonly split: Split;
  /** Its place there, from 0. */
  readonly index: number;
}

/** One evaluation that is asked for. */
export interface EvaluationRequest {
  readonly candidate: Candidate;
  readonly example: ExampleRef;
  /** Seeds everything random in the workflow; the same for every candidate on one example. */
  readonly seed: number;
  /** Whether the report carries the feedback graph. */
  readonly isTraced: boolean;
  readonly signal?: AbortSignal;
}

/** What came of running one candidate on one example. */
export interface Report {
  /** Higher is better; null when the run failed and the guide could not judge the failure. */
  readonly score: number | null;
  /** What the guide said in words; for a failed run the error is in it. */
  readonly feedback: string;
  readonly metrics: Readonly<Record<string, number>>;
  /** The output, printed and bounded. */
  readonly output: string;
  /** Set when the run failed: the error's text. */
  readonly error?: string;
  /** The minimal subgraph with its feedback, when it was asked for. */
  readonly feedbackGraph?: FeedbackGraph;
  /** The messages of the run's propagator by parameter, plain data; absent for the minimal subgraph. */
  readonly messages?: Values;
  /** What candidate code wrote to its console, bounded. */
  readonly console: readonly ConsoleLine[];
  /** Set when a limit of the wall clock, or the end of a sandbox, decided it: another time it might be different. */
  readonly isByClock?: boolean;
  /** Wall milliseconds, measured by the host; never compared, never part of a record's identity. */
  readonly durationMs: number;
}

/** An attempt at a proposal: its step, its number within the step, and the number of the repair (0: the first answer). */
export interface Attempt {
  readonly step: number;
  readonly proposal: number;
  readonly attempt: number;
}

/** For whom values are checked. */
export interface ValidateOptions {
  /** The try that suggested them. */
  readonly attempt?: Attempt;
  readonly signal?: AbortSignal;
}

/** What an evaluator knows of its task. */
export interface TaskFacts {
  /** What the task is called. */
  readonly name: string;
  /** What is to be achieved, in words. */
  readonly objective: string;
  /** The parameters with their initial values. */
  readonly parameters: readonly ParameterState[];
  /** How many there are. */
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
  facts(): Promise<TaskFacts>;
  validate(
    candidate: Candidate,
    changed: readonly string[],
    options?: ValidateOptions,
  ): Promise<Validation>;
  evaluate(request: EvaluationRequest): Promise<Report>;
  /** The agent with a candidate's values, as a module that runs without Opto; rejects with `ExportError` where it has none. */
  exportAgent?(candidate: Candidate): Promise<string>;
}

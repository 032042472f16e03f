/**
 * The settings on which the reports of a task depend, and the port that spreads evaluations over machines. Types only.
 *
 * @module
 */
import type { PropagatorName } from "../propagate/propagators.ts";
import type { Evaluator } from "../trainer/evaluator.ts";

/** Settings of an evaluator besides its task, as plain data. */
export interface EvaluationSettings {
  /** The run's seed, from which examples are made. */
  readonly seed: number;
  /** Whether traced evaluations trace statements of candidate code. */
  readonly traceStatements: boolean;
  /** Longest time of agent or guide on one example, in milliseconds. @default 600,000 */
  readonly evaluationTimeoutMs?: number;
  /** A built-in propagator. @default the task's, otherwise "graph" */
  readonly propagator?: PropagatorName;
  /** Limits of one call of candidate code. @default the task's, otherwise the sandbox's own */
  readonly sandbox?: { readonly timeoutMs?: number; readonly memoryMb?: number };
}

/** Spreads the evaluations of a run over machines. */
export interface Spread {
  /** Evaluations of this process at the same time, while there is no other machine. */
  readonly hereSize: number;
  /** Makes the evaluator of a run; it closes the given one. */
  open(local: Evaluator, options: SpreadOptions): Evaluator;
}

/** Task and settings of a given evaluator. */
export interface SpreadOptions {
  readonly settings: EvaluationSettings;
  /** URL of the task's module. */
  readonly taskSource: string | undefined;
  /** The caller's own version of the task. */
  readonly version: string | undefined;
}

/**
 * Options of `optimize`. Types only.
 *
 * @module
 */
import type { LanguageModel } from "../model/language_model.ts";
import type { PropagatorChoice } from "../propagate/propagators.ts";
import type { Task } from "../task/task.ts";
import type { Evaluator } from "../trainer/evaluator.ts";
import type { RunEvent } from "../trainer/event.ts";
import type { RunOptions } from "./run_settings.ts";

/** Options of `optimize`. */
export interface OptimizeOptions extends RunOptions {
  /** The language model to ask. @default the task's, when that is an object; else none: the built-in search */
  readonly model?: LanguageModel | null;
  /** Carries feedback back along the trace. @default the task's, else "graph" */
  readonly propagator?: PropagatorChoice;
  /** Evaluates candidates; it stays open when the run ends. @default one in this process, with sandboxes of its own */
  readonly evaluator?: Evaluator;
  /** Limits of one call of candidate code. @default the task's, else the sandbox's own */
  readonly sandbox?: Task["sandbox"];
  /**
   * The events of an earlier run of the task. Results that the wall clock decided there (a call that ran out of time) are
   * taken from them, since they may differ now. @default none
   */
  readonly clockOf?: readonly RunEvent[];
}

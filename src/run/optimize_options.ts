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
  /** The language model. @default the task's, if that is an object; otherwise none: the built-in search */
  readonly model?: LanguageModel | null;
  /**
   * The agent's own language model, which answers `ask`. @default the task's, if that is an object; otherwise `model`
   */
  readonly agentModel?: LanguageModel;
  /** Carries feedback back along the trace. @default the task's, otherwise "graph" */
  readonly propagator?: PropagatorChoice;
  /** Evaluates candidates; not closed by the run. @default one in this process, with its own sandboxes */
  readonly evaluator?: Evaluator;
  /** Limits of one call of candidate code. @default the task's, otherwise the sandbox's own */
  readonly sandbox?: Task["sandbox"];
  /**
   * The events of an earlier run of the task. Results that depended on time limits (a call that timed out) are
   * taken from them, because they may differ now. @default none
   */
  readonly clockOf?: readonly RunEvent[];
}

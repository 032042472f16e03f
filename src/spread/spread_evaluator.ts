/**
 * Opens the evaluator of a task whose evaluations are spread over the workers of a database.
 *
 * @module
 */
import type { PropagatorName } from "../propagate/propagators.ts";
import { openEvaluator } from "../run/open_evaluator.ts";
import type { Task } from "../task/task.ts";
import type { Evaluator } from "../trainer/evaluator.ts";
import { spreadOver } from "./spread_over.ts";

/** Options of `spreadEvaluator`. */
export interface SpreadEvaluatorOptions {
  /** `postgres://user:password@host:port/database`. */
  readonly database: string;
  /** URL of the module that exports the task, such as `import.meta.resolve("./task.ts")`. */
  readonly taskSource: string;
  /** The run's seed, from which examples are made. @default 0 */
  readonly seed?: number;
  /** Longest time of agent or guide on one example, in milliseconds. @default 600,000 */
  readonly evaluationTimeoutMs?: number;
  /** A built-in propagator. @default the task's, otherwise "graph" */
  readonly propagator?: PropagatorName;
  /** Limits of one call of candidate code. @default the task's, otherwise the sandbox's own */
  readonly sandbox?: { readonly timeoutMs?: number; readonly memoryMb?: number };
  /** Whether traced evaluations trace statements of candidate code; as of the run's optimizer. @default true */
  readonly traceStatements?: boolean;
  /** Gets notes for the user, each once. @default they are dropped */
  readonly onNote?: (note: string) => void;
}

/**
 * An evaluator that has a task's evaluations done by workers of a PostgreSQL database, in batches: `work --database URL --task
 * FILE` on any number of machines. Reports are those of one machine.
 *
 * A worker takes part when its modules, examples, version of Opto and version of Deno are those of this process. While there is
 * none, and for tasks that ask a language model, this process evaluates. Give the run the same seed, and a `concurrency` of
 * some hundreds.
 *
 * @throws {UsageError} when the database cannot be used: by the first call of `facts` or `evaluate`
 *
 * @example
 * ```ts
 * import { optimize, type RunResult, type Task } from "@opto/opto";
 * import { spreadEvaluator } from "@opto/opto/trainer";
 *
 * async function improve(task: Task, database: string): Promise<RunResult> {
 *   await using evaluator = spreadEvaluator(task, {
 *     database, // such as postgres://opto@db.example/opto
 *     taskSource: import.meta.resolve("./task.ts"),
 *     seed: 1,
 *   });
 *   return await optimize(task, { evaluator, seed: 1, concurrency: 256 }).result;
 * }
 * ```
 */
export function spreadEvaluator<In, Out, Expected>(
  task: Task<In, Out, Expected>,
  options: SpreadEvaluatorOptions,
): Evaluator {
  const { database, onNote, taskSource, seed = 0, traceStatements = true, ...settings } = options;
  const spread = spreadOver({ database, onNote });
  return openEvaluator(task as unknown as Task, { // as: an agent and its own guide and examples fit together
    options: { ...settings, taskSource },
    settings: { seed, concurrency: spread.hereSize },
    pipeline: { traceStatements },
    spread,
  });
}

/**
 * Opens the evaluator of a run: a given one, or one in this process with its own sandboxes.
 *
 * @module
 */
import { openSandboxPool } from "../code/sandbox/open_sandbox.ts";
import type { PipelineSettings } from "../optimizer/optimizers.ts";
import { taskEvaluator } from "../task/task_evaluator.ts";
import type { Task } from "../task/task.ts";
import type { Evaluator } from "../trainer/evaluator.ts";
import { withLoggedClock } from "../trainer/logged_clock.ts";
import type { OptimizeOptions } from "./optimize_options.ts";
import type { RunSettings } from "./run_settings.ts";

/** Options and settings of the run. */
export interface OpenEvaluatorOptions {
  readonly options: OptimizeOptions;
  readonly settings: Pick<RunSettings, "seed" | "concurrency">;
  readonly pipeline: PipelineSettings;
}

/** Opens the evaluator; disposing of the result does not close a given one. */
export function openEvaluator(
  task: Task,
  { options, settings: { seed, concurrency }, pipeline }: OpenEvaluatorOptions,
): Evaluator {
  const evaluator = options.evaluator === undefined
    ? taskEvaluator(task, {
      seed,
      // A report must depend on its request only, so no call may see the state of another.
      runner: openSandboxPool({
        realmLife: "call",
        ...task.sandbox,
        ...options.sandbox,
        size: concurrency,
      }),
      ...(options.taskSource === undefined ? {} : { moduleUrl: options.taskSource }),
      isTypeChecked: pipeline.typeCheck ?? false,
      hasStatements: pipeline.traceStatements ?? true,
      ...(options.evaluationTimeoutMs === undefined
        ? {}
        : { evaluationTimeoutMs: options.evaluationTimeoutMs }),
      propagator: options.propagator ?? task.propagator ?? "graph",
    })
    : keptOpen(options.evaluator);
  return options.clockOf ? withLoggedClock(evaluator, options.clockOf) : evaluator;
}

/** Wraps an evaluator; disposing of the wrapper does nothing. */
function keptOpen(evaluator: Evaluator): Evaluator {
  return {
    isBatched: evaluator.isBatched ?? false,
    facts: () => evaluator.facts(),
    evaluate: (request) => evaluator.evaluate(request),
    validate: (candidate, changed, options) => evaluator.validate(candidate, changed, options),
    ...(evaluator.exampleText === undefined
      ? {}
      : { exampleText: (example) => evaluator.exampleText!(example) }), // checked in the previous line
    ...(evaluator.exportAgent === undefined
      ? {}
      : { exportAgent: (candidate) => evaluator.exportAgent!(candidate) }), // checked in the previous line
    ...(evaluator.draw === undefined ? {} : { draw: (request) => evaluator.draw!(request) }), // checked before
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

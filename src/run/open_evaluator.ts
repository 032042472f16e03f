/**
 * Opens the evaluator of a run: a given one, or one in this process with its own sandboxes.
 *
 * @module
 */
import { openSandboxPool } from "../code/sandbox/open_sandbox.ts";
import { UsageError } from "../errors.ts";
import type { PipelineSettings } from "../optimizer/optimizers.ts";
import { openerOf } from "../task/remote_task.ts";
import { taskEvaluator } from "../task/task_evaluator.ts";
import type { Task } from "../task/task.ts";
import type { Evaluator } from "../trainer/evaluator.ts";
import { withLoggedClock } from "../trainer/logged_clock.ts";
import type { EvaluationSettings, Spread } from "./evaluation_settings.ts";
import type { OptimizeOptions } from "./optimize_options.ts";
import type { RunSettings } from "./run_settings.ts";

/** Options and settings of the run. */
export interface OpenEvaluatorOptions {
  readonly options: OptimizeOptions;
  readonly settings: Pick<RunSettings, "seed" | "concurrency">;
  readonly pipeline: PipelineSettings;
  /** Spreads the evaluations over machines. @default they are done in this process */
  readonly spread?: Spread | undefined;
}

/** Opens the evaluator; disposing of the result does not close a given one. */
export function openEvaluator(
  task: Task,
  given: OpenEvaluatorOptions,
): Evaluator {
  const { options, spread } = given;
  if (options.evaluator !== undefined) return clocked(keptOpen(options.evaluator), options);
  const local = localEvaluator(task, given);
  if (spread === undefined) return clocked(local, options);
  const { taskSource, version } = options;
  return clocked(spread.open(local, { settings: settingsOf(given), taskSource, version }), options);
}

/** Takes results that depended on the clock from the log of an earlier run, if there is one. */
function clocked(evaluator: Evaluator, { clockOf }: OptimizeOptions): Evaluator {
  return clockOf === undefined ? evaluator : withLoggedClock(evaluator, clockOf);
}

/** An evaluator in this process, or in that of the task. */
function localEvaluator(
  task: Task,
  { options, settings: { seed, concurrency }, pipeline, spread }: OpenEvaluatorOptions,
): Evaluator {
  const { propagator, sandbox, evaluationTimeoutMs } = options;
  const size = Math.min(concurrency, spread?.hereSize ?? concurrency);
  const shared = {
    seed,
    isTypeChecked: pipeline.typeCheck ?? false,
    hasStatements: pipeline.traceStatements ?? true,
    ...(evaluationTimeoutMs === undefined ? {} : { evaluationTimeoutMs }),
  };
  const open = openerOf(task);
  if (open !== undefined) {
    return open({
      ...shared,
      concurrency: size,
      ...(typeof propagator === "string" ? { propagator } : {}),
      ...(sandbox === undefined ? {} : { sandbox }),
    });
  }
  return taskEvaluator(task, {
    ...shared,
    // A report must depend on its request only, so no call may see the state of another.
    runner: openSandboxPool({
      realmLife: "call",
      ...task.sandbox,
      ...sandbox,
      size,
    }),
    ...(options.taskSource === undefined ? {} : { moduleUrl: options.taskSource }),
    propagator: propagator ?? task.propagator ?? "graph",
  });
}

/** @throws {UsageError} when they are no plain data */
function settingsOf(
  { options, settings: { seed }, pipeline }: OpenEvaluatorOptions,
): EvaluationSettings {
  const { evaluationTimeoutMs, propagator, sandbox } = options;
  if (typeof propagator === "object") {
    throw new UsageError("Cannot spread evaluations with a propagator that is given as an object", {
      advice: "Give it as `propagator` of the task, whose module the workers load.",
    });
  }
  return {
    seed,
    traceStatements: pipeline.traceStatements ?? true,
    ...(evaluationTimeoutMs === undefined ? {} : { evaluationTimeoutMs }),
    ...(propagator === undefined ? {} : { propagator }),
    ...(sandbox === undefined ? {} : { sandbox }),
  };
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

/**
 * Optimizes a task: the library's main function.
 *
 * @module
 */
import type { Task } from "../task/task.ts";
import { Run, type RunPort } from "./run.ts";
import type { Spread } from "./evaluation_settings.ts";
import type { OptimizeOptions } from "./optimize_options.ts";
import type { RunPlan } from "./prepare_run.ts";
import type { LanguageModel } from "../model/language_model.ts";

/**
 * Starts optimizing a task and returns at once.
 *
 * Each candidate is compiled, checked and run in a sandbox; it is kept if it is better on the train examples and
 * then on the validation examples. The run ends after its steps, at its target score, when patience or a budget is
 * used up, or when it is stopped.
 *
 * @example
 * ```ts
 * import { defineTask, optimize, trainable } from "@opto/opto";
 *
 * const task = defineTask({
 *   name: "line",
 *   agent: () => trainable(function line(x: number): number {
 *     return 2 * x + 4;
 *   }),
 *   examples: { train: [1, 2, 3].map((x) => ({ input: x, expected: 3 * x + 4 })) },
 *   guide: ({ expected }, output) => output instanceof Error ? -100 : -Math.abs(output - expected),
 *   trainer: { steps: 2 },
 * });
 * const run = optimize(task, { seed: 1 });
 * for await (const event of run) if (event.type === "best") console.log(event.score);
 * const { best } = await run.result;
 * console.log(best.parameters.line);
 * ```
 */
export function optimize<In, Out, Expected>(
  task: Task<In, Out, Expected>,
  options: OptimizeOptions = {},
): Run {
  return executeTask(task as unknown as Task, options); // as: the agent fits its own guide and examples
}

/**
 * As `optimize`, with a port for a supervisor; one that gets the events takes them from the run's reader. `judge` records the
 * models of judges, `spread` has evaluations done on other machines too.
 */
export function executeTask(
  task: Task,
  options: OptimizeOptions,
  { judge, spread, ...reports }: ExecuteParts = {},
): Run {
  return new Run(async (port) => {
    const [{ executeRun }, { openEvaluator }] = await Promise.all([
      import("./execute_run.ts"),
      import("./open_evaluator.ts"),
    ]);
    return await executeRun({
      options,
      model: options.model ?? (typeof task.model === "object" ? task.model : null),
      agentModel: agentModelOf(task, options),
      judge,
      openEvaluator: (settings, pipeline) =>
        openEvaluator(task, { options, settings, pipeline, spread }),
      task,
      repeated: options.clockOf,
      summarize: task.summarize,
    }, { ...port, ...reports });
  });
}

/** What a supervisor adds to a run. */
interface ExecuteParts extends Omit<Partial<RunPort>, "signal">, Pick<RunPlan, "judge"> {
  readonly spread?: Spread | undefined;
}

/** The agent's model of the options, else of the task. */
function agentModelOf(
  { agentModel: ofTask }: Task,
  { agentModel }: OptimizeOptions,
): LanguageModel | undefined {
  return agentModel ?? (typeof ofTask === "object" ? ofTask : undefined);
}

/**
 * Optimizes a task: the engine's front door.
 *
 * @module
 */
import type { LanguageModel } from "../model/language_model.ts";
import type { Task } from "../task/task.ts";
import type { RunEvent } from "../trainer/event.ts";
import { Run } from "./run.ts";
import type { RunOptions } from "./run_settings.ts";

/** Options of `optimize`. */
export interface OptimizeOptions extends RunOptions {
  /** The language model that proposes. @default none: the built-in search */
  readonly model?: LanguageModel | null;
  /** Limits of one call of candidate code. @default the task's, else the sandbox's own */
  readonly sandbox?: Task["sandbox"];
  /**
   * The events of an earlier run of the task: what the wall clock decided there (a call that ran out of time) is taken from
   * them, as it may come out otherwise now. @default none
   */
  readonly clockOf?: readonly RunEvent[];
}

/**
 * Starts optimizing a task and returns at once.
 *
 * Each candidate is compiled, checked and run in a sandbox; what does better on the train examples and then on the validation
 * examples is kept. The run ends after its steps, at its target, when patience or a budget is over, or when it is stopped.
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
 *   guide: ({ expected = 0 }, output) => output instanceof Error ? -100 : -Math.abs(output - expected),
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
  const anyTask = task as unknown as Task; // as: an agent and its own guide and examples fit together
  return new Run(async (port) => {
    const [
      { conduct },
      { taskEvaluator },
      { openSandboxPool },
      { createProposer },
      { withLoggedClock },
    ] = await Promise.all([
      import("./conduct.ts"),
      import("../task/task_evaluator.ts"),
      import("../code/sandbox/open_sandbox.ts"),
      import("../optimizer/registry.ts"),
      import("../trainer/logged_clock.ts"),
    ]);
    const limits = { ...task.sandbox, ...options.sandbox };
    return await conduct({
      options,
      model: options.model ?? null,
      openEvaluator({ seed, concurrency }) {
        const evaluator = taskEvaluator(anyTask, {
          seed,
          // A report is a function of its request alone, so no call may find what another one left.
          runner: openSandboxPool({ realmLife: "auto", ...limits, size: concurrency }),
          isTypeChecked: task.optimizer?.typeCheck ?? false,
        });
        return options.clockOf ? withLoggedClock(evaluator, options.clockOf) : evaluator;
      },
      proposerNamed: (name) => (model) => createProposer(name, task.optimizer ?? {}, { model }),
      trainer: task.trainer,
      optimizer: task.optimizer,
      summarize: task.summarize,
    }, port);
  });
}

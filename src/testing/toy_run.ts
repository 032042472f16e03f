/**
 * Runs on the toy problem, for tests of optimizers, trainers and runs.
 *
 * @module
 */
import type { LanguageModel } from "../model/language_model.ts";
import { executeRun } from "../run/execute_run.ts";
import { Run } from "../run/run.ts";
import type { RunOptions } from "../run/run_settings.ts";
import type { Evaluator } from "../trainer/evaluator.ts";
import type { RunEvent } from "../trainer/event.ts";
import { steppingProposer } from "./stepping_proposer.ts";
import { toyEvaluator } from "./toy_evaluator.ts";

/** Options of a toy run. */
export interface ToyRunOptions extends RunOptions {
  /** Evaluates candidates. @default toyEvaluator() */
  readonly evaluator?: Evaluator;
  /** The language model. @default none */
  readonly model?: LanguageModel | null;
}

/**
 * A run on the toy problem: two numbers to find. It needs no sandbox and takes milliseconds.
 *
 * @param options @default a proposer that moves one number at random
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { toyRun } from "@opto/opto/testing";
 *
 * const { initial, best } = await toyRun({ steps: 20, seed: 1 }).result;
 * assert(best.score! > initial.score!);
 * ```
 */
export function toyRun(options: ToyRunOptions = {}): Run {
  const { evaluator = toyEvaluator(), model = null, ...rest } = options;
  return new Run((port) =>
    executeRun({
      options: { optimizer: steppingProposer(), ...rest },
      model,
      openEvaluator: () => evaluator,
    }, port)
  );
}

/** All events of a run. */
export async function eventsOf(run: AsyncIterable<RunEvent>): Promise<readonly RunEvent[]> {
  return await Array.fromAsync(run);
}

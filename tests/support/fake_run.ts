/**
 * Runs of the fake task.
 *
 * @module
 */
import type { LanguageModel } from "../../src/model/language_model.ts";
import { executeRun } from "../../src/run/execute_run.ts";
import { Run } from "../../src/run/run.ts";
import type { RunOptions } from "../../src/run/run_settings.ts";
import type { Evaluator } from "../../src/trainer/evaluator.ts";
import type { RunEvent } from "../../src/trainer/event.ts";
import { fakeEvaluator } from "./fake_evaluator.ts";
import { steppingProposer } from "./stepping_proposer.ts";

export interface FakeRunOptions extends RunOptions {
  readonly evaluator?: Evaluator;
  readonly model?: LanguageModel;
}

export function fakeRun(options: FakeRunOptions = {}): Run {
  const {
    evaluator = fakeEvaluator(),
    model,
    ...rest
  } = options;
  return new Run((port) =>
    executeRun({
      options: { optimizer: steppingProposer(), ...rest },
      model: model ?? null,
      openEvaluator: () => evaluator,
    }, port)
  );
}

/** All events of a run. */
export async function eventsOf(run: AsyncIterable<RunEvent>): Promise<readonly RunEvent[]> {
  return await Array.fromAsync(run);
}

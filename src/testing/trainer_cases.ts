/**
 * The requirements of every trainer, as cases for any test runner.
 *
 * @module
 */
import assert from "node:assert/strict";
import type { Trainer } from "../trainer/trainer.ts";
import type { ConformanceCase } from "./conformance_case.ts";
import { assertSameAtAnyConcurrency, assertSameWhenResumed } from "./same_records.ts";
import { toyEvaluator } from "./toy_evaluator.ts";
import { eventsOf, toyRun, type ToyRunOptions } from "./toy_run.ts";

/** A trainer under test. */
export interface TrainerUnderTest<Memory = unknown> {
  /** Makes a new trainer with the same settings. */
  readonly make: () => Trainer<Memory>;
}

/**
 * The cases of the trainer port. They use the toy problem: two numbers, with a proposer that moves one at random.
 *
 * @example
 * ```ts
 * import { minibatch } from "@opto/opto/trainer";
 * import { trainerCases } from "@opto/opto/testing";
 *
 * for (const { run } of trainerCases({ make: () => minibatch })) await run(); // or Deno.test(name, run)
 * ```
 */
export function trainerCases<Memory>(
  { make }: TrainerUnderTest<Memory>,
): readonly ConformanceCase[] {
  const start = (options: ToyRunOptions) =>
    toyRun({ seed: 3, steps: 6, trainer: make(), ...options });
  return [
    {
      name: "a run with it ends after its steps, and its best is not worse than its start",
      run: async () => {
        const { stopReason, initial, best } = await start({ steps: 12 }).result;
        assert.equal(stopReason, "steps");
        assert.ok(best.score !== null && initial.score !== null && best.score >= initial.score);
      },
    },
    {
      name: "it spends no more evaluations than the budget",
      run: async () => {
        for (const evaluations of [3, 10, 25]) {
          let spent = 0;
          const evaluator = toyEvaluator({ onEvaluate: () => void spent++ });
          const result = await start({ evaluator, budget: { evaluations } }).result;
          assert.ok(spent <= evaluations, `${spent} of ${evaluations}`);
          assert.equal(result.evaluations, spent);
        }
      },
    },
    {
      name: "it never evaluates test examples",
      run: async () => {
        const events = await eventsOf(start({ evaluator: toyEvaluator({ test: 2 }) }));
        const tested = events.filter((event) =>
          event.type === "evaluated" && event.example.split === "test"
        );
        assert.ok(tested.length <= 4, "only the held-out test at the end may");
      },
    },
    {
      name: "a run with it can be stopped",
      run: async () => {
        const run = start({ steps: 1000 });
        for await (const event of run) if (event.type === "step" && event.step === 2) run.stop();
        assert.equal((await run.result).stopReason, "interrupted");
      },
    },
    {
      name: "a run with it gives the same records at any concurrency",
      run: () => assertSameAtAnyConcurrency(start),
    },
    {
      name: "a run with it that is resumed gives the same records",
      run: () => assertSameWhenResumed(start, { cuts: 8 }),
    },
  ];
}

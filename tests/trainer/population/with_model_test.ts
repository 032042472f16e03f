import { assert } from "@std/assert";
import { scriptedModel } from "../../../src/model/scripted_model.ts";
import { optoPrimeProposer } from "../../../src/optimizer/optoprime.ts";
import {
  assertSameAtAnyConcurrency,
  assertSameWhenResumed,
} from "../../../src/testing/same_records.ts";
import { toyRun, type ToyRunOptions } from "../../../src/testing/toy_run.ts";
import { createTrainer } from "../../../src/trainer/create_trainer.ts";
import { trainerNames } from "../../../src/trainer/trainers.ts";

/** Answers by the prompt alone: another number each time, at times none. */
const model = () =>
  scriptedModel(({ messages }) => {
    const last = messages.at(-1)?.content ?? "";
    const draw = [...last].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7);
    return draw % 7 === 0
      ? "I do not know."
      : JSON.stringify({ suggestion: { [draw % 2 === 0 ? "x" : "y"]: draw % 13 / 2 - 3 } });
  });

for (const name of trainerNames) {
  const start = (options: ToyRunOptions) =>
    toyRun({
      trainer: createTrainer(name),
      optimizer: optoPrimeProposer(),
      model: model(),
      steps: 5,
      batchSize: 2,
      seed: 2,
      ...options,
    });

  Deno.test(`${name} asks a model, and gives the same records at any concurrency and resumed`, async () => {
    const { best, initial, usage } = await start({}).result;
    assert(best.score! >= initial.score! && usage.calls >= 5); // numbers: no run of the toy problem fails
    await assertSameAtAnyConcurrency(start);
    await assertSameWhenResumed(start, { cuts: 4 });
  });

  Deno.test(`${name} ends with the budget of calls`, async () => {
    const { stopReason, usage } = await start({ steps: 50, budget: { calls: 6 } }).result;
    assert(stopReason === "budget" && usage.calls <= 6);
  });
}

/**
 * The rungs of a comparison: a batch of train examples, twice as many, four times as many, … , the longest.
 *
 * @module
 */
import { randomFrom, seedOf, shuffled } from "../seeds.ts";
import type { ExampleRef } from "./evaluator.ts";
import { allOf } from "./sampling.ts";
import type { TrainerContext } from "./trainer.ts";

/**
 * The rungs of a step; each contains the rung before it. Without a batch they begin with examples of the step's own
 * order, which differs between steps, so that chance results on the first few examples do not persist.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { rungsOf } from "@opto/opto/trainer";
 *
 * const settings = { seed: 0, batchSize: 4, threshold: 0, accept: "better", evaluationCost: 0 };
 * const rungs = rungsOf({ step: 1, examples: { train: 24, validation: 0, test: 0 }, settings });
 * assertEquals(rungs.map(({ length }) => length), [4, 8, 16, 24]);
 * ```
 */
export function rungsOf(
  context: Pick<TrainerContext, "step" | "examples" | "settings">,
  batch?: readonly ExampleRef[],
): readonly (readonly ExampleRef[])[] {
  const { step, examples: { train }, settings: { seed, batchSize } } = context;
  const all = shuffled(allOf("train", train), randomFrom(seedOf(seed, "rungs", step)));
  const first = batch ?? all.slice(0, batchSize);
  const drawn = new Set(first.map(({ index }) => index));
  const order = [...first, ...all.filter(({ index }) => !drawn.has(index))];
  const longest = longestRung(context, first.length);
  const lengths: number[] = [];
  for (let length = first.length; length < longest; length *= 2) lengths.push(length);
  return [...lengths, longest].map((length) => order.slice(0, length));
}

/**
 * Examples of the last rung: further ones, each evaluated with two candidates, cost together at most as much as one model
 * call, which could propose anew.
 */
function longestRung(
  { examples: { train }, settings: { evaluationCost } }: Pick<
    TrainerContext,
    "examples" | "settings"
  >,
  batchSize: number,
): number {
  return Math.min(train, batchSize + Math.floor(1 / (2 * evaluationCost))); // a cost of 0: infinitely many
}

/**
 * The rungs of a comparison: a batch of train examples, twice as many, four times as many, … , the longest.
 *
 * @module
 */
import { seedOf } from "../seeds.ts";
import type { ExampleRef } from "./evaluator.ts";
import { allOf, shuffled } from "./sampling.ts";
import type { TrainerContext } from "./trainer.ts";

/** The parts of a step that decide its rungs. */
type Step = Pick<TrainerContext, "step" | "examples" | "settings">;

/**
 * The rungs of a step; each contains the rung before it. Without a batch they begin with examples of the step's own
 * order, which differs between steps, so that chance results on the first few examples do not persist.
 */
export function rungsOf(
  step: Step,
  batch?: readonly ExampleRef[],
): readonly (readonly ExampleRef[])[] {
  const { examples: { train }, settings: { seed, batchSize } } = step;
  const all = shuffled(allOf("train", train), seedOf(seed, "rungs", step.step));
  const first = batch ?? all.slice(0, batchSize);
  const drawn = new Set(first.map(({ index }) => index));
  const order = [...first, ...all.filter(({ index }) => !drawn.has(index))];
  const longest = longestRung(step, first.length);
  const lengths: number[] = [];
  for (let length = first.length; length < longest; length *= 2) lengths.push(length);
  return [...lengths, longest].map((length) => order.slice(0, length));
}

/**
 * Examples of the last rung: further ones, each evaluated with two candidates, cost together at most as much as one model
 * call, which could propose anew.
 */
function longestRung(
  { examples: { train }, settings: { evaluationCost } }: Step,
  batchSize: number,
): number {
  return Math.min(train, batchSize + Math.floor(1 / (2 * evaluationCost))); // a cost of 0: infinitely many
}

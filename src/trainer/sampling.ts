/**
 * Draws the train examples of a step.
 *
 * @module
 */
import type { ExampleRef, Split } from "./evaluator.ts";
import { randomFrom, seedOf } from "../seeds.ts";

/** How batches are drawn. */
export interface SamplingOptions {
  /** Size of the split. */
  readonly size: number;
  /** Examples of one batch; at most `size` are drawn. */
  readonly batchSize: number;
  readonly seed: number;
  /** Whether each epoch has an order of its own. @default true */
  readonly isShuffled?: boolean;
}

/** All examples of a split, in their own order. */
export function allOf(split: Split, size: number): readonly ExampleRef[] {
  return Array.from({ length: size }, (_, index) => ({ split, index }));
}

/**
 * A batch of train examples from an endless order of epochs: a function of its place there alone.
 *
 * Epochs follow one another without a gap, so the last batch of one is filled from the beginning of the next, with examples
 * that it does not hold yet.
 *
 * @param first number of examples in the batches before
 */
export function batchFrom(first: number, options: SamplingOptions): readonly ExampleRef[] {
  const { size, seed, isShuffled = true } = options;
  const batchSize = Math.min(options.batchSize, size);
  const epochOrder = (epoch: number): readonly ExampleRef[] => {
    const all = allOf("train", size);
    return isShuffled ? shuffled(all, seedOf(seed, "epoch", epoch)) : all;
  };
  const epoch = Math.floor(first / size);
  const start = first - epoch * size;
  const ahead = [...epochOrder(epoch), ...epochOrder(epoch + 1)].slice(start);
  return [...new Map(ahead.map((example) => [example.index, example])).values()].slice(
    0,
    batchSize,
  );
}

/** The items in a seeded order (Fisher and Yates). */
export function shuffled<Item>(items: readonly Item[], seed: number): readonly Item[] {
  const random = randomFrom(seed);
  const rest = [...items];
  return items.flatMap(() => rest.splice(Math.floor(random() * rest.length), 1));
}

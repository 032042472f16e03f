/**
 * Draws the train examples of a step.
 *
 * @module
 */
import type { ExampleRef, Split } from "./evaluator.ts";
import { randomFrom, seedOf } from "../seeds.ts";

/** Options of `batchFrom`. */
export interface SamplingOptions {
  /** Size of the split. */
  readonly size: number;
  /** Examples per batch; at most `size` are drawn. */
  readonly batchSize: number;
  readonly seed: number;
  /** Whether each epoch has its own order. @default true */
  readonly isShuffled?: boolean;
}

/** All examples of a split, in index order. */
export function allOf(split: Split, size: number): readonly ExampleRef[] {
  return Array.from({ length: size }, (_, index) => ({ split, index }));
}

/**
 * A batch of train examples from an endless sequence of epochs; depends only on its position there.
 *
 * Epochs follow each other without a gap: the last batch of one is filled from the start of the next, with examples
 * not yet in the batch.
 *
 * @param first number of examples in all earlier batches
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

/** The items in a seeded order (Fisher-Yates shuffle: one of the remaining items, again and again). */
export function shuffled<Item>(items: readonly Item[], seed: number): readonly Item[] {
  const random = randomFrom(seed);
  const parts = inParts(items);
  return items.map((_, taken) => {
    let place = Math.floor(random() * (items.length - taken));
    const part = parts.find((part) => place < part.length || (place -= part.length, false))!; // one has it
    return part.splice(place, 1)[0]!; // as above
  });
}

/** Longest part of a list from which items are removed: removing one moves those behind it. */
const partLength = 512;

function inParts<Item>(items: readonly Item[]): Item[][] {
  return Array.from(
    { length: Math.ceil(items.length / partLength) },
    (_, part) => items.slice(part * partLength, (part + 1) * partLength),
  );
}

/**
 * Draws the train examples of a step.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import type { Trial } from "../problem/trial.ts";
import { exampleScores, usualScores } from "../problem/trial_lead.ts";
import type { ExampleRef, Split } from "./evaluator.ts";
import { randomFrom, seedOf, shuffled } from "../seeds.ts";

/**
 * The order of examples in an epoch: `shuffled` anew for each; or `curriculum`, from easy to hard after the first one.
 */
export type SamplingName = "shuffled" | "curriculum";

/** The orders of examples. */
export const samplingNames = ["shuffled", "curriculum"] as const satisfies readonly SamplingName[];

/**
 * Parses the name of an order from a command line or a task.
 *
 * @throws {UsageError} when the name is unknown
 */
export function samplingNamed(name: string): SamplingName {
  const known = samplingNames.find((each) => each === name);
  if (known !== undefined) return known;
  throw new UsageError(
    `Cannot use "${name}" as the sampling of examples: received none of ${
      samplingNames.join(", ")
    }`,
    { advice: "Use one of them." },
  );
}

/** Options of `batchFrom`. */
export interface SamplingOptions {
  /** Size of the split. */
  readonly size: number;
  /** Examples per batch; at most `size` are drawn. */
  readonly batchSize: number;
  readonly seed: number;
  /** Whether each epoch has its own order. @default true */
  readonly isShuffled?: boolean;
  /** The order of an epoch, from its shuffled examples. @default as they are */
  readonly arrange?: (shuffled: readonly ExampleRef[], epoch: number) => readonly ExampleRef[];
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
  const { size, seed, isShuffled = true, arrange = (examples) => examples } = options;
  const batchSize = Math.min(options.batchSize, size);
  const epochOrder = (epoch: number): readonly ExampleRef[] => {
    const all = allOf("train", size);
    return arrange(
      isShuffled ? shuffled(all, randomFrom(seedOf(seed, "epoch", epoch))) : all,
      epoch,
    );
  };
  const epoch = Math.floor(first / size);
  const start = first - epoch * size;
  const rest = epochOrder(epoch).slice(start);
  const ahead = rest.length >= batchSize ? rest : [...rest, ...epochOrder(epoch + 1)];
  return [...new Map(ahead.map((example) => [example.index, example])).values()].slice(
    0,
    batchSize,
  );
}

/**
 * Examples from easy to hard, by the mean score of the accepted candidates on each. Those on which all of them failed, or
 * that none has met, come last; equal ones stay in order.
 *
 * (The order of Bengio et al. 2009, "Curriculum Learning", with difficulty as measured in the run.)
 */
export function easyFirst(
  examples: readonly ExampleRef[],
  trials: readonly Trial[],
): readonly ExampleRef[] {
  const measured = trials.map((trial) => ({ trial, scores: exampleScores(trial) }));
  const usual = usualScores(measured.filter(({ scores }) => scores.length > 0));
  const easeOf = ({ split, index }: ExampleRef) => usual.get(`${split}/${index}`) ?? -Infinity;
  return examples.map((example) => ({ example, ease: easeOf(example) }))
    .sort((one, other) => one.ease === other.ease ? 0 : other.ease - one.ease)
    .map(({ example }) => example);
}

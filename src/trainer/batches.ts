/**
 * The batches of a training: train examples from a seeded, endless sequence of epochs, in the order of its sampling.
 *
 * @module
 */
import { maxTrials, type TrialHistory } from "../problem/trial.ts";
import type { ExampleRef } from "./evaluator.ts";
import { batchFrom, easyFirst, type SamplingName } from "./sampling.ts";

/** The examples of batches and their order. */
export interface BatchesOptions {
  /** Size of the train split. */
  readonly size: number;
  /** Examples per batch where no other number is asked for. */
  readonly batchSize: number;
  readonly seed: number;
  /** @default "shuffled" */
  readonly sampling?: SamplingName | undefined;
  /** Measures the examples of a curriculum. */
  readonly history: TrialHistory;
}

/** Draws batches, one after the other. */
export class Batches {
  readonly #options: BatchesOptions;
  /** Examples of the latest epochs of a curriculum. */
  readonly #epochs = new Map<number, readonly ExampleRef[]>();
  #drawn = 0;

  /** @param options the examples and their order */
  constructor(options: BatchesOptions) {
    this.#options = options;
  }

  /** Number of examples in all batches so far, over all epochs. */
  get drawn(): number {
    return this.#drawn;
  }

  /** The next batch. */
  next(wanted: number = this.#options.batchSize): readonly ExampleRef[] {
    const { size, seed, sampling } = this.#options;
    const batchSize = Math.min(wanted, size);
    const first = this.#drawn;
    this.#drawn += batchSize;
    const isArranged = sampling === "curriculum";
    return batchFrom(first, {
      size,
      batchSize,
      seed,
      ...(isArranged ? { arrange: (all, epoch) => this.#curriculum(all, epoch) } : {}),
    });
  }

  /** The examples of an epoch from easy to hard, as they were when its first one was drawn; the first epoch measures them. */
  #curriculum(examples: readonly ExampleRef[], epoch: number): readonly ExampleRef[] {
    const known = this.#epochs.get(epoch);
    if (known !== undefined) return known;
    const { history } = this.#options;
    const ordered = epoch === 0 ? examples : easyFirst(examples, history.latest(maxTrials));
    this.#epochs.delete(epoch - 2);
    this.#epochs.set(epoch, ordered);
    return ordered;
  }
}

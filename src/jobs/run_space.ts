/**
 * Space for runs on the disk of this process: whether a run failed for want of it, and when there is some again.
 *
 * @module
 */
import { StorageError } from "../errors.ts";
import { GrowingPause } from "../growing_pause.ts";
import { paused } from "../paused.ts";
import { isFullDisk, StoreError } from "./store_error.ts";

/** First and longest pause before the disk is tried again. */
const pauses = { firstMs: 1_000, mostMs: 60_000 };

/** Probe and listeners. */
export interface RunSpaceOptions {
  /** Tries whether runs can write. @throws {StoreError} when they cannot */
  readonly probe: () => Promise<void>;
  /** Called when there is space again. */
  readonly onSpace: () => void;
  /** Receives a note when the disk is full, once until there is space again. */
  readonly onError: (error: unknown) => void;
}

/** Knows whether the disk is full. Disposing it ends its tries. */
export class RunSpace implements Disposable {
  readonly #options: RunSpaceOptions;
  readonly #pause = new GrowingPause(pauses);
  readonly #closing = new AbortController();
  #isFull = false;

  constructor(options: RunSpaceOptions) {
    this.#options = options;
  }

  /** Whether a run failed for want of space since a try to write succeeded. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** Whether a run failed because the disk is full; tries it then until there is space. */
  async isCauseOf(error: unknown): Promise<boolean> {
    const cause = saysFull(error) ? error : await this.#refusal();
    if (cause === undefined) {
      this.#pause.reset();
      return false;
    }
    if (!this.#isFull) this.#becomeFull(cause);
    return true;
  }

  #becomeFull(cause: unknown): void {
    this.#isFull = true;
    const message =
      "The disk of the run directories is full: no job is started here until it has space";
    this.#options.onError(
      new StorageError(message, { cause, advice: "Make space in the data directory." }),
    );
    this.#untilSpace();
  }

  async #untilSpace(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      await paused(this.#pause.next(), signal);
      if (signal.aborted || await this.#refusal() !== undefined) continue;
      this.#isFull = false;
      return this.#options.onSpace();
    }
  }

  /** The error of a write that finds the disk full. */
  async #refusal(): Promise<StoreError | undefined> {
    try {
      await this.#options.probe();
    } catch (error) {
      if (error instanceof StoreError && error.isFull) return error;
    }
    return undefined;
  }

  [Symbol.dispose](): void {
    this.#closing.abort();
  }
}

/** Whether an error of this program says that the disk is full. The text of any other may be that of a task. */
function saysFull(error: unknown): boolean {
  return error instanceof StorageError && isFullDisk(error);
}

/**
 * A counting semaphore: limits how many tasks run at once.
 *
 * @module
 */

/** Admits up to `size` tasks; further ones wait in order of arrival, and leave the queue when their signal is aborted. */
export class Semaphore {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  /** A semaphore with all places free. @param size tasks that may run at once, at least 1 */
  constructor(size: number) {
    this.#free = size;
  }

  /**
   * Runs a task when a place is free. The signal ends the wait only; a task that runs keeps its place until it settles.
   *
   * @throws the signal's reason when it is aborted while waiting
   */
  async run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    await this.#acquire(signal);
    try {
      return await task();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free++;
      else next();
    }
  }

  #acquire(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    if (this.#free > 0) {
      this.#free--;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const admit = () => {
        signal?.removeEventListener("abort", leave);
        resolve();
      };
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(admit), 1);
        reject(signal?.reason);
      };
      this.#waiting.push(admit);
      signal?.addEventListener("abort", leave, { once: true });
    });
  }
}

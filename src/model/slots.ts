/**
 * Lets at most so many tasks run at once; the others wait in the order in which they came.
 *
 * @module
 */

/** A counting semaphore whose waiters can be aborted. */
export class Slots {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  /** A semaphore of a size. @param size how many may run at once, at least 1 */
  constructor(size: number) {
    this.#free = size;
  }

  /**
   * Runs a task when a slot is free.
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

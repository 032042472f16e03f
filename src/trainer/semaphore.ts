/**
 * Lets so many in at a time, in the order of their coming.
 *
 * @module
 */

/** Counts free places. */
export class Semaphore {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  /** @param places how many may hold one at the same time */
  constructor(places: number) {
    this.#free = places;
  }

  /** Waits for a place; disposing gives it back. Rejects with the signal's reason. */
  async acquire(signal?: AbortSignal): Promise<Disposable> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    const place = { [Symbol.dispose]: () => this.#release() };
    if (signal?.aborted) {
      place[Symbol.dispose]();
      throw signal.reason;
    }
    return place;
  }

  #release(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free++;
    else next();
  }
}

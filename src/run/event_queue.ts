/**
 * A queue from a run to its readers; the run never waits.
 *
 * @module
 */

/** Maximum number of unread events. */
const defaultCapacity = 10_000;

/** A bounded queue; when full, it drops the oldest events. */
export class EventQueue<Event> implements AsyncIterable<Event> {
  readonly #capacity: number;
  #events: Event[] = [];
  /** Number of the oldest events that are dropped, but not yet removed: all that are, are removed together. */
  #dropped = 0;
  #isClosed = false;
  #wake: () => void = () => {};

  /** @param capacity maximum number of unread events @default 10_000 */
  constructor(capacity: number = defaultCapacity) {
    this.#capacity = capacity;
  }

  /** Adds an event. */
  push(event: Event): void {
    this.#events.push(event);
    if (this.#events.length - this.#dropped > this.#capacity) this.#dropped++;
    if (this.#dropped > this.#capacity) this.#remove();
    this.#wake();
  }

  /** Closes the queue: readers receive the remaining events, then stop. */
  close(): void {
    this.#isClosed = true;
    this.#wake();
  }

  #remove(): void {
    if (this.#dropped > 0) this.#events.splice(0, this.#dropped);
    this.#dropped = 0;
  }

  /** Takes events until the queue is closed and empty; each event goes to one reader. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Event, void, void> {
    while (true) {
      this.#remove();
      const events = this.#events;
      this.#events = [];
      yield* events;
      if (this.#events.length > 0) continue;
      if (this.#isClosed) return;
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
  }
}

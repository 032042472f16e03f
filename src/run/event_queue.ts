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
  #isClosed = false;
  #wake: () => void = () => {};

  /** @param capacity maximum number of unread events @default 10_000 */
  constructor(capacity: number = defaultCapacity) {
    this.#capacity = capacity;
  }

  /** Adds an event. */
  push(event: Event): void {
    this.#events.push(event);
    if (this.#events.length > this.#capacity) this.#events.shift();
    this.#wake();
  }

  /** Closes the queue: readers receive the remaining events, then stop. */
  close(): void {
    this.#isClosed = true;
    this.#wake();
  }

  /** Takes events until the queue is closed and empty; each event goes to one reader. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Event, void, void> {
    while (true) {
      const events = this.#events;
      this.#events = [];
      yield* events;
      if (this.#events.length > 0) continue;
      if (this.#isClosed) return;
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
  }
}

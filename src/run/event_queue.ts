/**
 * Carries events from a run to its readers, without making the run wait.
 *
 * @module
 */

/** Events kept for a reader that is slow or not there yet. */
const defaultCapacity = 10_000;

/** A bounded queue; when it is full the oldest events are dropped. */
export class EventQueue<Event> implements AsyncIterable<Event> {
  readonly #capacity: number;
  #events: Event[] = [];
  #isClosed = false;
  #wake: () => void = () => {};

  /** @param capacity events kept @default 10_000 */
  constructor(capacity: number = defaultCapacity) {
    this.#capacity = capacity;
  }

  /** Adds an event. */
  push(event: Event): void {
    this.#events.push(event);
    if (this.#events.length > this.#capacity) this.#events.shift();
    this.#wake();
  }

  /** Ends the queue: readers get the remaining events, then stop. */
  close(): void {
    this.#isClosed = true;
    this.#wake();
  }

  /** Takes events out until the queue is closed and empty; each event goes to one reader. */
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

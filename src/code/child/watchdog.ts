/**
 * A timer for time limits: of a child's turns, of its start, of a tool. After a stall of the host what has arrived
 * meanwhile comes first.
 *
 * @module
 */

/** A timer this late was delayed by the host. */
const stallMs = 50;

/** Time for the host to read replies that arrived during a stall. */
const readMs = 20;

/** Calls a function at the earliest given time; does not keep the program alive. */
export class Watchdog {
  readonly #onDue: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due = 0;

  /** @param onDue checks the clock itself, because it may be called too early */
  constructor(onDue: () => void) {
    this.#onDue = onDue;
  }

  /** Calls `onDue` at `due` or earlier: one timer serves several requests. */
  atLatest(due: number): void {
    if (this.#timer === undefined || due < this.#due) this.at(due);
  }

  /** Calls `onDue` at `due`. */
  at(due: number): void {
    this.stop();
    this.#due = due;
    this.#set(() => this.#fire(), due - performance.now());
  }

  /** Cancels the timer. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** After a stall of the event loop, waiting replies are read first. */
  #fire(): void {
    if (performance.now() - this.#due > stallMs) this.#set(() => this.#end(), readMs);
    else this.#end();
  }

  #end(): void {
    this.#timer = undefined;
    this.#onDue();
  }

  #set(act: () => void, afterMs: number): void {
    this.#timer = setTimeout(act, Math.max(0, afterMs));
    Deno.unrefTimer(this.#timer);
  }
}

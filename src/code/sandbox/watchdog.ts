/**
 * The timer behind the time limits of one child.
 *
 * @module
 */

/** A timer that fires this much late was held up by the host itself. */
const stallMs = 50;

/** Time in which the host reads replies that arrived during a stall. */
const readMs = 20;

/** Calls a function when the earliest of the times it was given has come; keeps no program alive. */
export class Watchdog {
  readonly #onDue: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due = 0;

  /** @param onDue looks at the clock itself, for it may be called too early */
  constructor(onDue: () => void) {
    this.#onDue = onDue;
  }

  /** Fires at `due` or earlier: one timer serves many turns. */
  atLatest(due: number): void {
    if (this.#timer === undefined || due < this.#due) this.at(due);
  }

  /** Fires at `due`. */
  at(due: number): void {
    this.stop();
    this.#due = due;
    this.#set(() => this.#fire(), due - performance.now());
  }

  /** Fires no more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** After a stall of the event loop the replies that wait in the pipe are read first. */
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

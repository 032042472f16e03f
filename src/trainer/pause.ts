/**
 * Lets the event loop do other work.
 *
 * @module
 */
import { setImmediate } from "node:timers";

/** Resolves in the next turn of the event loop; a timer of 0 ms takes one or two milliseconds. */
export function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Milliseconds of work before timers and signals have a turn. */
const defaultWorkMs = 20;

/** Gives timers, signals and other work a turn from time to time, also when nothing ever waits. */
export class EventLoopTurns {
  readonly #workMs: number;
  #start = performance.now();

  /** @param workMs milliseconds of work between two turns @default 20 */
  constructor(workMs: number = defaultWorkMs) {
    this.#workMs = workMs;
  }

  /** Waits for a turn of the event loop, if one is due. */
  async yieldWhenDue(): Promise<void> {
    if (performance.now() - this.#start < this.#workMs) return;
    await pause();
    this.#start = performance.now();
  }
}

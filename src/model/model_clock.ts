/**
 * The clock of the model client; tests pass one that never waits.
 *
 * @module
 */
import { delay } from "@std/async/delay";

/** Reads the time and waits. */
export interface ModelClock {
  /** Milliseconds that only grow. */
  now(): number;
  /** Settles after `ms`; rejects with the signal's reason when aborted. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's own clock. */
export const systemClock: ModelClock = {
  now: () => performance.now(),
  wait: (ms, signal) => delay(ms, signal === undefined ? {} : { signal }),
};

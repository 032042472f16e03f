/**
 * The clocks of a run, passed in as an argument.
 *
 * @module
 */

/** A clock. */
export interface Clock {
  /** Seconds since any fixed moment; monotonic. */
  seconds(): number;
  /** Wall clock, ISO 8601. */
  now(): string;
}

/** The clocks of the machine. */
export const machineClock: Clock = {
  seconds: () => performance.now() / 1000,
  now: () => new Date().toISOString(),
};

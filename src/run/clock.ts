/**
 * The clocks of a run, as it takes them in.
 *
 * @module
 */

/** A clock. */
export interface Clock {
  /** Seconds from any beginning; never goes back. */
  seconds(): number;
  /** Wall clock, ISO 8601. */
  now(): string;
}

/** The clocks of this machine. */
export const machineClock: Clock = {
  seconds: () => performance.now() / 1000,
  now: () => new Date().toISOString(),
};

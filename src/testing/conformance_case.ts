/**
 * One case of a conformance suite. Types only.
 *
 * @module
 */

/** One obligation of a port, as a test for any test runner. */
export interface ConformanceCase {
  /** The obligation, in words. */
  readonly name: string;
  /** Throws or rejects with an `AssertionError` when the obligation is broken. */
  readonly run: () => Promise<void>;
}

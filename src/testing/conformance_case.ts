/**
 * One case of a conformance suite. Types only.
 *
 * @module
 */

/** One requirement of a port, as a test for any test runner. */
export interface ConformanceCase {
  /** The requirement, as text. */
  readonly name: string;
  /** Throws or rejects with an `AssertionError` when the requirement is not met. */
  readonly run: () => Promise<void>;
}

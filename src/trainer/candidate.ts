/**
 * A candidate: a set of parameter values under trial.
 *
 * @module
 */

/** A set of values for every trainable parameter, with an id that is the hash of the values. */
export interface Candidate {
  /** Twelve hexadecimal digits; equal values give equal ids on every machine. */
  readonly id: string;
  readonly values: Readonly<Record<string, unknown>>;
}

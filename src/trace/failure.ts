/**
 * The failure of a step as data, held by its exception node.
 *
 * @module
 */

/** A line of a module. */
export interface Place {
  /** URL of the module. */
  readonly file: string;
  /** Counts from 1. */
  readonly line: number;
}

/** The failure of a step. */
export interface Failure {
  /** `thrown` also occurs in host code; the others only in a sandbox. */
  readonly kind: "thrown" | "timeout" | "crashed" | "refused";
  /** Name of the error: `TypeError`. */
  readonly name: string;
  /** Message of the error, shortened. */
  readonly message: string;
  /**
   * The source around the failing line, marked `<--- (TypeError) message`; only the message when the source is
   * unknown.
   */
  readonly full: string;
  /** The author's failing line, if known; for code of the author's own only. */
  readonly place?: Place | undefined;
  /** The limit that was reached, in milliseconds; set for a time-out. */
  readonly limitMs?: number;
}

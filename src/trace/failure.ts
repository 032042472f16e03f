/**
 * The failure of a step as data, held by its exception node.
 *
 * @module
 */

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
}

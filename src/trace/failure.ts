/**
 * The failure of a step as data, held by its exception node.
 *
 * @module
 */

/** How a step failed. */
export interface Failure {
  /** `thrown` also for host code; the others only in a sandbox. */
  readonly kind: "thrown" | "timeout" | "crashed" | "refused";
  /** Name of the error: `TypeError`. */
  readonly name: string;
  /** Message of the error, bounded. */
  readonly message: string;
  /** The source around the failing line, which is marked `<--- (TypeError) message`; the simple text when unknown. */
  readonly full: string;
}

/**
 * The description of the function that makes a node.
 *
 * @module
 */

/** A function that is one step of the trace. All nodes it makes share one record. */
export interface Operator {
  /** As shown in code lines: `add`. */
  readonly name: string;
  /** One line of documentation, without the name: `Adds x and y.` */
  readonly documentation: string;
}

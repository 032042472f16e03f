/**
 * The description of the function that made a node.
 *
 * @module
 */

/** A function the trace knows as one step. One record is shared by all nodes it made. */
export interface Operator {
  /** As shown in code lines: `add`. */
  readonly name: string;
  /** One line for a reader, without the name: `Adds x and y.` */
  readonly documentation: string;
}

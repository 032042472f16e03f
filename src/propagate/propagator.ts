/**
 * The port of propagation: what a message is, and how it passes a node on its way back.
 *
 * @module
 */
import type { TraceNode } from "../trace/trace_node.ts";
import type { Feedback } from "./feedback.ts";

/**
 * How feedback travels back. The walk is the same for all; a propagator says what travels.
 *
 * @typeParam M the message, which must never be `undefined`
 */
export interface Propagator<M> {
  /** The message that feedback on `output` begins as. */
  init(output: TraceNode, feedback: Feedback): M;
  /**
   * One message from all that arrived at `node`: at least one, first from the output it reached first. Each
   * user of the node sends one, so do the judges when the node is an output.
   */
  merge(node: TraceNode, arrivals: readonly M[]): M;
  /** Rules for single operators, by name. @default every input gets the node's own message */
  readonly rules?: Readonly<Record<string, Rule<M>>>;
}

/**
 * How messages pass the nodes of one operator: one message per input, in order; `undefined` sends nothing
 * there.
 *
 * What the operator used without being given it gets the node's own message.
 */
export type Rule<M> = (node: TraceNode, message: M) => readonly (M | undefined)[];

/** What one backward leaves with a parameter it reached, in `parameter.feedback`. */
export interface Delivery<M = unknown> {
  /** Who can tell what the message means. */
  readonly propagator: Propagator<M>;
  /** All that arrived in one backward, merged. */
  readonly message: M;
}

/**
 * The port of propagation: how messages begin, merge, and pass a node on the way back.
 *
 * @module
 */
import type { TraceNode } from "../trace/trace_node.ts";
import type { Feedback } from "./feedback.ts";

/**
 * How feedback travels back. The walk is the same for all; a propagator makes the messages.
 *
 * @typeParam M the message, which must never be `undefined`
 */
export interface Propagator<M> {
  /** The first message, made from feedback on `output`. */
  init(output: TraceNode, feedback: Feedback): M;
  /**
   * One message from all that arrived at `node`: at least one, first from the output it reached first. Each
   * user of the node sends one, and each feedback when the node is an output.
   */
  merge(node: TraceNode, arrivals: readonly M[]): M;
  /** Rules for single operators, by name. @default every input gets the node's own message */
  readonly rules?: Readonly<Record<string, Rule<M>>>;
}

/**
 * How messages pass the nodes of one operator: one message per input, in order; `undefined` sends nothing
 * there.
 *
 * Hidden uses of the operator get the node's own message.
 */
export type Rule<M> = (node: TraceNode, message: M) => readonly (M | undefined)[];

/** The entry that one backward adds to `parameter.feedback` of a parameter it reached. */
export interface Delivery<M = unknown> {
  /** The propagator that made the message, and can read it. */
  readonly propagator: Propagator<M>;
  /** All messages of one backward, merged. */
  readonly message: M;
}

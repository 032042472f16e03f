/**
 * The port of propagation: feedback messages, and rules that carry them back through nodes.
 *
 * @module
 */
import type { Feedback, FeedbackInput } from "./feedback.ts";
import type { TraceNode } from "./trace_node.ts";

/**
 * Carries feedback back through the graph. All propagators share one walk; each defines its messages.
 *
 * @typeParam M the message; must never be `undefined`
 */
export interface Propagator<M> {
  /** The first message of feedback on `output`. */
  init(output: TraceNode, feedback: Feedback): M;
  /**
   * Merges all messages that arrived at `node`: at least one. Each user of the node sends one, and so does each
   * feedback when the node is an output.
   */
  merge(node: TraceNode, arrivals: readonly M[]): M;
  /** Rules for single operators, by name. @default every input gets the node's own message */
  readonly rules?: Readonly<Record<string, PropagationRule<M>>>;
}

/**
 * A propagation rule of one operator: one message per input, in order; `undefined` sends none to that input.
 *
 * Other nodes that the operator used get the node's own message.
 */
export type PropagationRule<M> = (node: TraceNode, message: M) => readonly (M | undefined)[];

/** A propagator of any message type; only its own functions read the messages. */
// any: a message passes only between functions of the same propagator
// deno-lint-ignore no-explicit-any
export type AnyPropagator = Propagator<any>;

/** One backward's entry in the `feedback` of a parameter. */
export interface Delivery<M = unknown> {
  /** The propagator that made the message. */
  readonly propagator: Propagator<M>;
  /** All messages of one backward, merged. */
  readonly message: M;
}

/** Options of one backward. */
export interface BackwardOptions {
  /** Allows another backward from the same node later. @default false */
  readonly retainGraph?: boolean;
  /** The propagator to use. @default the minimal subgraph */
  readonly propagator?: AnyPropagator;
}

/** Carries feedback from a node back to the parameters it depends on. */
export type BackwardRule = (
  node: TraceNode,
  feedback: FeedbackInput,
  options: BackwardOptions,
) => void;

/**
 * The port of propagation: the messages of feedback, and how they pass the nodes on their way back.
 *
 * @module
 */
import type { Feedback, FeedbackInput } from "./feedback.ts";
import type { TraceNode } from "./trace_node.ts";

/**
 * How feedback travels back. The walk is the same for all; a propagator defines the messages.
 *
 * @typeParam M the message, which must never be `undefined`
 */
export interface Propagator<M> {
  /** The first message of feedback on `output`. */
  init(output: TraceNode, feedback: Feedback): M;
  /**
   * One message from all that arrived at `node`: at least one, first from the output it reached first. Each user of the
   * node sends one, and so does each judgement when the node is an output.
   */
  merge(node: TraceNode, arrivals: readonly M[]): M;
  /** Rules for single operators, by name. @default every input gets the node's own message */
  readonly rules?: Readonly<Record<string, Rule<M>>>;
}

/**
 * How messages pass the nodes of one operator: one message per input, in order; `undefined` sends none to that input.
 *
 * Nodes that the operator used without being given them get the node's own message.
 */
export type Rule<M> = (node: TraceNode, message: M) => readonly (M | undefined)[];

/** A propagator of any message; only its own functions read the messages. */
// any: a message goes from one function of the propagator to another, and nowhere else
// deno-lint-ignore no-explicit-any
export type AnyPropagator = Propagator<any>;

/** The entry that one backward adds to the `feedback` of a parameter it reached. */
export interface Delivery<M = unknown> {
  /** The propagator that made the message. */
  readonly propagator: Propagator<M>;
  /** All messages of one backward, merged. */
  readonly message: M;
}

/** Options of one backward. */
export interface BackwardOptions {
  /** Allow another backward from the same node later. @default false */
  readonly retainGraph?: boolean;
  /** The propagator to use. @default the minimal subgraph */
  readonly propagator?: AnyPropagator;
}

/** Carries feedback from a node back to the parameters it was made from. */
export type BackwardRule = (
  node: TraceNode,
  feedback: FeedbackInput,
  options: BackwardOptions,
) => void;

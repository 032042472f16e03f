/**
 * The default propagator: the message is the path of the feedback, so that a parameter receives the minimal
 * subgraph between it and the judged outputs.
 *
 * No data is copied. Each node adds one step that points to the steps of its users, and all parameters share these
 * steps; the subgraph is the set of nodes reachable through them.
 *
 * ```
 *   w ◀── mul ◀── add ◀── judged          step(w) ─▶ step(mul) ─▶ step(add) ─▶ first step: feedback
 *   x ◀───┘        │                      (x and one are no parameters: no step)
 *   one ◀──────────┘
 * ```
 *
 * (Minimal subgraph propagation in Trace, section 3.3; there each node copies a list of all nodes behind it.)
 *
 * @module
 */
import type { TraceNode } from "../trace/trace_node.ts";
import type { Feedback } from "../trace/feedback.ts";
import type { Propagator } from "../trace/propagator.ts";

/** One step of the path of feedback. */
export interface PathStep {
  /** The node. */
  readonly node: TraceNode;
  /** The next steps towards the outputs; empty for a first step. */
  readonly from: readonly PathStep[];
  /** The feedback on the node; for first steps. */
  readonly given: GivenFeedback | undefined;
}

/** Feedback given to an output, and its order. */
export interface GivenFeedback {
  /** The feedback. */
  readonly feedback: Feedback;
  /** Increasing number; outputs are shown in this order. */
  readonly order: number;
}

const none: readonly PathStep[] = Object.freeze([]);
let feedbackCount = 0;

/**
 * Delivers the minimal subgraph. Rules may be added: `{ ...graphPropagator, rules: { pick: … } }`; a rule passes on
 * the message, sends none, or starts a new path at an input with `graphPropagator.init(input, feedback)`.
 */
export const graphPropagator: Propagator<PathStep> = {
  init: (node, feedback) => ({ node, from: none, given: { feedback, order: ++feedbackCount } }),
  merge: (node, from) => ({ node, from, given: undefined }),
};

/** Whether a message belongs to the graph propagator. */
export function isPathStep(message: unknown): message is PathStep {
  return typeof message === "object" && message !== null &&
    "node" in message && "from" in message && "given" in message;
}

/**
 * The default propagator: what travels is the way itself, so that a parameter receives the minimal subgraph
 * between it and the judged outputs.
 *
 * Nothing is copied on the way. Each node adds one step that points to the steps of those who used it, and
 * all parameters share these steps; the subgraph is what can be reached along them.
 *
 * ```
 *   w ◀── mul ◀── add ◀── judged          step(w) ─▶ step(mul) ─▶ step(add) ─▶ first step: feedback
 *   x ◀───┘        │                      (x and one are no parameters: no step)
 *   one ◀──────────┘
 * ```
 *
 * (Trace, section 3.3, calls this minimal subgraph propagation; there each node copies a list of all nodes
 * behind it.)
 *
 * @module
 */
import type { TraceNode } from "../trace/trace_node.ts";
import type { Feedback } from "../trace/feedback.ts";
import type { Propagator } from "../trace/propagator.ts";

/** One step of the way feedback took back. */
export interface Step {
  /** The node that feedback passed. */
  readonly node: TraceNode;
  /** The steps it came from, towards the outputs; none for a first step. */
  readonly from: readonly Step[];
  /** What was said of the node; for first steps. */
  readonly verdict: Verdict | undefined;
}

/** What a judge said. */
export interface Verdict {
  /** As it was given. */
  readonly feedback: Feedback;
  /** Verdicts are shown in the order in which they were made. */
  readonly order: number;
}

const none: readonly Step[] = Object.freeze([]);
let verdicts = 0;

/**
 * Delivers the minimal subgraph. Rules may be added: `{ ...graphPropagator, rules: { pick: … } }`; a rule
 * passes the message on, sends nothing, or begins anew at an input with `graphPropagator.init(input,
 * feedback)`.
 */
export const graphPropagator: Propagator<Step> = {
  init: (node, feedback) => ({ node, from: none, verdict: { feedback, order: ++verdicts } }),
  merge: (node, from) => ({ node, from, verdict: undefined }),
};

/** Whether a message is one of the graph propagator. */
export function isStep(message: unknown): message is Step {
  return typeof message === "object" && message !== null &&
    "node" in message && "from" in message && "verdict" in message;
}

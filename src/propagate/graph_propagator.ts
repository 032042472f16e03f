/**
 * The default propagator: what travels is the way itself, so that a parameter receives the minimal subgraph between it
 * and the judged outputs.
 *
 * Nothing is copied on the way. Each node adds one step that points to the steps of those who used it, and all parameters
 * share these steps; the subgraph is what can be reached along them.
 *
 * ```
 *   w ◀── mul ◀── add ◀── judged          step(w) ─▶ step(mul) ─▶ step(add) ─▶ first step: feedback
 *   x ◀───┘        │                      (x and one are no parameters: no step)
 *   one ◀──────────┘
 * ```
 *
 * (Trace, section 3.3, calls this minimal subgraph propagation; there each node copies a list of all nodes behind it.)
 *
 * @module
 */
import type { TraceNode } from "../trace/trace_node.ts";
import type { Feedback } from "./feedback.ts";
import type { Propagator } from "./propagator.ts";

/** One step of the way feedback took back. */
export interface Step {
  readonly kind: "step" | "first";
  readonly node: TraceNode;
  /** The steps it came from, towards the outputs; none for a first step. */
  readonly from: readonly Step[];
  /** What was said of the node; for first steps. */
  readonly feedback: Feedback;
  /** Order among first steps. */
  readonly order: number;
}

const nothing: Feedback = Object.freeze({});
let judgements = 0;

/**
 * Delivers the minimal subgraph. Rules may be added: `{ ...graphPropagator, rules: { pick: … } }`; a rule passes the message on,
 * sends nothing, or begins anew at an input with `graphPropagator.init(input, feedback)`.
 */
export const graphPropagator: Propagator<Step> = {
  init: (node, feedback) => ({ kind: "first", node, from: [], feedback, order: ++judgements }),
  merge: (node, from) => ({ kind: "step", node, from, feedback: nothing, order: 0 }),
};

/** Whether a message is one of the graph propagator. */
export function isStep(message: unknown): message is Step {
  if (typeof message !== "object" || message === null) return false;
  return "kind" in message && (message.kind === "step" || message.kind === "first") &&
    "from" in message && "node" in message;
}

/**
 * Backward: carries feedback from outputs to the parameters they were made from, and leaves it there.
 *
 * @module
 */
import type { FeedbackInput } from "../trace/feedback.ts";
import type { BackwardOptions, Delivery, Propagator } from "../trace/propagator.ts";
import { isTraceNode, type TraceNode } from "../trace/trace_node.ts";
import type { TraceParameter } from "../trace/trace_parameter.ts";
import { carry } from "./carry.ts";
import { toFeedback } from "./feedback.ts";
import { graphPropagator } from "./graph_propagator.ts";

/** Outputs that were judged, and may not be judged again by mistake. */
const backwarded = new WeakSet<TraceNode>();

/**
 * Carries feedback from one output back to every parameter it was made from. `node.backward(feedback)` does
 * this.
 *
 * Each parameter reached gets one more entry in its `feedback`.
 *
 * @param output the node that is judged; a parameter judges itself
 * @param feedback words, a score, or both
 * @throws {TypeError} when the output has been backwarded before without `retainGraph`
 */
export function backward(
  output: TraceNode,
  feedback: FeedbackInput = "",
  options: BackwardOptions = {},
): void {
  backwardAll([{ output, feedback }], options);
}

/**
 * Carries feedback from several outputs in one walk, each with its own; each parameter gets one entry for
 * all of them.
 *
 * @param judged outputs with feedback, in the order in which a reader shall see them
 * @throws {TypeError} when an output has been backwarded before without `retainGraph`; nothing is delivered
 * then
 *
 * @example A batch of two
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { backwardAll, feedbackGraph, parameter } from "@opto/opto";
 * const w = parameter(2, { name: "w" });
 * backwardAll([
 *   { output: w.mul(3), feedback: "too small" },
 *   { output: w.mul(5), feedback: { score: 1 } },
 * ]);
 * const { outputs } = feedbackGraph([w]);
 * assertEquals(outputs.map(({ feedback }) => feedback), [{ text: "too small" }, { score: 1 }]);
 * ```
 */
export function backwardAll(
  judged: readonly { readonly output: TraceNode; readonly feedback: FeedbackInput }[],
  options: BackwardOptions = {},
): void {
  const propagator = toPropagator(options.propagator);
  const pieces = judged.map(({ output, feedback }) => {
    requireFresh(output);
    return { output, feedback: toFeedback(feedback) };
  });
  for (const [node, message] of carry(pieces, propagator)) {
    const delivery: Delivery = { propagator, message };
    (node as TraceParameter).feedback.push(delivery); // `carry` delivers to nodes of kind "parameter"
  }
  if (options.retainGraph === true) return;
  // A parameter has no graph that could be used up.
  for (const { output } of pieces) if (output.kind !== "parameter") backwarded.add(output);
}

function requireFresh(output: TraceNode): void {
  if (!isTraceNode(output)) {
    throw new TypeError(
      `Cannot run backward from "${String(output)}" as a node: received ${typeof output}`,
    );
  }
  if (!backwarded.has(output)) return;
  throw new TypeError(
    `Cannot run backward from "${output.baseName}" as a node with feedback to carry: received one that has been ` +
      "backwarded; pass retainGraph: true to the first backward to judge a node twice",
  );
}

function toPropagator(given: unknown): Propagator<unknown> {
  const propagator = given ?? graphPropagator;
  if (
    typeof propagator === "object" && propagator !== null && "init" in propagator &&
    "merge" in propagator &&
    typeof propagator.init === "function" && typeof propagator.merge === "function"
  ) return propagator as Propagator<unknown>; // what a message is stays between its own functions
  throw new TypeError(`Cannot use "${String(given)}" as a propagator: received ${typeof given}`);
}

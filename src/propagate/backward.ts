/**
 * Backward: carries feedback from outputs to the parameters they depend on.
 *
 * @module
 */
import type { FeedbackInput } from "../trace/feedback.ts";
import type { BackwardOptions, Delivery } from "../trace/propagator.ts";
import { isTraceNode, type TraceNode } from "../trace/trace_node.ts";
import type { TraceParameter } from "../trace/trace_parameter.ts";
import { carry } from "./carry.ts";
import { toFeedback } from "./feedback.ts";
import { propagatorOf } from "./propagators.ts";

/** Outputs with a backward without `retainGraph`; a second backward is an error. */
const backwarded = new WeakSet<TraceNode>();

/**
 * Carries feedback from one output back to every parameter it depends on; also called by `node.backward(feedback)`.
 *
 * Each reached parameter gets one more entry in its `feedback`.
 *
 * @param output the judged node; a parameter as output receives its own feedback
 * @param feedback words, a score, or what a guide returned
 * @throws {TypeError} on a second backward from the output without `retainGraph`
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { backward, parameter } from "@opto/opto";
 *
 * const w = parameter(2, { name: "w" });
 * backward(w.mul(3), { score: -4, feedback: "too small" });
 * assertEquals(w.feedback.length, 1);
 * ```
 */
export function backward(
  output: TraceNode,
  feedback: FeedbackInput = "",
  options: BackwardOptions = {},
): void {
  backwardAll([{ output, feedback }], options);
}

/**
 * Carries feedback from several outputs in one walk, each with its own feedback; each parameter gets one entry for
 * all outputs.
 *
 * @param judged outputs with feedback, in display order
 * @throws {TypeError} on a second backward from an output without `retainGraph`; nothing is delivered then
 *
 * @example A batch of two
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parameter } from "@opto/opto";
 * import { backwardAll, feedbackGraph } from "@opto/opto/trace";
 * const w = parameter(2, { name: "w" });
 * backwardAll([
 *   { output: w.mul(3), feedback: "too small" },
 *   { output: w.mul(5), feedback: { score: 1 } },
 * ]);
 * const { outputs } = feedbackGraph([w]);
 * assertEquals(outputs.map(({ feedback }) => feedback), [{ feedback: "too small" }, { score: 1 }]);
 * ```
 */
export function backwardAll(
  judged: readonly { readonly output: TraceNode; readonly feedback: FeedbackInput }[],
  options: BackwardOptions = {},
): void {
  const propagator = propagatorOf(options.propagator ?? "graph");
  const pieces = judged.map(({ output, feedback }) => {
    requireFresh(output);
    return { output, feedback: toFeedback(feedback) };
  });
  for (const [node, message] of carry(pieces, propagator)) {
    const delivery: Delivery = { propagator, message };
    (node as TraceParameter).feedback.push(delivery); // `carry` delivers to nodes of kind "parameter"
  }
  if (options.retainGraph === true) return;
  // A parameter has no graph, so repeated backwards are allowed.
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

/**
 * What an optimizer reads: the minimal subgraph between its parameters and the outputs that were judged, as
 * data.
 *
 * @module
 */
import { describeGraph } from "../trace/data/describe_graph.ts";
import { parameterNames } from "../trace/data/node_names.ts";
import { sources } from "../trace/data/sources.ts";
import { topologicalOrder } from "../trace/data/topological_order.ts";
import type { TraceNode } from "../trace/trace_node.ts";
import type { TraceParameter } from "../trace/trace_parameter.ts";
import type { FeedbackGraph } from "./feedback.ts";
import { isStep, type Step, type Verdict } from "./graph_propagator.ts";

/** Options of `feedbackGraph`. */
export interface FeedbackGraphOptions {
  /**
   * Characters an exact value may take; a longer one becomes a preview, unless a parameter holds it.
   * @default 10_000
   */
  readonly valueLimit?: number;
}

/**
 * The minimal subgraph of all feedback that was delivered to `parameters` since their `zeroFeedback`.
 *
 * It holds what lies on a way from one of the parameters to a judged output, and the values that went into
 * it. Order and names follow from the shape of the graph; parameters keep their names (see
 * `parameterNames`). A parameter that no feedback reached is not in it. Steps that do not depend on these
 * parameters are shown as bare values.
 *
 * @param parameters in the same order at each step, so that shared names stay stable
 * @throws {TypeError} when feedback was delivered by another propagator than the graph's
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { feedbackGraph, parameter } from "@opto/opto";
 * const w = parameter(2, { name: "w" });
 * w.mul(3).add(1).backward("should be larger");
 * const { graph, outputs } = feedbackGraph([w]);
 * assertEquals(graph.nodes.map(({ name }) => name), ["w", "number0", "mul0", "number1", "add0"]);
 * assertEquals(outputs, [{ node: 4, feedback: { text: "should be larger" } }]);
 * ```
 */
export function feedbackGraph(
  parameters: readonly TraceNode[],
  options: FeedbackGraphOptions = {},
): FeedbackGraph {
  const { isOnWay, judged } = follow(parameters.flatMap(stepsTo));
  const isWhole = (node: TraceNode) => isOnWay.has(node);
  const order = topologicalOrder(
    judged.map(({ node }) => node),
    (node) => isWhole(node) ? sources(node) : [],
  );
  const graph = describeGraph(order, {
    names: parameterNames(parameters),
    isWhole,
    valueLimit: options.valueLimit ?? 10_000,
  });
  const outputs = judged.map(({ feedback }, i) => ({
    node: order.outputs[i]!, // one place per output
    feedback,
  }));
  return { graph, outputs };
}

/** What the graph propagator left with a parameter. */
function stepsTo(parameter: TraceNode): Step[] {
  if (parameter.kind !== "parameter") {
    throw new TypeError(
      `Cannot read feedback from "${parameter.baseName}" as a parameter: received a ${parameter.kind}`,
    );
  }
  const { feedback } = parameter as TraceParameter; // of kind "parameter"
  return feedback.map(({ message }) => {
    if (isStep(message)) return message;
    throw new TypeError(
      `Cannot read feedback on "${parameter.baseName}" as a graph: received that of another propagator`,
    );
  });
}

/** A judged node. */
interface Judged extends Verdict {
  readonly node: TraceNode;
}

/** All nodes on the way from `steps` to the outputs, and what was said there, in the order in which it was. */
function follow(steps: readonly Step[]): { isOnWay: Set<TraceNode>; judged: Judged[] } {
  const isOnWay = new Set<TraceNode>();
  const seen = new Set<Step>(steps);
  const judged: Judged[] = [];
  // A set may grow while it is walked.
  for (const { node, from, verdict } of seen) {
    isOnWay.add(node);
    if (verdict !== undefined) judged.push({ node, ...verdict });
    for (const step of from) seen.add(step);
  }
  judged.sort((a, b) => a.order - b.order);
  return { isOnWay, judged };
}

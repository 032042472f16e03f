/**
 * The minimal subgraph between parameters and judged outputs, as data: the input of an optimizer.
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
import { type GivenFeedback, isPathStep, type PathStep } from "./graph_propagator.ts";

/** Options of `feedbackGraph`. */
export interface FeedbackGraphOptions {
  /**
   * Maximum characters of an exact value; longer values become previews, except those of parameters. @default
   * 10_000
   */
  readonly valueLimit?: number;
}

/**
 * The minimal subgraph of all feedback delivered to `parameters` since their `zeroFeedback`.
 *
 * It contains the nodes on a path from one of the parameters to a judged output, and their input values. Order and
 * names depend on the shape of the graph; parameters keep their names (see `parameterNames`). Parameters without
 * feedback are omitted. Steps that do not depend on these parameters are shown as bare values.
 *
 * @param parameters in the same order at each step, so that names stay stable
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parameter } from "@opto/opto";
 * import { feedbackGraph } from "@opto/opto/trace";
 * const w = parameter(2, { name: "w" });
 * w.mul(3).add(1).backward("should be larger");
 * const { graph, outputs } = feedbackGraph([w]);
 * assertEquals(graph.nodes.map(({ name }) => name), ["w", "number0", "mul0", "number1", "add0"]);
 * assertEquals(outputs, [{ node: 4, feedback: { feedback: "should be larger" } }]);
 * ```
 */
export function feedbackGraph(
  parameters: readonly TraceNode[],
  options: FeedbackGraphOptions = {},
): FeedbackGraph {
  const { isInSubgraph, judged } = follow(parameters.flatMap(stepsTo));
  const isWhole = (node: TraceNode) => isInSubgraph.has(node);
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

/** The messages of the graph propagator at a parameter. */
function stepsTo(parameter: TraceNode): PathStep[] {
  if (parameter.kind !== "parameter") {
    throw new TypeError(
      `Cannot read feedback from "${parameter.baseName}" as a parameter: received a ${parameter.kind}`,
    );
  }
  const { feedback } = parameter as TraceParameter; // of kind "parameter"
  return feedback.flatMap(({ message }) => isPathStep(message) ? [message] : []);
}

/** A judged node. */
interface JudgedNode extends GivenFeedback {
  readonly node: TraceNode;
}

/** All nodes on the paths from `steps` to the outputs, and the judged nodes in the order of their feedback. */
function follow(
  steps: readonly PathStep[],
): { isInSubgraph: Set<TraceNode>; judged: JudgedNode[] } {
  const isInSubgraph = new Set<TraceNode>();
  const seen = new Set<PathStep>(steps);
  const judged: JudgedNode[] = [];
  // A set may grow during iteration.
  for (const { node, from, given } of seen) {
    isInSubgraph.add(node);
    if (given !== undefined) judged.push({ node, ...given });
    for (const step of from) seen.add(step);
  }
  judged.sort((a, b) => a.order - b.order);
  return { isInSubgraph, judged };
}

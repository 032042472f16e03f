/**
 * Joins the feedback graphs of several evaluations into one.
 *
 * @module
 */
import type { NodeData } from "../trace/data/graph_data.ts";
import { baseOf, NameTable } from "../trace/data/node_names.ts";
import type { FeedbackGraph } from "./feedback.ts";

/**
 * One graph of several: a parameter that stands in many is one node, known by its name; all else stays
 * apart under new names.
 *
 * The graphs of one step were made with the same parameter values; the first one's are shown. Nodes, names
 * and outputs follow the order of `graphs`.
 *
 * @param graphs in the order in which they are shown
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parameter } from "@opto/opto";
 * import { feedbackGraph, mergeFeedbackGraphs } from "@opto/opto/trace";
 * const w = parameter(2, { name: "w" });
 * const graphs = [3, 5].map((x) => {
 *   w.zeroFeedback();
 *   w.mul(x).backward(`for ${x}`);
 *   return feedbackGraph([w]); // could have come from another machine
 * });
 * const { graph, outputs } = mergeFeedbackGraphs(graphs);
 * assertEquals(graph.nodes.map(({ name }) => name), ["w", "number0", "mul0", "number1", "mul1"]);
 * assertEquals(outputs.map(({ node }) => node), [2, 4]);
 * ```
 */
export function mergeFeedbackGraphs(graphs: readonly FeedbackGraph[]): FeedbackGraph {
  const table = new NameTable();
  for (const name of new Set(graphs.flatMap(namesOfParameters))) table.claim(name);
  const parameters = new Map<string, number>();
  const nodes: NodeData[] = [];
  const outputs = graphs.flatMap(({ graph, outputs }) => {
    const places: number[] = [];
    const moved = (place: number) => places[place]!; // inputs stand earlier
    for (const node of graph.nodes) {
      const isParameter = node.kind === "parameter";
      const known = isParameter ? parameters.get(node.name) : undefined;
      places.push(known ?? nodes.length);
      if (known !== undefined) continue;
      if (isParameter) parameters.set(node.name, nodes.length);
      nodes.push({
        ...node,
        name: isParameter ? node.name : table.number(baseOf(node.name)),
        inputs: node.inputs.map(({ name, node }) => ({ name, node: moved(node) })),
        ...(node.uses === undefined ? {} : { uses: node.uses.map(moved) }),
      });
    }
    return outputs.map(({ node, feedback }) => ({ node: moved(node), feedback }));
  });
  return { graph: { version: 1, nodes }, outputs };
}

function namesOfParameters({ graph }: FeedbackGraph): string[] {
  return graph.nodes.filter(({ kind }) => kind === "parameter").map(({ name }) => name);
}

/**
 * Merges the feedback graphs of several evaluations.
 *
 * @module
 */
import type { NodeData } from "../trace/data/graph_data.ts";
import { baseOf, NameTable } from "../trace/data/node_names.ts";
import type { FeedbackGraph } from "./feedback.ts";

/**
 * Merges several graphs: parameters with equal names become one node; all other nodes stay separate under new
 * names.
 *
 * The graphs of one step have the same parameter values; those of the first graph are used. Nodes, names and
 * outputs follow the order of `graphs`.
 *
 * @param graphs the graphs, in display order
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
 *   return feedbackGraph([w]); // these could come from other machines
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
    const moved = (place: number) => places[place]!; // inputs come earlier
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
    return outputs.map((output) => ({ ...output, node: moved(output.node) }));
  });
  return { graph: { version: 1, nodes }, outputs };
}

function namesOfParameters({ graph }: FeedbackGraph): string[] {
  return graph.nodes.filter(({ kind }) => kind === "parameter").map(({ name }) => name);
}

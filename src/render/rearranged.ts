/**
 * Brings the nodes of a graph into another order.
 *
 * @module
 */
import type { FeedbackGraph } from "../propagate/feedback.ts";

/**
 * The same graph with its nodes in the order of `places`.
 *
 * @param places each place once, sources first
 * @param standIns for places that are left out, the place that is taken instead
 */
export function rearranged(
  { graph, outputs }: FeedbackGraph,
  places: readonly number[],
  standIns: ReadonlyMap<number, number> = new Map(),
): FeedbackGraph {
  if (places.length === graph.nodes.length && places.every((place, index) => place === index)) {
    return { graph, outputs };
  }
  const moved = new Map(places.map((place, index) => [place, index]));
  const to = (place: number) => moved.get(standIns.get(place) ?? place)!; // each place has one
  const nodes = places.map((place) => {
    const node = graph.nodes[place]!; // a place of the graph
    return {
      ...node,
      inputs: node.inputs.map((input) => ({ ...input, node: to(input.node) })),
      ...(node.uses === undefined ? {} : { uses: node.uses.map(to) }),
    };
  });
  return {
    graph: { version: 1, nodes },
    outputs: outputs.map((output) => ({ ...output, node: to(output.node) })),
  };
}

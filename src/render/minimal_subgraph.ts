/**
 * Functions on the shape of a graph: sources, ends, minimal subgraph.
 *
 * @module
 */
import type { NodeData, TraceData } from "../trace/data/graph_data.ts";

/** Places of the nodes that are not the source of another: the ends of a graph. */
export function lastPlaces({ nodes }: TraceData): number[] {
  const isUsed = new Uint8Array(nodes.length);
  for (const node of nodes) for (const source of sourcesOf(node)) isUsed[source] = 1;
  return [...nodes.keys()].filter((place) => isUsed[place] === 0);
}

/** Places of a node's sources: its inputs, then its hidden uses. */
export function sourcesOf({ inputs, uses }: NodeData): number[] {
  const places = inputs.map(({ node }) => node);
  return uses === undefined ? places : [...places, ...uses];
}

/** For each place, whether the node is in the minimal subgraph: on a path from a parameter to one of `outputs`. */
export function minimalSubgraph({ nodes }: TraceData, outputs: readonly number[]): boolean[] {
  const isWanted: boolean[] = new Array(nodes.length).fill(false);
  for (const place of outputs) isWanted[place] = true;
  for (const [place, node] of [...nodes.entries()].reverse()) {
    if (!isWanted[place]) continue;
    for (const source of sourcesOf(node)) isWanted[source] = true;
  }
  const isInSubgraph: boolean[] = [];
  for (const [place, node] of nodes.entries()) {
    const isFed = node.kind === "parameter" ||
      sourcesOf(node).some((source) => isInSubgraph[source]);
    isInSubgraph.push(isWanted[place] === true && isFed);
  }
  return isInSubgraph;
}

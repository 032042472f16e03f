/**
 * What part each node of a graph plays for a reader: parameter, input, step in between, output; and which
 * lie on the way.
 *
 * @module
 */
import type { NodeData, TraceData } from "../trace/data/graph_data.ts";

/** A node that is judged, and what is said of it. */
export interface JudgedPlace {
  /** Its place in `graph.nodes`. */
  readonly node: number;
  /** Shown beside it. */
  readonly feedback?: { readonly score?: number; readonly text?: string };
}

/**
 * The parts of a problem, as places in `graph.nodes`, each in order. A node that is an output is nothing
 * else.
 */
export interface GraphRoles {
  readonly parameters: readonly number[];
  readonly inputs: readonly number[];
  readonly others: readonly number[];
  readonly outputs: readonly number[];
}

/** The nodes of a graph by part; a parameter that is judged itself stands under both. */
export function graphRoles(
  { nodes }: TraceData,
  outputs: readonly number[] = lastPlaces({ version: 1, nodes }),
): GraphRoles {
  const isOutput = new Set(outputs);
  const places = (fits: (node: NodeData) => boolean) =>
    [...nodes.entries()].flatMap(([place, node]) =>
      fits(node) && !isOutput.has(place) ? [place] : []
    );
  return {
    parameters: [...nodes.entries()].flatMap(([place, { kind }]) =>
      kind === "parameter" ? [place] : []
    ),
    inputs: places(({ kind }) => kind === "value"),
    others: places(({ kind }) => kind === "message" || kind === "exception"),
    outputs: [...isOutput],
  };
}

/** Places of the nodes that no other was made from: where a graph ends. */
export function lastPlaces({ nodes }: TraceData): number[] {
  const isUsed = new Uint8Array(nodes.length);
  for (const node of nodes) for (const source of sourcesOf(node)) isUsed[source] = 1;
  return [...nodes.keys()].filter((place) => isUsed[place] === 0);
}

/** Places of all that a node was made from, seen and unseen. */
export function sourcesOf({ inputs, uses }: NodeData): number[] {
  const places = inputs.map(({ node }) => node);
  return uses === undefined ? places : [...places, ...uses];
}

/**
 * For each place, whether the node lies on a way from a parameter to one of `outputs`: the minimal
 * subgraph.
 */
export function minimalSubgraph({ nodes }: TraceData, outputs: readonly number[]): boolean[] {
  const isWanted: boolean[] = new Array(nodes.length).fill(false);
  for (const place of outputs) isWanted[place] = true;
  for (let place = nodes.length - 1; place >= 0; place--) {
    if (isWanted[place]) { for (const source of sourcesOf(nodes[place]!)) isWanted[source] = true; // a place of `nodes`
     }
  }
  const isOnWay: boolean[] = [];
  for (const [place, node] of nodes.entries()) {
    const isFed = node.kind === "parameter" || sourcesOf(node).some((source) => isOnWay[source]);
    isOnWay.push(isWanted[place] === true && isFed);
  }
  return isOnWay;
}

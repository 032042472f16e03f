/**
 * Sorts the nodes that lead to some outputs, each after its sources.
 *
 * @module
 */
import { NodeIndex } from "./node_index.ts";
import { sources } from "./sources.ts";
import type { TraceNode } from "../trace_node.ts";

/** Nodes in order, and the edges between their places. */
export interface Order {
  readonly nodes: readonly TraceNode[];
  /** The places of the outputs, as they were given. */
  readonly outputs: readonly number[];
  /** The places of the sources of all nodes, as `upstream` gave them, in one list. */
  readonly sources: Int32Array;
  /** Where in `sources` those of each place begin; they end where the next ones begin. */
  readonly starts: Int32Array;
}

/** The sources of a node: its inputs, and the other nodes that its operator used. */
export type Upstream = (node: TraceNode) => readonly TraceNode[];

/**
 * The outputs and all their sources to any depth, each node once and after its sources.
 *
 * The order follows from the shape of the graph alone, first outputs and first arguments first, so that the
 * timing of asynchronous work cannot change it. A node without sources stands right before the first node made from it,
 * so that the order reads as the program ran. Nodes are looked up once for each edge; the rest works on their numbers.
 *
 * @param outputs where to begin; the same node may stand twice
 * @param upstream called once for each node @default `sources`
 */
export function topologicalOrder(
  outputs: Iterable<TraceNode>,
  upstream: Upstream = sources,
): Order {
  const found = discover(outputs, upstream);
  const order = depthFirst(found);
  const nodes: TraceNode[] = [];
  const placeOf = new Int32Array(order.length);
  for (const index of order) {
    placeOf[index] = nodes.length;
    nodes.push(found.nodes[index]!); // the order holds indices of found nodes
  }
  const places = found.outputs.map((index) => placeOf[index]!); // and all of them
  return { nodes, outputs: places, ...renumber(found, order, placeOf) };
}

/** A graph by numbers, in the order in which its nodes were met. */
interface Found {
  readonly nodes: readonly TraceNode[];
  readonly outputs: readonly number[];
  readonly sources: readonly number[];
  readonly starts: readonly number[];
}

function discover(outputs: Iterable<TraceNode>, upstream: Upstream): Found {
  const index = new NodeIndex();
  const found = Array.from(outputs, (output) => index.of(output));
  const starts: number[] = [0];
  const sources: number[] = [];
  // The list grows while it is walked.
  for (const node of index.nodes) {
    for (const source of upstream(node)) sources.push(index.of(source));
    starts.push(sources.length);
  }
  return { nodes: index.nodes, outputs: found, sources, starts };
}

/** Indices such that each stands after its sources. With a stack of its own, so that depth is no problem. */
function depthFirst({ nodes, outputs, sources, starts }: Found): Int32Array {
  const order = new Int32Array(nodes.length);
  const isEntered = new Uint8Array(nodes.length);
  // Which source comes next, for each node on the path that is being walked.
  const next = new Int32Array(starts);
  const path: number[] = [];
  let place = 0;
  const isLeaf = (index: number) => starts[index] === starts[index + 1];
  const enter = (index: number) => {
    if (isEntered[index] === 1) return;
    isEntered[index] = 1;
    path.push(index);
  };
  const put = (index: number) => {
    isEntered[index] = 1;
    order[place++] = index;
  };
  for (const output of outputs) {
    if (isLeaf(output) && isEntered[output] === 0) put(output);
    enter(output);
    for (let index = path.at(-1); index !== undefined; index = path.at(-1)) {
      const at = next[index]!; // `starts` has an entry for every index, and one more
      if (at < starts[index + 1]!) {
        next[index] = at + 1;
        if (!isLeaf(sources[at]!)) enter(sources[at]!); // before the next start
      } else {
        for (let edge = starts[index]!; edge < at; edge++) {
          const source = sources[edge]!;
          if (isEntered[source] === 0) put(source); // leaves stand before the first node that needs them
        }
        put(index);
        path.pop();
      }
    }
  }
  return order;
}

/** The same edges, between places instead of indices. */
function renumber(found: Found, order: Int32Array, placeOf: Int32Array) {
  const starts = new Int32Array(found.starts.length);
  const sources = new Int32Array(found.sources.length);
  let at = 0;
  for (const [place, index] of order.entries()) {
    const end = found.starts[index + 1]!; // as above
    for (let edge = found.starts[index]!; edge < end; edge++) {
      sources[at++] = placeOf[found.sources[edge]!]!;
    }
    starts[place + 1] = at;
  }
  return { starts, sources };
}

/**
 * Sorts the nodes that lead to given outputs, each after its sources.
 *
 * @module
 */
import { NodeIndex } from "./node_index.ts";
import { sources } from "./sources.ts";
import type { TraceNode } from "../trace_node.ts";

/** Nodes in order, and the edges between their places. */
export interface Order {
  readonly nodes: readonly TraceNode[];
  /** The places of the outputs, in the given order. */
  readonly outputs: readonly number[];
  /** The places of the sources of all nodes, in the order of `upstream`, in one flat list. */
  readonly sources: Int32Array;
  /** For each place the index of its first source in `sources`; the sources end at the next entry. */
  readonly starts: Int32Array;
}

/** The sources of a node: its inputs, and the other nodes its operator used. */
export type Upstream = (node: TraceNode) => readonly TraceNode[];

/**
 * The outputs and all their sources to any depth, each node once and after its sources.
 *
 * The order depends only on the shape of the graph, first outputs and first arguments first, so asynchronous timing
 * cannot change it. A node without sources comes right before the first node made from it, as in the program. Nodes
 * are looked up once per edge; the rest works on numbers.
 *
 * @param outputs where the walk begins; duplicates are allowed
 * @param upstream called once per node @default `sources`
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

/** A graph by numbers, in the order in which nodes were found. */
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
  // The list grows during the walk.
  for (const node of index.nodes) {
    for (const source of upstream(node)) sources.push(index.of(source));
    starts.push(sources.length);
  }
  return { nodes: index.nodes, outputs: found, sources, starts };
}

/** Depth-first indices, each after its sources. Uses an explicit stack, so depth is not limited. */
function depthFirst({ nodes, outputs, sources, starts }: Found): Int32Array {
  const order = new Int32Array(nodes.length);
  const isEntered = new Uint8Array(nodes.length);
  // The next source to visit, for each node on the current path.
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

/** The same edges, by places instead of indices. */
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

/**
 * Puts the nodes that some outputs were made from in order, each after what it was made from.
 *
 * @module
 */
import type { TraceNode } from "./trace_node.ts";

/** Nodes in order, and the place of each. */
export interface Order {
  readonly nodes: readonly TraceNode[];
  readonly places: ReadonlyMap<TraceNode, number>;
}

/** What a node is taken to be made from. */
export type Upstream = (node: TraceNode) => readonly TraceNode[];

/**
 * The outputs and everything they were made from, each node once and after its inputs.
 *
 * The order follows from the shape of the graph alone, first outputs and first arguments first, so that the timing of
 * asynchronous work cannot change it. (Depth first, with a stack of its own: a chain of a million nodes is no problem.)
 *
 * @param outputs where to begin; the same node may stand twice
 * @param upstream @default `sources`
 */
export function topologicalOrder(
  outputs: Iterable<TraceNode>,
  upstream: Upstream = sources,
): Order {
  const nodes: TraceNode[] = [];
  const places = new Map<TraceNode, number>();
  // The path that is being walked, and which source of each node on it comes next.
  const path: TraceNode[] = [];
  const nexts: number[] = [];
  const enter = (node: TraceNode) => {
    if (places.has(node)) return;
    places.set(node, -1);
    path.push(node);
    nexts.push(0);
  };
  for (const output of outputs) {
    enter(output);
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      const next = nexts.at(-1) ?? 0;
      const source = upstream(node)[next];
      if (source !== undefined) {
        nexts[nexts.length - 1] = next + 1;
        enter(source);
        continue;
      }
      path.pop();
      nexts.pop();
      places.set(node, nodes.length);
      nodes.push(node);
    }
  }
  return { nodes, places };
}

const none: readonly TraceNode[] = Object.freeze([]);

/** What a node was made from: its inputs, and what its operator used without having been given it. */
export function sources(node: TraceNode): readonly TraceNode[] {
  return node.inner === undefined ? node.inputs : lookInside(node).all;
}

/**
 * What a node's operator used without having been given it: outer nodes it read, and parameters of its inner graph.
 *
 * @param node any node
 */
export function hiddenSources(node: TraceNode): readonly TraceNode[] {
  return node.inner === undefined ? none : lookInside(node).hidden;
}

/** What a node with an inside was made from. */
interface Sources {
  readonly hidden: readonly TraceNode[];
  readonly all: readonly TraceNode[];
}

const known = new WeakMap<TraceNode, Sources>();

function lookInside(node: TraceNode): Sources {
  let found = known.get(node);
  if (found === undefined) {
    const hidden = findHidden(
      node.inputs,
      node.inner?.outputs ?? none,
      node.inner?.externals ?? none,
    );
    found = { hidden, all: [...node.inputs, ...hidden] };
    known.set(node, found);
  }
  return found;
}

/** One flat walk over inner graphs to any depth; it stops where the outer graph begins. */
function findHidden(
  inputs: readonly TraceNode[],
  outputs: readonly TraceNode[],
  externals: readonly TraceNode[],
): TraceNode[] {
  const found = new Set(externals);
  const visited = new Set<TraceNode>([...inputs, ...externals]);
  const pending = [...outputs].reverse();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (visited.has(node)) continue;
    visited.add(node);
    if (node.kind === "parameter") found.add(node);
    const next = [
      ...node.inputs,
      ...(node.inner?.outputs ?? none),
      ...(node.inner?.externals ?? none),
    ];
    pending.push(...next.reverse());
  }
  for (const input of inputs) found.delete(input);
  return [...found];
}

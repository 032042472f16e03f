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
  const path: Visit[] = [];
  const enter = (node: TraceNode) => {
    if (places.has(node)) return;
    places.set(node, -1);
    const from = upstream(node);
    if (from.length === 0) leave(node);
    else path.push({ node, from, next: 0 });
  };
  const leave = (node: TraceNode) => {
    places.set(node, nodes.length);
    nodes.push(node);
  };
  for (const output of outputs) {
    enter(output);
    for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
      const source = visit.from[visit.next++];
      if (source !== undefined) {
        enter(source);
      } else {
        path.pop();
        leave(visit.node);
      }
    }
  }
  return { nodes, places };
}

/** A node on the path that is being walked, and which of its sources comes next. */
interface Visit {
  readonly node: TraceNode;
  readonly from: readonly TraceNode[];
  next: number;
}

const none: readonly TraceNode[] = Object.freeze([]);

/** What a node was made from: its inputs, and what its operator used without having been given it. */
export function sources(node: TraceNode): readonly TraceNode[] {
  const hidden = hiddenSources(node);
  return hidden.length === 0 ? node.inputs : [...node.inputs, ...hidden];
}

const known = new WeakMap<TraceNode, readonly TraceNode[]>();

/**
 * What a node's operator used without having been given it: outer nodes it read, and parameters of its inner graph.
 *
 * @param node any node
 */
export function hiddenSources(node: TraceNode): readonly TraceNode[] {
  const { inner } = node;
  if (inner === undefined) return none;
  let hidden = known.get(node);
  if (hidden === undefined) {
    hidden = findHidden(node.inputs, inner.outputs ?? none, inner.externals ?? none);
    known.set(node, hidden);
  }
  return hidden;
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

/**
 * What a node was made from, seen and unseen.
 *
 * @module
 */
import type { TraceNode } from "./trace_node.ts";

const none: readonly TraceNode[] = Object.freeze([]);

/** What a node was made from: its inputs, and then what its operator used without having been given it. */
export function sources(node: TraceNode): readonly TraceNode[] {
  const hidden = hiddenSources(node);
  return hidden.length === 0 ? node.inputs : [...node.inputs, ...hidden];
}

/**
 * What a node's operator used without having been given it: outer nodes it read, and parameters of its inner graph.
 *
 * One flat walk over inner graphs to any depth; it stops where the outer graph begins.
 */
function hiddenSources({ inputs, inner }: TraceNode): readonly TraceNode[] {
  if (inner === undefined) return none;
  const { outputs = none, externals = none } = inner;
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

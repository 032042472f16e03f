/**
 * Finds the sources of a node: its inputs, and other nodes its operator used.
 *
 * @module
 */
import type { TraceNode } from "../trace_node.ts";
import { membersOfGathered } from "../wrap.ts";

const none: readonly TraceNode[] = Object.freeze([]);

/** The sources of a node: its inputs, then the nodes its operator used that are not inputs. */
export function sources(node: TraceNode): readonly TraceNode[] {
  const hidden = hiddenSources(node);
  return hidden.length === 0 ? node.inputs : [...node.inputs, ...hidden];
}

/**
 * The nodes that an operator used and that are not inputs: outer nodes it read, and parameters of its inner graph.
 *
 * One flat walk over inner graphs to any depth; it stops where the outer graph begins.
 */
function hiddenSources(node: TraceNode): readonly TraceNode[] {
  if (node.inner === undefined) return none;
  const { outputs = none, externals = none } = node.inner;
  const found = new Set(externals);
  const visited = outerNodes(node);
  const pending = [...outputs].reverse();
  for (let inner = pending.pop(); inner !== undefined; inner = pending.pop()) {
    if (visited.has(inner)) continue;
    visited.add(inner);
    if (inner.kind === "parameter") found.add(inner);
    for (const external of inner.inner?.externals?.toReversed() ?? none) pending.push(external);
    for (const output of inner.inner?.outputs?.toReversed() ?? none) pending.push(output);
    for (const input of inner.inputs.toReversed()) pending.push(input);
  }
  for (const input of node.inputs) found.delete(input);
  return [...found];
}

/**
 * The outer nodes that may occur in an inner graph: the operator's inputs, alone or as members of containers, and
 * the other outer nodes it read.
 */
export function outerNodes({ inputs, inner }: TraceNode): Set<TraceNode> {
  return new Set([...inputs.flatMap(membersOfGathered), ...(inner?.externals ?? none)]);
}

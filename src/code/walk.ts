/**
 * Walks a syntax tree.
 *
 * @module
 */
import type { AnyNode, Node } from "acorn";

/**
 * Calls `visit` for a node and all its descendants, parents first, in text order.
 *
 * @param visit receives the node and its ancestors, outermost first; the array is valid only during the call. On
 * `false` the node's descendants are skipped
 */
export function walk(
  root: Node,
  visit: (node: AnyNode, ancestors: readonly AnyNode[]) => boolean | void,
): void {
  const ancestors: AnyNode[] = [];
  const descend = (node: AnyNode): void => {
    if (visit(node, ancestors) === false) return;
    ancestors.push(node);
    for (const child of childrenOf(node)) descend(child);
    ancestors.pop();
  };
  descend(root as AnyNode); // every acorn node is of a known kind
}

/** The children of a node, in text order. */
export function childrenOf(node: AnyNode): readonly AnyNode[] {
  const children: AnyNode[] = [];
  for (const part of Object.values(node)) {
    if (Array.isArray(part)) children.push(...part.filter(isNode));
    else if (isNode(part)) children.push(part);
  }
  return children.length > 1 ? children.sort((a, b) => a.start - b.start) : children;
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}

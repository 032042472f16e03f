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
  let isOrdered = true;
  const add = (part: unknown): void => {
    if (!isNode(part)) return;
    isOrdered &&= part.start >= (children.at(-1)?.start ?? 0);
    children.push(part);
  };
  for (const key in node) {
    const part: unknown = node[key as keyof AnyNode]; // as: one of its keys
    if (typeof part !== "object" || part === null) continue;
    if (Array.isArray(part)) part.forEach(add);
    else add(part);
  }
  return isOrdered ? children : children.sort((a, b) => a.start - b.start);
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}

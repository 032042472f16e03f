/**
 * Walks a syntax tree.
 *
 * @module
 */
import type { AnyNode, Node } from "acorn";

/**
 * Calls `visit` for a node and all below it, parents first, in the order of the text.
 *
 * @param visit gets the node and its ancestors, outermost first; the array is only good during the call. When it
 * answers `false`, nothing below that node is visited
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
  descend(root as AnyNode); // every node that acorn makes is one of the known kinds
}

/** The nodes directly below a node, in the order of the text. */
export function childrenOf(node: AnyNode): readonly AnyNode[] {
  return Object.values(node).flat().filter(isNode).sort((a, b) => a.start - b.start);
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}

/**
 * Searches a syntax tree.
 *
 * @module
 */
import type { AnyNode } from "acorn";

/**
 * Whether a node or one of its descendants passes a test.
 *
 * @param test returns `undefined` to skip the descendants of a node
 */
export function someNode(root: AnyNode, test: (node: AnyNode) => boolean | undefined): boolean {
  const answer = test(root);
  if (answer !== false) return answer === true;
  return Object.values(root).flat().some((value) => isNode(value) && someNode(value, test));
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}

/**
 * Finds values among the TypeScript nodes of a tree.
 *
 * @module
 */
import type { AnyNode, Node } from "acorn";

/** Whether a node is a TypeScript node, not covered by acorn's types. */
export function isTypeScript({ type }: Pick<Node, "type">): boolean {
  return type.startsWith("TS");
}

/** The expression of an assertion such as `x as T` or `x!`; `undefined` for other TypeScript nodes. */
export function assertedExpression(node: Pick<Node, "type">): AnyNode | undefined {
  const isAssertion = /^TS(?:As|Satisfies|NonNull|Instantiation)Expression$|^TSTypeAssertion$/.test(
    node.type,
  );
  // Each of these types has an expression.
  return isAssertion ? (node as unknown as { readonly expression: AnyNode }).expression : undefined;
}

/** A node without assertions around it. */
export function withoutAssertions(node: AnyNode): AnyNode {
  const inner = assertedExpression(node);
  return inner ? withoutAssertions(inner) : node;
}

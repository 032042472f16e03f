/**
 * Finds the values among the nodes of TypeScript in a tree.
 *
 * @module
 */
import type { AnyNode, Node } from "acorn";

/** Whether a node is one of TypeScript's, which acorn's types do not name. */
export function isTypeScript({ type }: Pick<Node, "type">): boolean {
  return type.startsWith("TS");
}

/** The expression in an assertion such as `x as T` or `x!`, or `undefined` for other nodes of TypeScript. */
export function assertedExpression(node: Pick<Node, "type">): AnyNode | undefined {
  const isAssertion = /^TS(?:As|Satisfies|NonNull|Instantiation)Expression$|^TSTypeAssertion$/.test(
    node.type,
  );
  // Each of these types has an expression.
  return isAssertion ? (node as unknown as { readonly expression: AnyNode }).expression : undefined;
}

/** A node without the assertions around it. */
export function withoutAssertions(node: AnyNode): AnyNode {
  const inner = assertedExpression(node);
  return inner ? withoutAssertions(inner) : node;
}

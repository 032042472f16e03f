/**
 * Builds nodes of a syntax tree.
 *
 * @module
 */
import type { AnyNode } from "acorn";

/** Any node that was built has no text of its own; its parts may be nodes that were read. */
function build(
  node: { readonly type: AnyNode["type"]; readonly [part: string]: unknown },
): AnyNode {
  // as: the functions below give each type the parts that ESTree prescribes.
  return { start: 0, end: 0, ...node } as unknown as AnyNode;
}

/** A variable, or a global name. */
export function identifier(name: string): AnyNode {
  return build({ type: "Identifier", name });
}

/** A number, string or boolean; numbers that are not finite are names. */
export function constant(value: number | string | boolean): AnyNode {
  if (typeof value === "number" && (value < 0 || Object.is(value, -0))) {
    return unary("-", constant(-value));
  }
  if (typeof value === "number" && !Number.isFinite(value)) return identifier(String(value));
  return build({ type: "Literal", value });
}

/** `-x`, `!x`. */
export function unary(operator: string, argument: AnyNode): AnyNode {
  return build({ type: "UnaryExpression", operator, prefix: true, argument });
}

/** An operation on two operands. */
export function binary(operator: string, left: AnyNode, right: AnyNode): AnyNode {
  const isLogical = operator === "&&" || operator === "||";
  return build({
    type: isLogical ? "LogicalExpression" : "BinaryExpression",
    operator,
    left,
    right,
  });
}

/** `test ? consequent : alternate`. */
export function conditional(test: AnyNode, consequent: AnyNode, alternate: AnyNode): AnyNode {
  return build({ type: "ConditionalExpression", test, consequent, alternate });
}

/** `object.name`. */
export function member(object: AnyNode, name: string): AnyNode {
  return build({
    type: "MemberExpression",
    object,
    property: identifier(name),
    computed: false,
    optional: false,
  });
}

/** A call of one of `Math`'s functions. */
export function mathCall(name: string, ...parameters: readonly AnyNode[]): AnyNode {
  return build({
    type: "CallExpression",
    callee: member(identifier("Math"), name),
    arguments: parameters,
    optional: false,
  });
}

/** `if (test) consequent`, and `else alternate` where there is one. */
export function ifStatement(test: AnyNode, consequent: AnyNode, alternate?: AnyNode): AnyNode {
  return build({ type: "IfStatement", test, consequent, alternate: alternate ?? null });
}

/** `return argument;`. */
export function returnStatement(argument: AnyNode): AnyNode {
  return build({ type: "ReturnStatement", argument });
}

/** `name operator right;`, such as `sum += 1;`. */
export function assignment(operator: string, name: string, right: AnyNode): AnyNode {
  const expression = build({
    type: "AssignmentExpression",
    operator,
    left: identifier(name),
    right,
  });
  return build({ type: "ExpressionStatement", expression });
}

/** A copy of a node with some parts exchanged. */
export function withParts(node: AnyNode, parts: Readonly<Record<string, unknown>>): AnyNode {
  return build({ ...node, sourceFile: undefined, ...parts });
}

/** `{}`. */
export function emptyBlock(): AnyNode {
  return build({ type: "BlockStatement", body: [] });
}

/** `await promise`. */
export function awaited(promise: AnyNode): AnyNode {
  return build({ type: "AwaitExpression", argument: promise });
}

/** `[item, …]`. */
export function list(...items: readonly AnyNode[]): AnyNode {
  return build({ type: "ArrayExpression", elements: items });
}

/** `...list`, as an item of a list. */
export function spread(argument: AnyNode): AnyNode {
  return build({ type: "SpreadElement", argument });
}

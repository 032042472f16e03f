/**
 * Finds the expressions that may be replaced by others.
 *
 * @module
 */
import type { AnyNode } from "acorn";
import type { CodeTree, Place } from "./code_tree.ts";
import type { Scope, Variable } from "./scope.ts";
import type { Shape } from "./shape.ts";
import { shapeOf } from "./shape_of.ts";

/** An expression that another one of its shape may replace. */
export interface ExpressionPlace extends Place {
  readonly shape: Shape;
  /** The expression with the parentheses around it. */
  readonly start: number;
  readonly end: number;
  /** The variables it mentions. */
  readonly variables: readonly Variable[];
}

const kept = new WeakMap<CodeTree, readonly ExpressionPlace[]>();

/** Every replaceable expression of a known shape inside functions, in the order of the text. */
export function expressionPlaces(tree: CodeTree): readonly ExpressionPlace[] {
  const known = kept.get(tree) ?? tree.places.flatMap((place) => expressionPlace(tree, place));
  kept.set(tree, known);
  return known;
}

function expressionPlace(tree: CodeTree, place: Place): ExpressionPlace[] {
  const { node, scope, owner, isLoopControl } = place;
  if (!owner || isLoopControl || node.type === "ParenthesizedExpression") return [];
  let outer = place;
  while (outer.parent?.node.type === "ParenthesizedExpression") outer = outer.parent;
  if (!outer.parent || !isReplaceable(outer.node, outer.parent.node)) return [];
  const shape = shapeOf(node, scope);
  if (shape.kind === "unknown") return [];
  const names = tree.js.slice(node.start, node.end).match(/[A-Za-z_$][\w$]*/g) ?? [];
  const variables = names.flatMap((name) => scope.get(name) ?? []);
  return [{ ...place, shape, start: outer.node.start, end: outer.node.end, variables }];
}

/** Whether an expression means the same in another scope. */
export function isVisible(place: ExpressionPlace, scope: Scope): boolean {
  return place.variables.every(({ name, shape }) => {
    const other = scope.get(name)?.shape;
    return other !== undefined &&
      (other === shape || JSON.stringify(other) === JSON.stringify(shape));
  });
}

/** Whether the place below this parent takes any expression of the same shape. */
function isReplaceable(node: AnyNode, parent: AnyNode): boolean {
  switch (parent.type) {
    case "VariableDeclarator":
      return node === parent.init;
    case "AssignmentExpression":
      return node === parent.right;
    case "UnaryExpression":
      return parent.operator !== "typeof" && parent.operator !== "delete";
    case "MemberExpression":
      return parent.computed && node === parent.property;
    case "CallExpression":
      return node !== parent.callee;
    case "Property":
      return node === parent.value && parent.kind === "init" && !parent.shorthand;
    case "ArrowFunctionExpression":
      return node === parent.body && parent.expression;
    case "BinaryExpression":
    case "LogicalExpression":
    case "ConditionalExpression":
    case "IfStatement":
    case "ReturnStatement":
    case "ArrayExpression":
    case "TemplateLiteral":
      return true;
    default:
      return false;
  }
}

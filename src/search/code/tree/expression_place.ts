/**
 * Finds the expressions that may be replaced by others.
 *
 * @module
 */
import type { AnyNode } from "acorn";
import { walk } from "../../../code/walk.ts";
import type { CodeTree, Place } from "./code_tree.ts";
import type { Scope, Variable } from "./scope.ts";
import type { Shape } from "./shape.ts";
import { shapeOf } from "./shape_of.ts";

/** An expression that another one of its shape may replace. */
export interface ExpressionPlace extends Place {
  readonly shape: Shape;
  /** The variables it mentions. */
  readonly variables: readonly Variable[];
}

const placesByTree = new WeakMap<CodeTree, readonly ExpressionPlace[]>();

/** Every replaceable expression of a known shape inside functions, in the order of the text; none that controls a loop. */
export function expressionPlaces(tree: CodeTree): readonly ExpressionPlace[] {
  const known = placesByTree.get(tree) ??
    tree.places.filter(({ isLoopControl }) => !isLoopControl).flatMap(expressionPlace);
  placesByTree.set(tree, known);
  return known;
}

/** The place as that of a replaceable expression of a known shape; none where it is no such one. */
export function expressionPlace(place: Place): readonly ExpressionPlace[] {
  const { node, parent, scope, owner } = place;
  if (!owner || !parent || !isReplaceable(node, parent.node)) return [];
  const shape = shapeOf(node, scope);
  if (shape.kind === "unknown") return [];
  return [{ ...place, shape, variables: variablesIn(node, scope) }];
}

function variablesIn(expression: AnyNode, scope: Scope): Variable[] {
  const variables: Variable[] = [];
  walk(expression, (node) => {
    const variable = node.type === "Identifier" ? scope.get(node.name) : undefined;
    if (variable) variables.push(variable);
  });
  return variables;
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

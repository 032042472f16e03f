/**
 * Tells which shapes hold at run time, rather than only in most cases.
 *
 * @module
 */
import type { AnyNode } from "acorn";
import type { Scope } from "./scope.ts";
import { shapeOf } from "./shape_of.ts";

/** Whether an expression's value, when it has one, is of the shape that `shapeOf` gives. */
export function isCertain(node: AnyNode, scope: Scope): boolean {
  switch (node.type) {
    case "Literal":
    case "TemplateLiteral":
      return true;
    case "Identifier":
      return scope.get(node.name)?.isCertain ?? isGlobalNumber(node.name);
    case "UnaryExpression":
      // A negative bigint is no number.
      return /^(?:!|\+|typeof|delete)$/.test(node.operator) || isNumber(node.argument, scope);
    case "BinaryExpression":
      if (shapeOf(node, scope).kind === "boolean") return true;
      return node.operator === "+"
        ? isCertain(node.left, scope) && isCertain(node.right, scope)
        : isNumber(node.left, scope) || isNumber(node.right, scope);
    case "LogicalExpression":
      return isCertain(node.left, scope) && isCertain(node.right, scope);
    case "ConditionalExpression":
      return isCertain(node.consequent, scope) && isCertain(node.alternate, scope);
    case "MemberExpression":
      return !node.computed && !node.optional && isCertain(node.object, scope);
    case "CallExpression":
      return isMathCall(node, scope);
    default:
      return false;
  }
}

/** Whether an expression's value is a number for certain. */
export function isNumber(node: AnyNode, scope: Scope): boolean {
  return shapeOf(node, scope).kind === "number" && isCertain(node, scope);
}

/** Whether an expression's value is a boolean for certain. */
export function isBoolean(node: AnyNode, scope: Scope): boolean {
  return shapeOf(node, scope).kind === "boolean" && isCertain(node, scope);
}

/** Whether a call is one of `Math`'s own functions. */
function isMathCall(node: AnyNode, scope: Scope): boolean {
  return mathFunction(node, scope) !== undefined;
}

/** The name of the function of `Math` that is called; `undefined` for other expressions. */
export function mathFunction(node: AnyNode, scope: Scope): string | undefined {
  if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression") return undefined;
  const { object, property, computed } = node.callee;
  const isMath = object.type === "Identifier" && object.name === "Math" && !scope.has("Math");
  return isMath && !computed && property.type === "Identifier" ? property.name : undefined;
}

function isGlobalNumber(name: string): boolean {
  return name === "Infinity" || name === "NaN";
}

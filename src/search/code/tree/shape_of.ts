/**
 * The rough type of an expression.
 *
 * @module
 */
import type { AnyNode } from "acorn";
import type { Scope } from "./scope.ts";
import { boolean, number, type Shape, string, unknown } from "./shape.ts";

const comparisons = new Set(["<", "<=", ">", ">=", "==", "!=", "===", "!==", "in", "instanceof"]);
const numberMethods = new Set([
  "indexOf",
  "lastIndexOf",
  "findIndex",
  "charCodeAt",
  "localeCompare",
]);
const booleanMethods = new Set(["includes", "some", "every", "startsWith", "endsWith", "has"]);
const listMethods = new Set(["filter", "slice", "toReversed", "toSorted"]);

/** The shape an expression's value most likely has in this scope; `isCertain` says whether it surely has. */
export function shapeOf(node: AnyNode, scope: Scope): Shape {
  const inner = underType(node);
  if (inner) return shapeOf(inner, scope);
  switch (node.type) {
    case "Literal":
      return shapeOfLiteral(node.value);
    case "TemplateLiteral":
      return string;
    case "Identifier":
      if (node.name === "Infinity" || node.name === "NaN") return number;
      return scope.get(node.name)?.shape ?? unknown;
    case "UnaryExpression":
      if (node.operator === "typeof") return string;
      return node.operator === "!" || node.operator === "delete" ? boolean : number;
    case "UpdateExpression":
      return number;
    case "BinaryExpression": {
      if (comparisons.has(node.operator)) return boolean;
      if (node.operator !== "+") return number;
      const left = shapeOf(node.left, scope).kind;
      const right = shapeOf(node.right, scope).kind;
      if (left === "string" || right === "string") return string;
      return left === "number" && right === "number" ? number : unknown;
    }
    case "LogicalExpression":
      return common(shapeOf(node.left, scope), shapeOf(node.right, scope));
    case "ConditionalExpression":
      return common(shapeOf(node.consequent, scope), shapeOf(node.alternate, scope));
    case "AssignmentExpression":
      return node.operator === "=" ? shapeOf(node.right, scope) : unknown;
    case "MemberExpression":
      return shapeOfMember(node.object, node.property, node.computed, scope);
    case "CallExpression": {
      const { callee } = node;
      if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") {
        return unknown;
      }
      if (callee.object.type === "Identifier" && callee.object.name === "Math") return number;
      if (numberMethods.has(callee.property.name)) return number;
      if (booleanMethods.has(callee.property.name)) return boolean;
      return listMethods.has(callee.property.name) ? shapeOf(callee.object, scope) : unknown;
    }
    default:
      return unknown;
  }
}

/** The expression that carries a type: `x` in `x as number` and in `x!`; `undefined` for expressions of JavaScript. */
export function underType(node: AnyNode): AnyNode | undefined {
  const isTyped = /^TS(?:As|Satisfies|NonNull)Expression$|^TSTypeAssertion$/.test(node.type);
  return isTyped && "expression" in node && typeof node.expression === "object"
    ? node.expression
    : undefined;
}

function shapeOfLiteral(value: unknown): Shape {
  if (typeof value === "number") return number;
  if (typeof value === "boolean") return boolean;
  return typeof value === "string" ? string : unknown;
}

function shapeOfMember(
  object: AnyNode,
  property: AnyNode,
  isComputed: boolean,
  scope: Scope,
): Shape {
  if (object.type === "Identifier" && object.name === "Math") return number;
  const owner = shapeOf(object, scope);
  if (isComputed) return owner.kind === "array" ? owner.item : unknown;
  if (property.type !== "Identifier") return unknown;
  if (owner.kind === "record") return owner.fields[property.name] ?? unknown;
  const isList = owner.kind === "array" || owner.kind === "string";
  return isList && property.name === "length" ? number : unknown;
}

function common(one: Shape, other: Shape): Shape {
  return one.kind === other.kind ? one : unknown;
}

/**
 * What the methods of lists hand to the functions they are given.
 *
 * @module
 */
import type { CallExpression } from "acorn";
import type { Scope } from "./scope.ts";
import { number, type Shape, unknown } from "./shape.ts";
import { shapeOf } from "./shape_of.ts";

const perItem = new Set([
  "every",
  "filter",
  "find",
  "findIndex",
  "findLast",
  "findLastIndex",
  "flatMap",
  "forEach",
  "map",
  "some",
]);

/** The shapes of the arguments that a call hands to a callback; none for calls that are not of a list's methods. */
export function handedOver({ callee }: CallExpression, scope: Scope): readonly Shape[] {
  if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return [];
  const list = shapeOf(callee.object, scope);
  if (list.kind !== "array") return [];
  const method = callee.property.name;
  if (perItem.has(method)) return [list.item, number, list];
  if (method === "reduce") return [unknown, list.item, number, list];
  return method === "sort" || method === "toSorted" ? [list.item, list.item] : [];
}

/**
 * The arguments that the methods of lists pass to their callbacks.
 *
 * @module
 */
import type { CallExpression } from "acorn";
import { isCertain } from "./is_certain.ts";
import { type Given, nothingKnown, type Scope } from "./scope.ts";
import { number } from "./shape.ts";
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

/** What is known of the arguments that a call passes to a callback; none for calls of other methods. */
export function handedOver({ callee }: CallExpression, scope: Scope): readonly Given[] {
  if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return [];
  const shape = shapeOf(callee.object, scope);
  if (shape.kind !== "array") return [];
  const list = { shape, isCertain: isCertain(callee.object, scope) };
  const item = { shape: shape.item, isCertain: list.isCertain };
  const index = { shape: number, isCertain: list.isCertain };
  const method = callee.property.name;
  if (perItem.has(method)) return [item, index, list];
  if (method === "reduce") return [nothingKnown, item, index, list];
  return method === "sort" || method === "toSorted" ? [item, item] : [];
}

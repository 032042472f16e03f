/**
 * Writes syntax trees as texts that are equal for the same program.
 *
 * @module
 */
import type { AnyNode, Program } from "acorn";
import { assertedExpression, isTypeScript, withoutAssertions } from "./typed_tree.ts";

/** The tree as text, without places, types and the spelling of literals. */
export function syntaxText(node: AnyNode | Program): string {
  return JSON.stringify(node, (_key, value) => {
    if (Array.isArray(value)) return value.filter((item) => !isErased(item));
    if (isNode(value)) return isErased(value) ? undefined : shapeOf(withoutAssertions(value));
    return typeof value === "bigint" ? String(value) : value;
  });
}

/** The properties that define a node's shape, in name order. */
function shapeOf(node: AnyNode): Readonly<Record<string, unknown>> {
  // On a call or member access `optional` has a run-time meaning; on a parameter it belongs to the type.
  const isChain = node.type === "CallExpression" || node.type === "MemberExpression";
  const shape = Object.entries(node).filter(([key]) => !spelling.has(key) && key !== "optional");
  if (isChain) shape.push(["optional", node.optional ?? false]); // a call with type arguments has none
  return Object.fromEntries(shape.sort(([a], [b]) => a < b ? -1 : 1));
}

/** Properties for a node's place, spelling or types. */
const spelling: ReadonlySet<string> = new Set(
  `start end range loc sourceFile raw shorthand typeAnnotation returnType typeParameters typeArguments
  superTypeParameters implements accessibility readonly override declare definite abstract importKind exportKind
  attributes`
    .split(/\s+/),
);

/** Whether a node does nothing at run time: types, a `this` parameter, an empty statement or list of exports. */
function isErased(value: unknown): boolean {
  if (!isNode(value)) return false;
  if (value.type === "Identifier") return value.name === "this";
  if (value.type === "EmptyStatement") return true;
  if (value.type === "ExportNamedDeclaration") {
    return !value.declaration && !value.source && value.specifiers.length === 0;
  }
  return isTypeScript(value) && assertedExpression(value) === undefined;
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}

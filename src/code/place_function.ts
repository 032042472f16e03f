/**
 * Finds a function in its module.
 *
 * @module
 */
import type { AnyNode, CallExpression } from "acorn";
import type { FunctionNode } from "../trace/function/function_text.ts";
import { isFunction } from "./function_shape.ts";
import type { PlacedFunction } from "./function_source.ts";
import type { ParsedModule } from "./parsed_module.ts";
import { assertedExpression, isTypeScript, withoutAssertions } from "./typed_tree.ts";
import { walk } from "./walk.ts";

/**
 * The function that is the first argument of the call at `offset`. For a stack position: of `f` in `f(…)`, of `m`
 * in `o.m(…)`.
 */
export function functionOfCall(module: ParsedModule, offset: number): PlacedFunction | undefined {
  let found: PlacedFunction | undefined;
  walk(module.program, (node, ancestors) => {
    if (node.type !== "CallExpression" || nameOffset(node) !== offset) return;
    const [first] = node.arguments;
    const argument = first && withoutAssertions(first);
    if (argument && isFunction(argument)) {
      found = { module, node: argument, ancestors: [...ancestors, node] };
    }
  });
  return found;
}

function nameOffset({ callee }: CallExpression): number {
  return callee.type === "MemberExpression" ? callee.property.start : callee.start;
}

/** The first function of the module, outer ones first, with the syntax of `wanted`. */
export function functionLike(
  module: ParsedModule,
  wanted: FunctionNode,
): PlacedFunction | undefined {
  const shape = shapeText(wanted);
  let found: PlacedFunction | undefined;
  walk(module.program, (node, ancestors) => {
    if (!found && isFunction(node) && shapeText(node) === shape) {
      found = { module, node, ancestors: [...ancestors] };
    }
    return !found;
  });
  return found;
}

/** The tree as text, without places, types and the spelling of literals. */
function shapeText(node: FunctionNode): string {
  const kind = node.type === "FunctionDeclaration" ? "FunctionExpression" : node.type;
  return JSON.stringify({ ...node, type: kind }, (_key, value) => {
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
  `start end range loc sourceFile raw typeAnnotation returnType typeParameters typeArguments superTypeParameters implements
  accessibility readonly override declare abstract definite importKind exportKind`.split(/\s+/),
);

/** Whether a node is erased at run time: types, and a `this` parameter. */
function isErased(value: unknown): boolean {
  if (!isNode(value)) return false;
  if (value.type === "Identifier") return value.name === "this";
  return isTypeScript(value) && assertedExpression(value) === undefined;
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}

/**
 * Finds a function in the module that made it.
 *
 * @module
 */
import type { CallExpression } from "acorn";
import { type FunctionNode, isFunction } from "./function_shape.ts";
import type { PlacedFunction } from "./function_source.ts";
import type { ParsedModule } from "./parse.ts";
import { walk } from "./walk.ts";

/**
 * The function written as first argument of the call at `offset`. A stack gives the place of `f` in `f(…)` and of `m` in
 * `o.m(…)`.
 */
export function functionOfCall(module: ParsedModule, offset: number): PlacedFunction | undefined {
  let found: PlacedFunction | undefined;
  walk(module.program, (node, ancestors) => {
    if (node.type !== "CallExpression" || nameOffset(node) !== offset) return;
    const [argument] = node.arguments;
    if (argument && isFunction(argument)) {
      found = { module, node: argument, ancestors: [...ancestors, node] };
    }
  });
  return found;
}

function nameOffset({ callee }: CallExpression): number {
  return callee.type === "MemberExpression" ? callee.property.start : callee.start;
}

/**
 * The first function of the module whose syntax is that of `code`, for a function that was not written at the call.
 *
 * @param code the only function in it, or the outermost, is looked for
 */
export function functionLike(module: ParsedModule, code: ParsedModule): PlacedFunction | undefined {
  const wanted = firstFunction(code, () => true);
  if (!wanted) return undefined;
  const shape = shapeText(wanted.node);
  return firstFunction(module, (node) => shapeText(node) === shape);
}

/** The first function in the order of the text, outer ones first, that passes the test. */
export function firstFunction(
  module: ParsedModule,
  test: (node: FunctionNode) => boolean,
): PlacedFunction | undefined {
  let found: PlacedFunction | undefined;
  walk(module.program, (node, ancestors) => {
    if (!found && isFunction(node) && test(node)) {
      found = { module, node, ancestors: [...ancestors] };
    }
    return !found;
  });
  return found;
}

/** The tree as text, without places and without the way in which literals are spelt. */
function shapeText(node: FunctionNode): string {
  const kind = node.type === "FunctionDeclaration" ? "FunctionExpression" : node.type;
  return JSON.stringify({ ...node, type: kind }, (key, value) => {
    if (key === "start" || key === "end" || key === "range" || key === "raw") return undefined;
    return typeof value === "bigint" ? String(value) : value;
  });
}

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
import { syntaxText } from "./syntax_text.ts";
import { withoutAssertions } from "./typed_tree.ts";
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

/** The function's tree as text; a declaration is the same as an expression. */
function shapeText(node: FunctionNode & AnyNode): string {
  return node.type === "FunctionDeclaration"
    // as: it has the same properties
    ? syntaxText({ ...node, type: "FunctionExpression" } as unknown as AnyNode)
    : syntaxText(node);
}

/**
 * Goes through all code that is one operation larger than a given one.
 *
 * @module
 */
import type { AnyNode } from "acorn";
import { readable } from "./edited_tree.ts";
import { namedNumbers } from "./grow/quantities.ts";
import { type NumberedCodes, numberedCodes, type NumberedRequest } from "./numbered_code.ts";
import { binary, constant, mathCall } from "./print/build.ts";
import { type ExpressionPlace, expressionPlaces } from "./tree/expression_place.ts";

/** A wish for extensions, as plain data. */
export interface ExtensionRequest extends NumberedRequest {
  /** The functions of `Math` that may be called. */
  readonly functions: readonly string[];
}

/**
 * Extensions of a source: each number that it calculates becomes an operand of every operation with a small operand, such as a
 * variable, or the argument of a function. None where the source does not parse.
 */
export function extendCode({ source, functions, ...wanted }: ExtensionRequest): NumberedCodes {
  const tree = readable(source);
  if (tree === undefined) return { found: [], next: null };
  const all = expressionPlaces(tree).filter(({ shape }) => shape.kind === "number")
    .flatMap((place) => extensionsAt(place, functions).map((by) => ({ node: place.node, by })));
  return numberedCodes(tree, all.map((one) => [{ kind: "replace", ...one }]), wanted);
}

function extensionsAt(place: ExpressionPlace, functions: readonly string[]): readonly AnyNode[] {
  const { node } = place;
  const inverse = binary("/", constant(1), node);
  if (node.type === "Literal") return [inverse];
  const calls = [...functions.map((name) => mathCall(name, node)), binary("**", node, constant(2))];
  return [
    ...calls,
    inverse,
    ...operandsAt(place, functions).flatMap((operand) => operations(node, operand)),
  ];
}

/** Variables, their squares and functions, and 1. */
function operandsAt(place: ExpressionPlace, functions: readonly string[]): readonly AnyNode[] {
  const named = namedNumbers(place);
  return [
    ...named,
    constant(1),
    ...named.flatMap((name) => [
      ...functions.map((callee) => mathCall(callee, name)),
      binary("**", name, constant(2)),
    ]),
  ];
}

function operations(node: AnyNode, operand: AnyNode): readonly AnyNode[] {
  return [
    ...["+", "-", "*", "/"].map((operator) => binary(operator, node, operand)),
    binary("-", operand, node),
    binary("/", operand, node),
    binary("*", node, binary("+", operand, constant(1))),
  ];
}

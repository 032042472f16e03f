/**
 * Goes through all code that is one operation larger than a given one.
 *
 * @module
 */
import type { AnyNode } from "acorn";
import { editedTree, readable } from "./edited_tree.ts";
import { type CodeFacts, factsOf } from "./facts/code_facts.ts";
import { namedNumbers } from "./grow/quantities.ts";
import { binary, constant, mathCall } from "./print/build.ts";
import { type ExpressionPlace, expressionPlaces } from "./tree/expression_place.ts";

/** A wish for extensions, as plain data. */
export interface ExtensionRequest {
  readonly source: string;
  /** The functions of `Math` that may be called. */
  readonly functions: readonly string[];
  /** The number of the first extension, from 0. */
  readonly from: number;
  /** Most extensions; fewer come where some are not new or too long. */
  readonly most: number;
  /** Longest source, in characters. */
  readonly maxLength: number;
}

/** Code that is one operation larger. */
export interface Extension {
  readonly source: string;
  /** Its number among all extensions. */
  readonly number: number;
  readonly facts: CodeFacts;
}

/** Some extensions, in order, and the number of the next one; null at the end. */
export interface Extensions {
  readonly found: readonly Extension[];
  readonly next: number | null;
}

/**
 * Extensions of a source: each number that it calculates becomes an operand of every operation with a small operand, such as a
 * variable, or the argument of a function. None where the source does not parse.
 */
export function extendCode(
  { source, functions, from, most, maxLength }: ExtensionRequest,
): Extensions {
  const tree = readable(source);
  if (tree === undefined) return { found: [], next: null };
  const all = expressionPlaces(tree).filter(({ shape }) => shape.kind === "number")
    .flatMap((place) => extensionsAt(place, functions).map((by) => ({ node: place.node, by })));
  const found = all.slice(from, from + most).flatMap(({ node, by }, place) => {
    const extended = editedTree(tree, [{ kind: "replace", node, by }]);
    const isWanted = extended && extended.source !== source && extended.source.length <= maxLength;
    return isWanted
      ? [{ source: extended.source, number: from + place, facts: factsOf(extended) }]
      : [];
  });
  const next = from + most;
  return { found, next: next < all.length ? next : null };
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

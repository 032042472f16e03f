/**
 * Finds what new code can be made of at a place: variables, and the expressions that are there already.
 *
 * @module
 */
import type { Random } from "../draw.ts";
import { type CodeTree, textOf } from "./code_tree.ts";
import { type ExpressionPlace, expressionPlaces, isVisible } from "./expression_place.ts";
import type { Scope } from "./scope.ts";
import { fits, type Shape } from "./shape.ts";

/** Where an expression is to stand, and what it may be made of. */
export interface Growing {
  readonly tree: CodeTree;
  readonly scope: Scope;
  readonly random: Random;
}

/** The numbers that can be named here: variables, fields of records, lengths of lists. */
export function namedNumbers({ scope }: Growing): string[] {
  return [...scope.values()].flatMap(({ name, shape }) => {
    if (shape.kind === "number") return [name];
    if (shape.kind === "array") return [`${name}.length`];
    if (shape.kind !== "record") return [];
    return Object.entries(shape.fields).flatMap(([field, inner]) =>
      inner.kind === "number" ? [`${name}.${field}`] : []
    );
  });
}

/** Expressions of this shape that the code has already, and whose variables are all visible here. */
export function knownExpressions(growing: Growing, shape: Shape): string[] {
  return visiblePlaces(growing, shape).map(({ node }) => `(${textOf(growing.tree, node)})`);
}

/** The numbers that the code works out already, and does not merely name. */
export function knownCalculations(growing: Growing): string[] {
  return visiblePlaces(growing, { kind: "number" })
    .filter(({ node, variables }) => node.type !== "Identifier" && variables.length > 0)
    .map(({ node }) => `(${textOf(growing.tree, node)})`);
}

function visiblePlaces({ tree, scope }: Growing, shape: Shape): ExpressionPlace[] {
  return expressionPlaces(tree).filter((place) =>
    place.node.type !== "Literal" && place.end - place.start <= 60 && fits(place.shape, shape) &&
    isVisible(place, scope)
  );
}

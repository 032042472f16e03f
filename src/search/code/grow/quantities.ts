/**
 * Finds what new code can be made of at a place: variables, and the expressions the code has.
 *
 * @module
 */
import type { AnyNode } from "acorn";
import type { Random } from "../../draw.ts";
import { identifier, member } from "../print/build.ts";
import type { Calls } from "./observed.ts";
import type { CodeTree } from "../tree/code_tree.ts";
import { type ExpressionPlace, expressionPlaces, isVisible } from "../tree/expression_place.ts";
import type { Scope } from "../tree/scope.ts";
import { fits, type Shape } from "../tree/shape.ts";

/** Where an expression is to stand, and what it may be made of. */
export interface Growing {
  readonly tree: CodeTree;
  readonly scope: Scope;
  /** Arguments of calls; none where they are not known. */
  readonly calls: Calls;
  readonly random: Random;
}

/** The numbers that have names here: variables, fields of records, lengths of lists. */
export function namedNumbers({ scope }: Pick<Growing, "scope">): AnyNode[] {
  return [...scope.values()].flatMap(({ name, shape }) => {
    if (shape.kind === "number") return [identifier(name)];
    if (shape.kind === "array") return [member(identifier(name), "length")];
    if (shape.kind !== "record") return [];
    return Object.entries(shape.fields).flatMap(([field, inner]) =>
      inner.kind === "number" ? [member(identifier(name), field)] : []
    );
  });
}

/** Expressions of this shape in the code whose variables are all visible here. */
export function knownExpressions(growing: Growing, shape: Shape): AnyNode[] {
  return visiblePlaces(growing, shape).map(({ node }) => node);
}

/** The numbers that the code calculates, rather than only names. */
export function knownCalculations(growing: Growing): AnyNode[] {
  return visiblePlaces(growing, { kind: "number" })
    .filter(({ node, variables }) => node.type !== "Identifier" && variables.length > 0)
    .map(({ node }) => node);
}

function visiblePlaces({ tree, scope }: Growing, shape: Shape): ExpressionPlace[] {
  return expressionPlaces(tree).filter((place) =>
    place.node.type !== "Literal" && place.node.end - place.node.start <= 60 &&
    fits(place.shape, shape) && isVisible(place, scope)
  );
}

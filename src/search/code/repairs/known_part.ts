/**
 * Repairs an expression by another one of the same code.
 *
 * @module
 */
import { expressionPlace, expressionPlaces, isVisible } from "../tree/expression_place.ts";
import { fits } from "../tree/shape.ts";
import { type RepairRule, replacing } from "./repair.ts";

/** Longest expression that is taken over, in characters. */
const longest = 60;

/**
 * An expression becomes a calculation of the same shape from elsewhere in the code, where most of what mends a fault stands
 * (Barr, Brun, Devanbu, Harman and Sarro, "The Plastic Surgery Hypothesis", 2014).
 */
export const knownPart: RepairRule = (place, tree) => {
  const [own] = expressionPlace(place);
  if (own === undefined) return [];
  const text = textOf(own.node, tree.source);
  const parts = expressionPlaces(tree).filter(({ node, shape, ...part }) =>
    node.type !== "Identifier" && node.type !== "Literal" && node.end - node.start <= longest &&
    fits(shape, own.shape) && isVisible({ node, shape, ...part }, place.scope) &&
    textOf(node, tree.source) !== text
  );
  const different = new Map(parts.map(({ node }) => [textOf(node, tree.source), node]));
  return replacing(4, own.node, [...different.values()]);
};

function textOf({ start, end }: { readonly start: number; readonly end: number }, source: string) {
  return source.slice(start, end);
}

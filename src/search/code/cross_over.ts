/**
 * Takes something over from another good candidate.
 *
 * @module
 */
import { chance, pick } from "../draw.ts";
import { type CodeTree, textOf } from "./code_tree.ts";
import { expressionPlaces, isVisible } from "./expression_place.ts";
import type { Mutating, Mutation } from "./mutation.ts";
import { fits } from "./shape.ts";
import { putBefore, statementPlaces } from "./statement_place.ts";
import type { Splice } from "../../code/splice.ts";

/** An expression of the partner's in the place of one of the same shape, or one of its special cases before a statement. */
export const crossOver: Mutation = {
  name: "take over from another candidate",
  weight: 2,
  change(mutating) {
    if (mutating.partner.source === mutating.tree.source) return undefined;
    return chance(mutating.random, 0.5) ? takeStatement(mutating) : takeExpression(mutating);
  },
};

function takeExpression({ tree, partner, random }: Mutating): Splice[] | undefined {
  const place = pick(random, expressionPlaces(tree));
  if (!place) return undefined;
  const part = pick(
    random,
    expressionPlaces(partner).filter((part) =>
      fits(part.shape, place.shape) && isVisible(part, place.scope)
    ),
  );
  if (!part) return undefined;
  return [{ start: place.start, end: place.end, text: `(${textOf(partner, part.node)})` }];
}

function takeStatement({ tree, partner, random }: Mutating): Splice[] | undefined {
  const place = pick(random, statementPlaces(tree));
  const guard = pick(random, guardsOf(partner));
  if (!place || !guard) return undefined;
  const { start, end } = guard.node;
  const parts = expressionPlaces(partner).filter(({ node }) =>
    node.start >= start && node.end <= end
  );
  const isSameFunction = nameOf(guard.owner?.node) === nameOf(place.owner?.node);
  if (!isSameFunction || !parts.every((part) => isVisible(part, place.scope))) return undefined;
  const text = putBefore(tree, place, textOf(partner, guard.node));
  return [{ start: place.node.start, end: place.node.start, text }];
}

function guardsOf(tree: CodeTree) {
  return statementPlaces(tree).filter(({ node }) =>
    node.type === "IfStatement" && node.consequent.type === "ReturnStatement" && !node.alternate
  );
}

function nameOf(node: { readonly id?: { readonly name: string } | null } | undefined): string {
  return node?.id?.name ?? "";
}

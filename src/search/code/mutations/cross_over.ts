/**
 * Takes something over from another good candidate.
 *
 * @module
 */
import { chance, pick } from "../../draw.ts";
import { binary } from "../print/build.ts";
import type { Edit } from "../print/edit.ts";
import type { CodeTree } from "../tree/code_tree.ts";
import { expressionPlaces, isVisible } from "../tree/expression_place.ts";
import { fits } from "../tree/shape.ts";
import { statementPlaces } from "../tree/statement_place.ts";
import type { Mutation, MutationContext } from "./mutation.ts";

/** Puts an expression of the partner in the place of one of the same shape, or one of its guards before a statement. */
export const crossOver: Mutation = (context) => {
  const isOther = context.partner.source !== context.tree.source;
  const statement = isOther && chance(context.random, 0.3) ? takeStatement(context) : undefined;
  return statement ?? takeExpression(context);
};

/** Replaces an expression by one of the partner (subtree crossover: Koza, 1992), or joins the two in an operation. */
function takeExpression({ tree, partner, random }: MutationContext): Edit[] | undefined {
  const place = pick(random, expressionPlaces(tree));
  if (!place) return undefined;
  const parts = expressionPlaces(partner).filter((part) =>
    fits(part.shape, place.shape) && isVisible(part, place.scope)
  );
  const inner = parts.filter(({ node }) => node.type !== "Identifier" && node.type !== "Literal");
  const part = pick(random, inner.length > 0 && chance(random, 0.9) ? inner : parts);
  if (!part) return undefined;
  const isJoined = place.shape.kind === "number" && chance(random, 0.3);
  const by = isJoined
    ? binary(pick(random, ["+", "-", "*", "/"]) ?? "+", place.node, part.node)
    : part.node;
  return [{ kind: "replace", node: place.node, by }];
}

function takeStatement({ tree, partner, random }: MutationContext): Edit[] | undefined {
  const place = pick(random, statementPlaces(tree));
  const guard = pick(random, guardsOf(partner));
  if (!place || !guard) return undefined;
  const { start, end } = guard.node;
  const parts = expressionPlaces(partner).filter(({ node }) =>
    node.start >= start && node.end <= end
  );
  const isSameFunction = nameOf(guard.owner?.node) === nameOf(place.owner?.node);
  if (!isSameFunction || !parts.every((part) => isVisible(part, place.scope))) return undefined;
  return [{ kind: "insert", before: place.node, statement: guard.node }];
}

function guardsOf(tree: CodeTree) {
  return statementPlaces(tree).filter(({ node }) =>
    node.type === "IfStatement" && node.consequent.type === "ReturnStatement" && !node.alternate
  );
}

function nameOf(node: { readonly id?: { readonly name: string } | null } | undefined): string {
  return node?.id?.name ?? "";
}

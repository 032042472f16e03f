/**
 * Puts a new expression in the place of an old one.
 *
 * @module
 */
import { chance, pick } from "../../draw.ts";
import { grow } from "../grow/grow.ts";
import { expressionPlaces } from "../tree/expression_place.ts";
import type { Mutation } from "./mutation.ts";

/** An input, a part of the code, or a new expression over the variables in scope replaces an expression. */
export const replaceExpression: Mutation = ({ tree, calls, random }) => {
  const place = pick(random, expressionPlaces(tree));
  if (!place) return undefined;
  const depth = chance(random, 0.5) ? 0 : chance(random, 0.6) ? 1 : 2;
  const by = grow({ tree, scope: place.scope, calls, random }, place.shape, depth);
  return by && [{ kind: "replace", node: place.node, by }];
};

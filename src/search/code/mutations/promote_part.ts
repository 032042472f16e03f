/**
 * Makes code shorter by putting a part in the place of the whole.
 *
 * @module
 */
import { pick } from "../../draw.ts";
import { expressionPlaces } from "../tree/expression_place.ts";
import { fits } from "../tree/shape.ts";
import type { Mutation } from "./mutation.ts";

/** An expression is replaced by one of the expressions it is made of. */
export const promotePart: Mutation = ({ tree, random }) => {
  const places = expressionPlaces(tree);
  const part = pick(random, places);
  if (!part) return undefined;
  const whole = places.findLast((place) =>
    place.node.start <= part.node.start && place.node.end >= part.node.end &&
    place.node !== part.node && fits(part.shape, place.shape)
  );
  return whole && [{ kind: "replace", node: whole.node, by: part.node }];
};

/**
 * Makes code shorter by putting a part in the place of the whole.
 *
 * @module
 */
import { pick } from "../draw.ts";
import { textOf } from "./code_tree.ts";
import { expressionPlaces } from "./expression_place.ts";
import type { Mutation } from "./mutation.ts";
import { fits } from "./shape.ts";

/** An expression gives way to one of the expressions it is made of. */
export const promotePart: Mutation = {
  name: "keep a part",
  weight: 1.5,
  change({ tree, random }) {
    const places = expressionPlaces(tree);
    const part = pick(random, places);
    if (!part) return undefined;
    const whole = places.findLast((place) =>
      place.node.start <= part.start && place.node.end >= part.end && place.node !== part.node &&
      fits(part.shape, place.shape)
    );
    if (!whole) return undefined;
    return [{ start: whole.start, end: whole.end, text: `(${textOf(tree, part.node)})` }];
  },
};

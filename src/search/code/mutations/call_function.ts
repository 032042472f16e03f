/**
 * Puts an expression into a function of `Math`.
 *
 * @module
 */
import { pick } from "../../draw.ts";
import { growFunction } from "../grow/math_call.ts";
import { expressionPlaces } from "../tree/expression_place.ts";
import type { Mutation } from "./mutation.ts";

/** A number becomes a function of it: its sine, logarithm, root, square, and so on. */
export const callFunction: Mutation = ({ tree, random }) => {
  const places = expressionPlaces(tree).filter(({ node, shape }) =>
    shape.kind === "number" && node.type !== "Literal"
  );
  const node = pick(random, places)?.node;
  return node && [{ kind: "replace", node, by: growFunction(node, random) }];
};

/**
 * Takes a statement out.
 *
 * @module
 */
import { pick } from "../../draw.ts";
import { statementPlaces } from "../tree/statement_place.ts";
import type { Mutation } from "./mutation.ts";

/** Deletes a condition with its branches, or a step; declarations and returns stay, because other code needs them. */
export const deleteStatement: Mutation = ({ tree, random }) => {
  const places = statementPlaces(tree).filter(({ node }) =>
    node.type === "IfStatement" || node.type === "ExpressionStatement"
  );
  const statement = pick(random, places)?.node;
  return statement && [{ kind: "remove", statement }];
};

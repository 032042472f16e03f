/**
 * Adds a special case: `if (…) return …;`.
 *
 * @module
 */
import { chance, pick } from "../../draw.ts";
import { growConstant } from "../grow/constant.ts";
import { grow, growBoolean } from "../grow/grow.ts";
import { ifStatement, returnStatement } from "../print/build.ts";
import { statementPlaces } from "../tree/statement_place.ts";
import type { Mutation } from "./mutation.ts";

/** Puts a condition under which the function returns another value before any of its statements. */
export const insertGuard: Mutation = ({ tree, calls, random }) => {
  const place = pick(random, statementPlaces(tree));
  if (!place?.owner) return undefined;
  const growing = { tree, scope: place.scope, calls, random };
  const { returns } = place.owner;
  // Where numbers are compared later, a constant puts the case before all others or behind them.
  const value = returns.kind === "number" && chance(random, 0.7)
    ? growConstant(random)
    : grow(growing, returns, chance(random, 0.6) ? 0 : 1);
  if (value === undefined) return undefined;
  const statement = ifStatement(growBoolean(growing, 2), returnStatement(value));
  return [{ kind: "insert", before: place.node, statement }];
};

/**
 * Adds a special case: `if (…) return …;`.
 *
 * @module
 */
import { chance, pick } from "../draw.ts";
import { growConstant } from "./constant.ts";
import { grow, growBoolean } from "./grow.ts";
import type { Mutation } from "./mutation.ts";
import { putBefore, statementPlaces } from "./statement_place.ts";

/** Before any statement of a function that gives a value, a condition under which it gives another one. */
export const insertGuard: Mutation = {
  name: "add a special case",
  weight: 5,
  change({ tree, random }) {
    const place = pick(random, statementPlaces(tree));
    if (!place?.owner) return undefined;
    const growing = { tree, scope: place.scope, random };
    const { returns } = place.owner;
    // Where numbers are compared later, a constant puts the case before all others or behind them.
    const value = returns.kind === "number" && chance(random, 0.7)
      ? growConstant(random)
      : grow(growing, returns, chance(random, 0.6) ? 0 : 1);
    if (value === undefined) return undefined;
    const guard = `if (${growBoolean(growing, 2)}) return ${value};`;
    const { start } = place.node;
    return [{ start, end: start, text: putBefore(tree, place, guard) }];
  },
};

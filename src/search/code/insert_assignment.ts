/**
 * Adds a step to a calculation: `total += …;`.
 *
 * @module
 */
import { chance, pick } from "../draw.ts";
import { growBoolean, growNumber } from "./grow.ts";
import type { Mutation } from "./mutation.ts";
import { putBefore, statementPlaces } from "./statement_place.ts";

/** Changes a variable that was declared with `let`, sometimes only under a condition. */
export const insertAssignment: Mutation = {
  name: "add a step",
  weight: 1,
  change({ tree, random }) {
    const place = pick(random, statementPlaces(tree));
    const variable = pick(
      random,
      [...place?.scope.values() ?? []].filter(({ isAssignable, shape }) =>
        isAssignable && shape.kind === "number"
      ),
    );
    if (!place || !variable) return undefined;
    const growing = { tree, scope: place.scope, random };
    const operator = pick(random, ["+=", "-=", "*="]);
    const step = `${variable.name} ${operator} ${growNumber(growing, 1)};`;
    const statement = chance(random, 0.5) ? `if (${growBoolean(growing, 1)}) ${step}` : step;
    const { start } = place.node;
    return [{ start, end: start, text: putBefore(tree, place, statement) }];
  },
};

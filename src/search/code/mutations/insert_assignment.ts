/**
 * Adds a step to a calculation: `total += …;`.
 *
 * @module
 */
import { chance, pick } from "../../draw.ts";
import { growBoolean, growNumber } from "../grow/grow.ts";
import { assignment, ifStatement } from "../print/build.ts";
import { statementPlaces } from "../tree/statement_place.ts";
import type { Mutation } from "./mutation.ts";

/** Changes a variable that was declared with `let`, sometimes only under a condition. */
export const insertAssignment: Mutation = ({ tree, calls, random }) => {
  const place = pick(random, statementPlaces(tree));
  const variable = pick(
    random,
    [...place?.scope.values() ?? []].filter(({ isAssignable, shape }) =>
      isAssignable && shape.kind === "number"
    ),
  );
  if (!place || !variable) return undefined;
  const growing = { tree, scope: place.scope, calls, random };
  const operator = pick(random, ["+=", "-=", "*="]) ?? "+=";
  const step = assignment(operator, variable.name, growNumber(growing, 1));
  const statement = chance(random, 0.5) ? ifStatement(growBoolean(growing, 1), step) : step;
  return [{ kind: "insert", before: place.node, statement }];
};

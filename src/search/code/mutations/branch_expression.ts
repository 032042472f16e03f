/**
 * Bounds an expression, or puts it under a condition.
 *
 * @module
 */
import type { AnyNode } from "acorn";
import { chance, pick, pickWeighted } from "../../draw.ts";
import { growBoolean, growNumber } from "../grow/grow.ts";
import type { Growing } from "../grow/quantities.ts";
import { binary, conditional, mathCall } from "../print/build.ts";
import { expressionPlaces } from "../tree/expression_place.ts";
import type { Mutation } from "./mutation.ts";

/**
 * A number gets a bound, another value under a condition, or a form with steps. These forms are an operator of their own
 * because smooth data need none of them.
 */
export const branchExpression: Mutation = ({ tree, calls, random }) => {
  const places = expressionPlaces(tree).filter(({ shape }) => shape.kind === "number");
  const place = pick(random, places);
  const form = pickWeighted(random, forms);
  if (!place || !form) return undefined;
  const { node, scope } = place;
  return [{ kind: "replace", node, by: form.make(node, { tree, scope, calls, random }) }];
};

interface Form {
  readonly weight: number;
  readonly make: (inner: AnyNode, growing: Growing) => AnyNode;
}

const forms: readonly Form[] = [
  { weight: 1, make: (inner, growing) => mathCall("max", inner, growNumber(growing, 1)) },
  { weight: 1, make: (inner, growing) => mathCall("min", inner, growNumber(growing, 1)) },
  { weight: 1, make: (inner) => mathCall("abs", inner) },
  { weight: 0.5, make: (inner) => mathCall("floor", inner) },
  { weight: 0.5, make: (inner, growing) => binary("%", inner, growNumber(growing, 0)) },
  {
    weight: 2.5,
    make: (inner, growing) => {
      const test = growBoolean(growing, 1);
      const other = growNumber(growing, 1);
      return chance(growing.random, 0.5)
        ? conditional(test, other, inner)
        : conditional(test, inner, other);
    },
  },
];

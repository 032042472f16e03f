/**
 * Builds a larger expression around one of the code.
 *
 * @module
 */
import type { AnyNode } from "acorn";
import { chance, pick, pickWeighted } from "../../draw.ts";
import { growBoolean, growNumber } from "../grow/grow.ts";
import type { Growing } from "../grow/quantities.ts";
import { binary, conditional, mathCall, unary } from "../print/build.ts";
import { expressionPlaces } from "../tree/expression_place.ts";
import type { Mutation } from "./mutation.ts";

/** Adds a term, a factor, a bound or a condition; the old expression becomes a part of the new one. */
export const wrapExpression: Mutation = ({ tree, random }) => {
  const place = pick(random, expressionPlaces(tree));
  if (!place) return undefined;
  const { node, scope, shape } = place;
  const forms = shape.kind === "number"
    ? numberWraps
    : shape.kind === "boolean"
    ? booleanWraps
    : [];
  const form = pickWeighted(random, forms);
  return form && [{ kind: "replace", node, by: form.make(node, { tree, scope, random }) }];
};

interface Wrap {
  readonly weight: number;
  readonly make: (inner: AnyNode, growing: Growing) => AnyNode;
}

/** An operation on the old expression and a new one; `depth` bounds the new one, @default 1 or 2 by chance. */
const operation = (weight: number, operator: string, depth?: number): Wrap => ({
  weight,
  make: (inner, growing) =>
    binary(operator, inner, growNumber(growing, depth ?? (chance(growing.random, 0.5) ? 1 : 2))),
});

const condition = (weight: number, operator: string): Wrap => ({
  weight,
  make: (inner, growing) => binary(operator, inner, growBoolean(growing, 1)),
});

const numberWraps: readonly Wrap[] = [
  operation(2, "+"),
  operation(2, "-"),
  operation(1.5, "*", 1),
  operation(1, "/", 1),
  { weight: 0.7, make: (inner, growing) => mathCall("max", inner, growNumber(growing, 1)) },
  { weight: 0.7, make: (inner, growing) => mathCall("min", inner, growNumber(growing, 1)) },
  { weight: 0.3, make: (inner) => unary("-", inner) },
  {
    weight: 1.5,
    make: (inner, growing) => conditional(growBoolean(growing, 1), growNumber(growing, 1), inner),
  },
];

const booleanWraps: readonly Wrap[] = [
  condition(3, "&&"),
  condition(2, "||"),
  { weight: 0.5, make: (inner) => unary("!", inner) },
];

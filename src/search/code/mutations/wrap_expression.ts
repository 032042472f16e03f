/**
 * Builds a larger expression around one of the code.
 *
 * @module
 */
import type { AnyNode } from "acorn";
import { chance, pick, pickWeighted } from "../../draw.ts";
import { growBoolean, growNumber } from "../grow/grow.ts";
import type { Growing } from "../grow/quantities.ts";
import { binary, unary } from "../print/build.ts";
import { expressionPlaces } from "../tree/expression_place.ts";
import type { Mutation } from "./mutation.ts";

/** Adds a term, a factor or a condition; the old expression becomes a part of the new one. */
export const wrapExpression: Mutation = ({ tree, calls, random }) => {
  const place = pick(random, expressionPlaces(tree));
  if (!place) return undefined;
  const { node, scope, shape } = place;
  const forms = shape.kind === "number"
    ? numberWraps
    : shape.kind === "boolean"
    ? booleanWraps
    : [];
  const form = pickWeighted(random, forms);
  return form && [{ kind: "replace", node, by: form.make(node, { tree, scope, calls, random }) }];
};

interface Wrap {
  readonly weight: number;
  readonly make: (inner: AnyNode, growing: Growing) => AnyNode;
}

/** An operation on the old expression and a new one, which is usually small. */
const operation = (weight: number, operator: string): Wrap => ({
  weight,
  make: (inner, growing) => {
    const { random } = growing;
    const grown = growNumber(growing, chance(random, 0.4) ? 0 : chance(random, 0.7) ? 1 : 2);
    const isFirst = chance(random, 0.7);
    return isFirst ? binary(operator, inner, grown) : binary(operator, grown, inner);
  },
});

const condition = (weight: number, operator: string): Wrap => ({
  weight,
  make: (inner, growing) => binary(operator, inner, growBoolean(growing, 1)),
});

const numberWraps: readonly Wrap[] = [
  operation(2, "+"),
  operation(2, "-"),
  operation(2, "*"),
  operation(1, "/"),
  { weight: 0.3, make: (inner) => unary("-", inner) },
];

const booleanWraps: readonly Wrap[] = [
  condition(3, "&&"),
  condition(2, "||"),
  { weight: 0.5, make: (inner) => unary("!", inner) },
];

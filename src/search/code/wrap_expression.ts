/**
 * Builds a larger expression around one that is there.
 *
 * @module
 */
import { chance, pick, pickWeighted } from "../draw.ts";
import { textOf } from "./code_tree.ts";
import { expressionPlaces } from "./expression_place.ts";
import { growBoolean, growNumber } from "./grow.ts";
import type { Mutation } from "./mutation.ts";
import type { Growing } from "./quantities.ts";

/** Adds a term, a factor, a bound, a condition: what was there stays a part of what is. */
export const wrapExpression: Mutation = {
  name: "build on an expression",
  weight: 3,
  change({ tree, random }) {
    const place = pick(random, expressionPlaces(tree));
    if (!place) return undefined;
    const forms = place.shape.kind === "number"
      ? numberWraps
      : place.shape.kind === "boolean"
      ? booleanWraps
      : [];
    const form = pickWeighted(random, forms);
    if (!form) return undefined;
    const text = form.write(`(${textOf(tree, place.node)})`, { tree, scope: place.scope, random });
    return [{ start: place.start, end: place.end, text }];
  },
};

interface Wrap {
  readonly weight: number;
  readonly write: (inner: string, growing: Growing) => string;
}

const depthOf = ({ random }: Growing) => chance(random, 0.5) ? 1 : 2;

const numberWraps: readonly Wrap[] = [
  { weight: 2, write: (inner, growing) => `(${inner} + ${growNumber(growing, depthOf(growing))})` },
  { weight: 2, write: (inner, growing) => `(${inner} - ${growNumber(growing, depthOf(growing))})` },
  { weight: 1.5, write: (inner, growing) => `(${inner} * ${growNumber(growing, 1)})` },
  { weight: 1, write: (inner, growing) => `(${inner} / ${growNumber(growing, 1)})` },
  { weight: 1, write: (inner) => `Math.abs(${inner})` },
  { weight: 0.5, write: (inner) => `(${inner} ** 2)` },
  { weight: 0.5, write: (inner) => `Math.sqrt(Math.abs(${inner}))` },
  { weight: 0.7, write: (inner, growing) => `Math.max(${inner}, ${growNumber(growing, 1)})` },
  { weight: 0.7, write: (inner, growing) => `Math.min(${inner}, ${growNumber(growing, 1)})` },
  { weight: 0.3, write: (inner) => `(-${inner})` },
  {
    weight: 1.5,
    write: (inner, growing) =>
      `(${growBoolean(growing, 1)} ? ${growNumber(growing, 1)} : ${inner})`,
  },
];

const booleanWraps: readonly Wrap[] = [
  { weight: 3, write: (inner, growing) => `(${inner} && ${growBoolean(growing, 1)})` },
  { weight: 2, write: (inner, growing) => `(${inner} || ${growBoolean(growing, 1)})` },
  { weight: 0.5, write: (inner) => `!${inner}` },
];

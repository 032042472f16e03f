/**
 * Changes a number that stands in the code.
 *
 * @module
 */
import { chance, drawMagnitude, drawNormal, pick, type Random } from "../../draw.ts";
import { rounded } from "../grow/constant.ts";
import { constant } from "../print/build.ts";
import { literalsIn } from "../tree/literals.ts";
import type { Mutation } from "./mutation.ts";

/** Scales, nudges, negates or redraws one number, or gives it another number of the code. */
export const tuneLiteral: Mutation = ({ tree, random }) => {
  const literals = literalsIn(tree);
  const literal = pick(random, literals);
  if (!literal) return undefined;
  const { node, value, isWhole } = literal;
  const other = pick(random, literals)?.value ?? value;
  const tuned = rounded(isWhole ? tuneWhole(value, random) : tune(value, other, random)) + 0; // no -0
  return tuned === value ? undefined : [{ kind: "replace", node, by: constant(tuned) }];
};

function tune(value: number, other: number, random: Random): number {
  const kind = random();
  if (kind < 0.35) return value * Math.exp(drawNormal(random) * 0.25);
  if (kind < 0.5) return value * Math.exp(drawNormal(random) * 1.2);
  if (kind < 0.65) return value + (chance(random, 0.5) ? 1 : -1);
  if (kind < 0.75) return value + drawNormal(random) * drawMagnitude(random, 0.1, 10);
  if (kind < 0.83) return -value;
  if (kind < 0.9) return other;
  if (kind < 0.95) return rounded(value, 1);
  return drawMagnitude(random, 0.1, 1000);
}

function tuneWhole(value: number, random: Random): number {
  const step = chance(random, 0.7) ? 1 : 2;
  return Math.max(0, value + (chance(random, 0.5) ? step : -step));
}

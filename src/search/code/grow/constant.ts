/**
 * Draws constants with as many digits as people usually write.
 *
 * @module
 */
import type { AnyNode } from "acorn";
import { chance, drawMagnitude, pick, type Random } from "../../draw.ts";
import { constant } from "../print/build.ts";

/** A number with at most `digits` significant digits, or whole where it has more digits before the point. */
export function rounded(value: number, digits = 3): number {
  if (!Number.isFinite(value)) return 0;
  const magnitude = Math.abs(value);
  if (magnitude >= 10 ** digits && magnitude < 1e9) return Math.round(value);
  return Number(value.toPrecision(digits));
}

/** A constant of any size and either sign. */
export function growConstant(random: Random): AnyNode {
  const value = chance(random, 0.5)
    ? pick(random, [1, 1, 2, 2, 3, 4, 5, 10, 0.5]) ?? 1
    : drawMagnitude(random, 0.1, 1000);
  return shortConstant(chance(random, 0.5) ? -value : value, random);
}

/** A number in one digit or two. */
export function shortConstant(value: number, random: Random): AnyNode {
  return constant(rounded(value, chance(random, 0.5) ? 1 : 2) + 0); // no -0
}

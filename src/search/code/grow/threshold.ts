/**
 * Grows conditions on the size of a quantity.
 *
 * @module
 */
import type { AnyNode } from "acorn";
import { chance, drawMagnitude, pick } from "../../draw.ts";
import { binary } from "../print/build.ts";
import { shortConstant } from "./constant.ts";
import { type Growing, knownCalculations, namedNumbers } from "./quantities.ts";

/** Whether a quantity is beyond a threshold, or lies between two of the same sign; `undefined` when there is no quantity. */
export function growThreshold(growing: Growing): AnyNode | undefined {
  const { random } = growing;
  const quantity = growQuantity(growing);
  if (quantity === undefined) return undefined;
  const sign = chance(random, 0.5) ? 1 : -1;
  // Most numbers that people decide by have one or two digits.
  const near = chance(random, 0.8) ? drawMagnitude(random, 1, 100) : drawMagnitude(random, 0.01, 1);
  const threshold = (size: number): AnyNode => shortConstant(sign * size, random);
  if (chance(random, 0.5)) {
    return binary(pick(random, ["<", ">", "<=", ">="]) ?? "<", quantity, threshold(near));
  }
  const far = near * drawMagnitude(random, 1.2, 10);
  const [least, most] = sign > 0 ? [near, far] : [far, near];
  return binary(
    "&&",
    binary("<", threshold(least), quantity),
    binary("<", quantity, threshold(most)),
  );
}

/** What a decision may depend on: a calculation the code has, the difference of two variables, or one variable. */
function growQuantity(growing: Growing): AnyNode | undefined {
  const { random } = growing;
  const known = chance(random, 0.5) ? pick(random, knownCalculations(growing)) : undefined;
  if (known !== undefined) return known;
  const named = namedNumbers(growing);
  const [one, other] = [pick(random, named), pick(random, named)];
  return one && other && one !== other && chance(random, 0.5) ? binary("-", one, other) : one;
}

/**
 * Grows conditions on the size of a quantity.
 *
 * @module
 */
import type { AnyNode } from "acorn";
import { chance, drawMagnitude, pick, type Random } from "../../draw.ts";
import { binary } from "../print/build.ts";
import { shortConstant } from "./constant.ts";
import { observedValues } from "./observed.ts";
import { type Growing, knownCalculations, namedNumbers } from "./quantities.ts";

/** Share of thresholds that are drawn near a value which the quantity had in a call, where such are known. */
const shareOfObserved = 0.75;

/**
 * Whether a quantity is beyond a threshold, or lies between two of the same sign; `undefined` when there is no quantity.
 *
 * (Thresholds from the data, as in decision trees: Breiman, Friedman, Olshen and Stone, 1984. Without them half of all
 * conditions hold always or never.)
 */
export function growThreshold(growing: Growing): AnyNode | undefined {
  const { tree, calls, random } = growing;
  const quantity = growQuantity(growing);
  if (quantity === undefined) return undefined;
  const observed = calls.length > 0 && chance(random, shareOfObserved)
    ? pick(random, observedValues(quantity, tree, calls))
    : undefined;
  const sign = observed === undefined ? chance(random, 0.5) ? 1 : -1 : Math.sign(observed);
  const near = observed === undefined
    ? drawSize(random)
    : Math.abs(observed) * drawMagnitude(random, 0.1, 2);
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

/** Most numbers that people decide by have one or two digits. */
function drawSize(random: Random): number {
  return chance(random, 0.8) ? drawMagnitude(random, 1, 100) : drawMagnitude(random, 0.01, 1);
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

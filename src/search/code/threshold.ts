/**
 * Writes conditions on how large something is.
 *
 * @module
 */
import { chance, drawMagnitude, pick } from "../draw.ts";
import { writeConstant } from "./constant.ts";
import { type Growing, knownCalculations, namedNumbers } from "./quantities.ts";

/** Whether a quantity is beyond a threshold, or lies between two of the same sign; `undefined` when there is no quantity. */
export function growThreshold(growing: Growing): string | undefined {
  const { random } = growing;
  const quantity = growQuantity(growing);
  if (quantity === undefined) return undefined;
  const sign = chance(random, 0.5) ? 1 : -1;
  // Most numbers that people decide by have one or two digits.
  const near = chance(random, 0.8) ? drawMagnitude(random, 1, 100) : drawMagnitude(random, 0.01, 1);
  const write = (size: number): string => writeConstant(sign * size, random);
  if (chance(random, 0.5)) {
    return `(${quantity} ${pick(random, ["<", ">", "<=", ">="])} ${write(near)})`;
  }
  const far = near * drawMagnitude(random, 1.2, 10);
  const [least, most] = sign > 0 ? [near, far] : [far, near];
  return `(${write(least)} < ${quantity} && ${quantity} < ${write(most)})`;
}

/** What a decision may go by: what the code works out already, how far two variables lie apart, or one alone. */
function growQuantity(growing: Growing): string | undefined {
  const { random } = growing;
  const known = chance(random, 0.5) ? pick(random, knownCalculations(growing)) : undefined;
  if (known !== undefined) return known;
  const named = namedNumbers(growing);
  const [one, other] = [pick(random, named), pick(random, named)];
  return one !== other && chance(random, 0.5) ? `(${one} - ${other})` : one;
}

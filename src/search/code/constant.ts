/**
 * Draws constants as a person would write them down.
 *
 * @module
 */
import { chance, drawMagnitude, pick, type Random } from "../draw.ts";
import { numberText } from "./number_text.ts";

/** A constant of any size and either sign. */
export function growConstant(random: Random): string {
  const value = chance(random, 0.15)
    ? pick(random, [0, 1, 2, 0.5]) ?? 0
    : drawMagnitude(random, 0.1, 1000);
  return writeConstant(chance(random, 0.5) ? -value : value, random);
}

/** A number in one digit or two; in parentheses when negative. */
export function writeConstant(value: number, random: Random): string {
  const text = numberText(value, chance(random, 0.5) ? 1 : 2);
  return text.startsWith("-") ? `(${text})` : text;
}

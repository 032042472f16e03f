/**
 * Fits texts into a cost limit: the longest are shortened first, and texts are left out only where their beginnings do not fit.
 *
 * @module
 */
import { cutText } from "../cut_text.ts";

/** Texts that fit, and whether something was cut. */
export interface FittingTexts {
  readonly texts: readonly string[];
  readonly isCut: boolean;
}

/** Characters of a text that are worth showing; where less would be left of each, some are left out. */
const leastLength = 40;

/**
 * The texts as they are if they fit; otherwise each cut to the same length, the largest that fits; otherwise the first ones.
 * A cut is marked.
 *
 * @param cost the cost of all texts together, as they will be written
 */
export function fittingTexts(
  texts: readonly string[],
  { maxCost, cost }: {
    readonly maxCost: number;
    readonly cost: (texts: readonly string[]) => number;
  },
): FittingTexts {
  const fits = (some: readonly string[]) => cost(some) <= maxCost;
  if (fits(texts)) return { texts, isCut: false };
  const cutAt = (length: number) => texts.map((text) => cutText(text, length));
  const longest = texts.reduce((most, { length }) => Math.max(most, length), 0);
  const length = largest(leastLength, longest, (tried) => fits(cutAt(tried)));
  if (length !== null) return { texts: cutAt(length), isCut: true };
  const shortened = cutAt(leastLength);
  const first = (count: number) => [
    ...shortened.slice(0, count),
    `… ${texts.length - count} more left out`,
  ];
  const count = largest(0, texts.length - 1, (tried) => fits(first(tried)));
  return { texts: count === null ? [] : first(count), isCut: true };
}

/** The largest whole number from `low` to `high` that passes, null if `low` does not; what is above a failure fails too. */
function largest(low: number, high: number, passes: (tried: number) => boolean): number | null {
  if (!passes(low)) return null;
  let [good, bad] = [low, high + 1];
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (passes(middle)) good = middle;
    else bad = middle;
  }
  return good;
}

/**
 * Finds misspelt members of settings.
 *
 * @module
 */
import { closest } from "./closest.ts";

/**
 * The first own member of a record that is not known, in quotes, with the nearest known one: `"stepz" (did you mean
 * "steps"?)`; undefined when all are known.
 */
export function unknownKey(record: object, known: readonly string[]): string | undefined {
  const key = Object.keys(record).find((key) => !known.includes(key));
  if (key === undefined) return undefined;
  const near = closest(key, known);
  return near === undefined
    ? `"${key}" (known are ${known.join(", ")})`
    : `"${key}" (did you mean "${near}"?)`;
}

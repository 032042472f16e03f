/**
 * Tells candidates apart: those that differ only in their layout are one.
 *
 * @module
 */

/** A text that is equal for sets of values that mean the same as far as their layout goes. */
export function candidateKey(values: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(
    Object.entries(values)
      .sort(([one], [other]) => one < other ? -1 : 1)
      .map((
        [name, value],
      ) => [name, typeof value === "string" ? value.replace(/\s+/g, " ") : value]),
  );
}

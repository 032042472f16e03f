/**
 * Gives candidates that differ only in their layout the same key.
 *
 * @module
 */

/** A text that is equal for values which differ only in blanks and line breaks. */
export function candidateKey(values: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(
    Object.entries(values)
      .sort(([one], [other]) => one < other ? -1 : 1)
      .map((
        [name, value],
      ) => [name, typeof value === "string" ? value.replace(/\s+/g, " ") : value]),
  );
}

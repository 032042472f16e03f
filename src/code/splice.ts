/**
 * Replaces ranges of a text, all at once.
 *
 * @module
 */

/** `text` replaces the range from `start` up to `end`; for an insertion both are equal. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Applies splices in any order; insertions at one place keep their given order.
 *
 * @throws {RangeError} when two splices overlap
 */
export function splice(text: string, splices: readonly Splice[]): string {
  const parts: string[] = [];
  let done = 0;
  for (const { start, end, text: replacement } of splices.toSorted((a, b) => a.start - b.start)) {
    if (start < done) {
      throw new RangeError(`Cannot splice at ${start} as a separate piece: received an overlap`);
    }
    parts.push(text.slice(done, start), replacement);
    done = end;
  }
  parts.push(text.slice(done));
  return parts.join("");
}

/**
 * Replaces pieces of a text by position, all at once.
 *
 * @module
 */

/** `text` replaces the range from `start` up to `end`; in an insertion both are the same. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Applies splices given in any order; insertions at one place keep the order in which they are given.
 *
 * @throws {RangeError} when two overlap
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

/**
 * The offset in the text before it was spliced of a character after that; a character of a replacement gives the start
 * of the replaced range.
 */
export function offsetBefore(splices: readonly Splice[], offset: number): number {
  let shift = 0;
  for (const { start, end, text } of splices.toSorted((a, b) => a.start - b.start)) {
    if (offset < start + shift) break;
    if (offset < start + shift + text.length) return start;
    shift += text.length - (end - start);
  }
  return offset - shift;
}

/**
 * Between an offset in a text and its line and column.
 *
 * @module
 */
import type { SourcePosition } from "../../sandbox/protocol.ts";

/** What ends a line in ECMAScript. */
export const lineEnd: RegExp = /\r\n?|[\n\u2028\u2029]/;

/** Line and column, from 1, of a character by its offset from 0. */
export function placeAt(text: string, offset: number): SourcePosition {
  const before = text.slice(0, offset).split(lineEnd);
  const column = before.at(-1)?.length ?? 0;
  const lineText = text.slice(offset - column).split(lineEnd, 1)[0] ?? "";
  return { line: before.length, column: column + 1, lineText };
}

/** The offset of the character at a line and column from 1; a place outside of the text gives its nearest end. */
export function offsetAt(text: string, line: number, column: number): number {
  let start = 0;
  for (let count = 1; count < line; count++) {
    const end = lineEnd.exec(text.slice(start));
    if (!end) return text.length;
    start += end.index + end[0].length;
  }
  return Math.min(start + column - 1, text.length);
}

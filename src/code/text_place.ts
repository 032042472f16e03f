/**
 * Converts between offsets and line and column.
 *
 * @module
 */
import type { SourcePosition } from "../../sandbox/protocol.ts";

/** A line terminator of ECMAScript. */
export const lineEnd: RegExp = /\r\n?|[\n\u2028\u2029]/;

/** A line of minified code can be as long as its source; places quote this much of it. */
const maxQuotedChars = 1_000;

/** The start of a line, to be shown with a place in it. */
export function quotedLine(line: string): string {
  return line.slice(0, maxQuotedChars);
}

/** A line without its terminator, as offsets. */
interface Line {
  readonly start: number;
  readonly end: number;
}

/** The lines of a text; finds places by binary search. */
export class LineTable {
  readonly #text: string;
  readonly #lines: readonly Line[];

  /** Finds the lines of a text. */
  constructor(text: string) {
    this.#text = text;
    this.#lines = linesOf(text);
  }

  /** Line and column, from 1, of the character at an offset from 0. */
  placeAt(offset: number): SourcePosition {
    const index = this.#indexAt(offset);
    const { start, end } = this.#lines[index] ?? { start: 0, end: 0 };
    return {
      line: index + 1,
      column: offset - start + 1,
      lineText: quotedLine(this.#text.slice(start, end)),
    };
  }

  /** The offset of a line and column, both from 1; a place outside the text gives its nearest end. */
  offsetAt(line: number, column: number): number {
    const found = this.#lines[line - 1];
    return found ? Math.min(found.start + column - 1, this.#text.length) : this.#text.length;
  }

  /** The last line that starts at or before the offset. */
  #indexAt(offset: number): number {
    let [low, high] = [0, this.#lines.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#lines[middle]?.start ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const { index, 0: { length } } of text.matchAll(new RegExp(lineEnd, "g"))) {
    lines.push({ start, end: index });
    start = index + length;
  }
  lines.push({ start, end: text.length });
  return lines;
}

/** One place in a text; for several use a {@linkcode LineTable}. */
export function placeAt(text: string, offset: number): SourcePosition {
  return new LineTable(text).placeAt(offset);
}

/** One offset in a text; for several use a {@linkcode LineTable}. */
export function offsetAt(text: string, line: number, column: number): number {
  return new LineTable(text).offsetAt(line, column);
}

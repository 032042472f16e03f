/**
 * From a place in compiled code back to the place in the author's TypeScript.
 *
 * @module
 */
import type { SourcePosition } from "../../sandbox/protocol.ts";
import { lineEnd } from "./text_place.ts";

/** Maps places in compiled code to places in the source; every line and column counts from 1. */
export interface Positions {
  /** The place in the source, or `undefined` for code that the compiler added. */
  locate(line: number, column: number): SourcePosition | undefined;
}

/** Where a run of generated columns came from; all from 0. */
interface Segment {
  readonly column: number;
  readonly sourceLine: number;
  readonly sourceColumn: number;
}

/**
 * Reads the `mappings` of a source map with a single source. They are decoded at the first question, for most code
 * never throws.
 *
 * @see https://tc39.es/ecma426/#sec-mappings
 * @param mappings the field of that name @param source the text the map points into
 */
export function positionsOf(mappings: string, source: string): Positions {
  let segments: readonly (readonly Segment[])[] | undefined;
  let lines: readonly string[] | undefined;
  return {
    locate(line, column) {
      segments ??= decode(mappings);
      lines ??= source.split(lineEnd);
      const found = segments[line - 1]?.findLast((segment) => segment.column <= column - 1);
      return found && {
        line: found.sourceLine + 1,
        column: found.sourceColumn + 1,
        lineText: lines[found.sourceLine] ?? "",
      };
    },
  };
}

function decode(mappings: string): Segment[][] {
  let sourceLine = 0;
  let sourceColumn = 0;
  return mappings.split(";").map((line) => {
    let column = 0;
    const segments: Segment[] = [];
    for (const text of line.split(",")) {
      const [columnStep, source, lineStep, sourceStep] = vlq(text);
      if (columnStep === undefined) continue;
      column += columnStep;
      if (source === undefined) continue;
      segments.push({
        column,
        sourceLine: sourceLine += lineStep ?? 0,
        sourceColumn: sourceColumn += sourceStep ?? 0,
      });
    }
    return segments;
  });
}

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Variable-length quantities: six bits a letter, the highest says "more", the lowest of the whole is the sign. */
function vlq(text: string): number[] {
  const values: number[] = [];
  let value = 0;
  let shift = 0;
  for (const letter of text) {
    const digit = digits.indexOf(letter);
    value |= (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    values.push(value & 1 ? -(value >>> 1) : value >>> 1);
    value = shift = 0;
  }
  return values;
}

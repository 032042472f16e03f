/**
 * Maps positions in compiled code to the author's TypeScript.
 *
 * @module
 */
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import type { SourcePosition } from "../../sandbox/protocol.ts";
import { lineEnd, quotedLine } from "./text_place.ts";

/** Maps positions in compiled code to positions in the source; every line and column counts from 1. */
export interface Positions {
  /** The position in the source; `undefined` for code added by the compiler. */
  locate(line: number, column: number): SourcePosition | undefined;
}

/**
 * Reads the `mappings` of a source map with one source. Decodes them at the first call of `locate`, since most code
 * never throws.
 *
 * @param mappings the field of that name in the source map; undefined where the code has the lines of the source, one
 * below, and their columns @param source the author's text
 */
export function positionsOf(mappings: string | undefined, source: string): Positions {
  let map: TraceMap | undefined;
  let lines: readonly string[] | undefined;
  return {
    locate(line, column) {
      if (mappings === undefined) {
        lines ??= source.split(lineEnd);
        const lineText = lines[line - 2];
        return lineText === undefined
          ? undefined
          : { line: line - 1, column, lineText: quotedLine(lineText) };
      }
      map ??= new TraceMap({ version: 3, names: [], sources: ["source.ts"], mappings });
      lines ??= source.split(lineEnd);
      const found = originalPositionFor(map, { line, column: column - 1 });
      if (found.line === null) return undefined;
      const lineText = quotedLine(lines[found.line - 1] ?? "");
      return { line: found.line, column: found.column + 1, lineText };
    },
  };
}

/**
 * A module's syntax tree together with the way from it to the author's text.
 *
 * @module
 */
import type { Program } from "acorn";
import { parseJavaScript } from "../trace/function/parse_javascript.ts";
import { positionsOf } from "./positions.ts";
import { LineTable } from "./text_place.ts";

/** A module that can be read: its tree is of its JavaScript, messages quote its source. */
export interface ReadableModule {
  /** TypeScript, as the author wrote it. */
  readonly source: string;
  readonly program: Program;
  /** From an offset in the tree to the offset in `source` that it came from. */
  sourceOffset(offset: number): number;
}

/** Reads the compiler's output for a source. */
export function readCompiled(
  source: string,
  { module: js, mappings }: { readonly module: string; readonly mappings: string },
): ReadableModule {
  const positions = positionsOf(mappings, source);
  const lines = new LineTable(js);
  const sourceLines = new LineTable(source);
  return {
    source,
    program: parseJavaScript(js),
    sourceOffset(offset) {
      const { line, column } = lines.placeAt(offset);
      const place = positions.locate(line + 1, column); // the code has one line above the module's first
      return place ? sourceLines.offsetAt(place.line, place.column) : 0;
    },
  };
}

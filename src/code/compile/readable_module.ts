/**
 * A module's syntax tree and its map to the author's text.
 *
 * @module
 */
import type { Program } from "acorn";
import { parseJavaScript } from "../../trace/function/parse_javascript.ts";
import { positionsOf } from "../positions.ts";
import { LineTable } from "../text_place.ts";

/** A parsed module: the tree is of its JavaScript, messages quote its source. */
export interface ReadableModule {
  /** TypeScript, as written by the author. */
  readonly source: string;
  readonly program: Program;
  /** Maps an offset in the tree to its offset in `source`. */
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
      const place = positions.locate(line + 1, column); // the code has one line above the module's first line
      return place ? sourceLines.offsetAt(place.line, place.column) : 0;
    },
  };
}

/**
 * A module's syntax tree together with the way from it to the author's text.
 *
 * @module
 */
import type { Program } from "acorn";
import type { Compiled } from "./compiler.ts";
import { parseJavaScript } from "./parse_javascript.ts";
import { offsetAt, placeAt } from "./text_place.ts";

/** A module that can be read: its tree is of `js`, what is said of it is said in terms of `source`. */
export interface ReadableModule {
  /** TypeScript, as the author wrote it. */
  readonly source: string;
  /** The same without types. */
  readonly js: string;
  readonly program: Program;
  /** From an offset in `js` to the offset in `source` that it came from. */
  sourceOffset(offset: number): number;
}

/** Reads what the compiler made of a source. Unlike blanking its types, this is safe for text of any kind. */
export async function readCompiled(
  source: string,
  { module: js, positions }: Compiled,
): Promise<ReadableModule> {
  return {
    source,
    js,
    program: await parseJavaScript(js),
    sourceOffset(offset) {
      const { line, column } = placeAt(js, offset);
      const place = positions.locate(line + 1, column); // the code has one line above the module's first
      return place ? offsetAt(source, place.line, place.column) : 0;
    },
  };
}

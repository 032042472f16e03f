/**
 * Parses TypeScript into a syntax tree whose positions are those of the author's text.
 *
 * @module
 */
import type { Comment } from "acorn";
import { eraseTypes, type Lost } from "./erase_types.ts";
import type { ReadableModule } from "./readable_module.ts";
import { parseJavaScript } from "./parse_javascript.ts";
import { RecentMap } from "./recent_map.ts";

/** A module of the author's: `js` is as long as `source`, and every character that is left is in its place. */
export interface ParsedModule extends ReadableModule {
  /** Those outside of types, in the order of the text. */
  readonly comments: readonly Comment[];
  /** What had to be left out although it means something at run time. */
  readonly lost: readonly Lost[];
}

const kept = new RecentMap<string, Promise<ParsedModule>>(64);

/**
 * Parses a module of TypeScript; the latest texts are parsed once.
 *
 * Only for what the author wrote and the runtime has read before: the parser behind it is native, and ends the process
 * when text is nested too deeply. What a model wrote is compiled and then read by `readCompiled`.
 *
 * @throws {SyntaxError} with `pos`, the offset, when the text does not parse
 */
export function parse(source: string): Promise<ParsedModule> {
  return kept.getOrInsert(source, () => parseAnew(source));
}

async function parseAnew(source: string): Promise<ParsedModule> {
  const { js, lost } = await eraseTypes(source);
  const comments: Comment[] = [];
  const program = await parseJavaScript(js, comments);
  return { source, js, program, comments, lost, sourceOffset: (offset) => offset };
}

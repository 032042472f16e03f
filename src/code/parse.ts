/**
 * Parses TypeScript into a syntax tree whose positions are those of the author's text; the one owner of acorn.
 *
 * @module
 */
import type { Comment, Program } from "acorn";
import { eraseTypes, type Lost } from "./erase_types.ts";
import type { ReadableModule } from "./readable_module.ts";
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

/**
 * Parses a module of JavaScript; nodes carry `start`, `end` and `range`.
 *
 * @param comments where comments are put @param options whether parentheses become nodes of their own, @default no
 * @throws {SyntaxError} with `pos`, the offset, when the text does not parse
 */
export async function parseJavaScript(
  code: string,
  comments: Comment[] = [],
  options: { readonly preserveParens?: boolean } = {},
): Promise<Program> {
  const { parse } = await import("acorn");
  return parse(code, {
    ecmaVersion: "latest",
    sourceType: "module",
    ranges: true,
    onComment: comments,
    ...options,
  });
}

/**
 * Parses the body of a function, as the compiler writes it.
 *
 * @throws {SyntaxError} with `pos`, the offset, when the text does not parse
 */
export async function parseBody(code: string): Promise<Program> {
  const { parse } = await import("acorn");
  return parse(code, {
    ecmaVersion: "latest",
    sourceType: "script",
    allowReturnOutsideFunction: true,
  });
}

/**
 * Parses TypeScript into a syntax tree whose positions are those of the author's text; the one owner of acorn.
 *
 * @module
 */
import type { Comment, Program } from "acorn";
import { eraseTypes, type Lost } from "./erase_types.ts";
import { RecentMap } from "./recent_map.ts";

/** A module's text and its syntax tree. */
export interface ParsedModule {
  readonly source: string;
  /** The source without its types: of the same length, every character left is in its place. */
  readonly js: string;
  /** Types, decorators, enums and namespaces are not in it. */
  readonly program: Program;
  /** Those outside of types, in the order of the text. */
  readonly comments: readonly Comment[];
  /** What had to be left out although it means something at run time. */
  readonly lost: readonly Lost[];
}

const kept = new RecentMap<string, Promise<ParsedModule>>(64);

/**
 * Parses a module of TypeScript; the latest texts are parsed once.
 *
 * @throws {SyntaxError} with `pos`, the offset, when the text does not parse
 */
export function parse(source: string): Promise<ParsedModule> {
  return kept.getOrInsert(source, () => parseAnew(source));
}

async function parseAnew(source: string): Promise<ParsedModule> {
  const { js, lost } = await eraseTypes(source);
  const comments: Comment[] = [];
  return { source, js, program: await parseJavaScript(js, comments), comments, lost };
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

/**
 * Parses JavaScript into a syntax tree; the one owner of acorn.
 *
 * @module
 */
import type { Comment, Program } from "acorn";

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

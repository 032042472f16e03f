/**
 * Parses JavaScript into a syntax tree; the one owner of acorn.
 *
 * @module
 */
import { type Comment, type Options, parse, type Program } from "acorn";

/** Options of `parseJavaScript`. */
export interface ParseOptions {
  /** Receives the comments. */
  readonly comments?: Comment[];
  /** Whether parentheses become nodes. @default false */
  readonly preserveParens?: boolean;
}

/**
 * Parses a JavaScript module; nodes have `start`, `end` and `range`.
 *
 * @throws {SyntaxError} with `pos`, the offset, when the text does not parse
 */
export function parseJavaScript(code: string, options: ParseOptions = {}): Program {
  const { comments = [], preserveParens = false } = options;
  return parse(code, {
    ecmaVersion: "latest",
    sourceType: "module",
    ranges: true,
    onComment: comments,
    preserveParens,
  });
}

/**
 * Parses the body of a function.
 *
 * @throws {SyntaxError} with `pos`, the offset, when the text does not parse
 */
export function parseBody(code: string): Program {
  return parse(code, {
    ecmaVersion: "latest",
    sourceType: "script",
    allowReturnOutsideFunction: true,
  });
}

/** A function may come from an async function, a class or a module. */
const excerpt: Partial<Options> = {
  allowAwaitOutsideFunction: true,
  allowSuperOutsideMethod: true,
  allowImportExportEverywhere: true,
  checkPrivateFields: false,
};

/**
 * Parses an excerpt of a program. It may use `super`, private fields and `import.meta`, and need not be strict.
 *
 * @throws {SyntaxError} with `pos`, the offset, when the text does not parse
 */
export function parseExcerpt(code: string, comments: Comment[] = []): Program {
  return parse(code, {
    ...excerpt,
    ecmaVersion: "latest",
    sourceType: "script",
    ranges: true,
    onComment: comments,
  });
}

/**
 * Parses TypeScript into a syntax tree; the one owner of @sveltejs/acorn-typescript.
 *
 * Modules that import this one are themselves loaded when first used: the parser takes a tenth of a second to load.
 *
 * @module
 */
import { tsPlugin } from "@sveltejs/acorn-typescript";
import { type Comment, Parser, type Program } from "acorn";
import type { ParseOptions } from "../trace/function/parse_javascript.ts";

const TypeScriptParser = Parser.extend(tsPlugin());

/**
 * Parses a module of TypeScript. Types are in the tree too, as nodes whose `type` begins with `TS` and which acorn's own
 * types do not name. Each node carries the text it was read from as `sourceFile`.
 *
 * @throws {SyntaxError} with `pos`, the offset, when the text does not parse
 * @throws {RangeError} when it is nested too deeply
 */
export function parseTypeScript(source: string, options: ParseOptions = {}): Program {
  const { comments = [], preserveParens = false } = options;
  // The parser reads some passages twice, and their comments too.
  const found = new Map<number, Comment>();
  const program = TypeScriptParser.parse(source, {
    ecmaVersion: "latest",
    sourceType: "module",
    ranges: true,
    locations: true, // the plugin needs them
    preserveParens,
    directSourceFile: source,
    onComment: (isBlock, value, start, end) =>
      found.set(start, { type: isBlock ? "Block" : "Line", value, start, end }),
  });
  comments.push(...[...found.values()].sort((a, b) => a.start - b.start));
  return program;
}

/**
 * Parses TypeScript into a syntax tree; the only importer of @sveltejs/acorn-typescript.
 *
 * Modules that import this one are loaded lazily: the parser takes a tenth of a second to load.
 *
 * @module
 */
import { tsPlugin } from "@sveltejs/acorn-typescript";
import { type Comment, Parser, type Program } from "acorn";
import type { ParseOptions } from "../trace/function/parse_javascript.ts";

const TypeScriptParser = Parser.extend(tsPlugin());

/**
 * Parses a TypeScript module. Types are part of the tree, as nodes whose `type` starts with `TS` and is not covered
 * by acorn's types. Each node has its text as `sourceFile`.
 *
 * @throws {SyntaxError} with `pos`, the offset, when the text does not parse
 * @throws {RangeError} when the text is nested too deeply
 */
export function parseTypeScript(source: string, options: ParseOptions = {}): Program {
  const { comments = [], preserveParens = false } = options;
  // The parser reads some passages twice, with their comments.
  const found = new Map<number, Comment>();
  const program = TypeScriptParser.parse(source, {
    ecmaVersion: "latest",
    sourceType: "module",
    ranges: true,
    locations: true, // required by the plugin
    preserveParens,
    directSourceFile: source,
    onComment: (isBlock, value, start, end) =>
      found.set(start, { type: isBlock ? "Block" : "Line", value, start, end }),
  });
  comments.push(...[...found.values()].sort((a, b) => a.start - b.start));
  return program;
}

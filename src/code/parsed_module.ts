/**
 * A parsed module of the author.
 *
 * @module
 */
import type { Comment, Program } from "acorn";
import { parseTypeScript } from "./parse_typescript.ts";
import { RecentMap } from "./recent_map.ts";

/** A module as text and tree. */
export interface ParsedModule {
  /** TypeScript, as written by the author. */
  readonly source: string;
  /** Types included; its offsets refer to the source. */
  readonly program: Program;
  /** In text order. */
  readonly comments: readonly Comment[];
  /** The identity: tree and source have the same offsets. */
  sourceOffset(offset: number): number;
}

const parsedModules = new RecentMap<string, ParsedModule>(64);

/**
 * Parses a TypeScript module; recent results are cached.
 *
 * @throws {SyntaxError} with `pos`, the offset, when the text does not parse
 */
export function parseModule(source: string): ParsedModule {
  return parsedModules.getOrInsert(source, () => {
    const comments: Comment[] = [];
    const program = parseTypeScript(source, { comments });
    return { source, program, comments, sourceOffset: (offset) => offset };
  });
}

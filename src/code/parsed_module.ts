/**
 * A module of the author's, parsed.
 *
 * @module
 */
import type { Comment, Program } from "acorn";
import { parseTypeScript } from "./parse_typescript.ts";
import { RecentMap } from "./recent_map.ts";

/** A module as text and tree. */
export interface ParsedModule {
  /** TypeScript, as the author wrote it. */
  readonly source: string;
  /** Types included; its offsets are those of the source. */
  readonly program: Program;
  /** In the order of the text. */
  readonly comments: readonly Comment[];
  /** The identity: tree and source have the same offsets. */
  sourceOffset(offset: number): number;
}

const parsedModules = new RecentMap<string, ParsedModule>(64);

/**
 * Parses a module of TypeScript; the latest texts are parsed once.
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

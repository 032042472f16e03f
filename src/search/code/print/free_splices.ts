/**
 * Keeps changes out of the blocks that an author marked as fixed.
 *
 * @module
 */
import { fixedBlocks } from "../../../code/fixed_blocks.ts";
import type { Splice } from "../../../code/splice.ts";

/** Whether splices of a source, or nodes of it, touch none of its fixed lines. */
export function areFree(
  source: string,
  splices: readonly Pick<Splice, "start" | "end">[],
): boolean {
  if (!source.includes("-BLOCK-")) return true;
  const lineStarts = [0, ...source.matchAll(/\n/g).map(({ index }) => index + 1)];
  return fixedBlocks(source).every(({ line, lines }) => {
    const start = lineStarts[line - 1] ?? 0;
    const end = lineStarts[line - 1 + lines.length] ?? source.length + 1;
    return splices.every((splice) => splice.end < start || splice.start >= end);
  });
}

/**
 * Finds parentheses that change nothing.
 *
 * @module
 */
import type { CodeTree } from "../tree/code_tree.ts";
import type { Edit } from "./edit.ts";
import { printBelow, writtenText } from "./print.ts";

/** Edits that take out parentheses which neither the language nor the reader needs, the outermost ones first. */
export function spareParentheses(tree: CodeTree): Edit[] {
  const edits: Edit[] = [];
  let end = 0;
  const inOrder = [...tree.parentheses].sort(([, one], [, other]) => one.start - other.start);
  for (const [node, range] of inOrder) {
    const place = tree.placeOf.get(node);
    const text = writtenText(node) ?? "";
    const around = tree.source.slice(range.start, node.start) +
      tree.source.slice(node.end, range.end);
    const isBare = /^[()]*$/.test(around.replaceAll(" ", ""));
    if (!place?.owner || !place.parent || !isBare || range.start < end) continue;
    if (text.includes("\n") || printBelow(place.parent.node, node, node).trim() !== text) continue;
    edits.push({ kind: "replace", node, by: node });
    end = range.end;
  }
  return edits;
}

/**
 * Finds the statements before which others may be put, or which may go.
 *
 * @module
 */
import type { CodeTree, Place } from "./code_tree.ts";

/** Statements directly in a block of a function, in the order of the text. */
export function statementPlaces(tree: CodeTree): readonly Place[] {
  return tree.places.filter(({ owner, parent, node }) =>
    owner && parent?.node.type === "BlockStatement" && node.type !== "EmptyStatement"
  );
}

/** The blanks before a statement when it stands first in its line; `undefined` when something is before it. */
export function indentationOf(tree: CodeTree, start: number): string | undefined {
  const before = tree.source.slice(tree.source.lastIndexOf("\n", start - 1) + 1, start);
  return /^\s*$/.test(before) ? before : undefined;
}

/** The text that puts a statement before another one, in its style. */
export function putBefore(tree: CodeTree, place: Place, statement: string): string {
  const indentation = indentationOf(tree, place.node.start);
  return indentation === undefined ? `${statement} ` : `${statement}\n${indentation}`;
}

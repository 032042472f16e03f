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

/**
 * Makes edits and tidies what comes out.
 *
 * @module
 */
import { applyEdits, type Edit } from "./print/edit.ts";
import { tidyProposal } from "./simplify/simplify.ts";
import { type CodeTree, readCode } from "./tree/code_tree.ts";

/** The tree after some edits, tidied; `undefined` when they touch fixed lines or the result does not parse. */
export function editedTree(tree: CodeTree, edits: readonly Edit[]): CodeTree | undefined {
  const source = applyEdits(tree, edits);
  return source === undefined ? undefined : unlessBroken(() => tidyProposal(source));
}

/** The tree of a source; `undefined` when it does not parse. */
export function readable(source: string): CodeTree | undefined {
  return unlessBroken(() => readCode(source));
}

/** A tree; `undefined` when its source does not parse, as with a negative number for the name of a field. */
function unlessBroken(read: () => CodeTree): CodeTree | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

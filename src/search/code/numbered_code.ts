/**
 * Some of all the changes of a source that are gone through in order.
 *
 * @module
 */
import { editedTree } from "./edited_tree.ts";
import { type CodeFacts, factsOf } from "./facts/code_facts.ts";
import type { Edit } from "./print/edit.ts";
import type { CodeTree } from "./tree/code_tree.ts";

/** Which changes are wanted, as plain data. */
export interface NumberedRequest {
  readonly source: string;
  /** The number of the first change, from 0. */
  readonly from: number;
  /** Most changes; fewer come where some are not new or too long. */
  readonly most: number;
  /** Longest source, in characters. */
  readonly maxLength: number;
}

/** The code after one change. */
export interface NumberedCode {
  readonly source: string;
  /** The number of the change among all of them. */
  readonly number: number;
  readonly facts: CodeFacts;
}

/** Some changed code, in order, and the number of the next change; null at the end. */
export interface NumberedCodes {
  readonly found: readonly NumberedCode[];
  readonly next: number | null;
}

/** The code after the wanted ones of these changes. */
export function numberedCodes(
  tree: CodeTree,
  changes: readonly (readonly Edit[])[],
  { from, most, maxLength }: Omit<NumberedRequest, "source">,
): NumberedCodes {
  const found = changes.slice(from, from + most).flatMap((edits, place) => {
    const edited = editedTree(tree, edits);
    const isWanted = edited && edited.source !== tree.source && edited.source.length <= maxLength;
    return isWanted
      ? [{ source: edited.source, number: from + place, facts: factsOf(edited) }]
      : [];
  });
  const next = from + most;
  return { found, next: next < changes.length ? next : null };
}

/**
 * Reads the free numbers of code, and puts others in their places.
 *
 * @module
 */
import { editedTree, readable } from "./edited_tree.ts";
import { type CodeFacts, factsOf } from "./facts/code_facts.ts";
import { freeNumbersOf, renumberingEdits } from "./free_numbers.ts";
import type { CodeTree } from "./tree/code_tree.ts";

/** Code, and other numbers for it, as many as it has. */
export interface Renumbering {
  readonly source: string;
  readonly numbers: readonly number[];
}

/** Code with other numbers, and what is known of it. */
export interface RenumberedCode {
  readonly source: string;
  readonly facts: CodeFacts;
}

/** The free numbers of each source, in order; null for one that does not parse. */
export function numbersOfCode(sources: readonly string[]): readonly (readonly number[] | null)[] {
  return sources.map((source) => {
    const tree = readable(source);
    return tree === undefined ? null : freeNumbersOf(tree).map(({ value }) => value);
  });
}

/** The sources with other numbers, in order; null for one that does not parse, or has another number of them. */
export function renumberCode(wishes: readonly Renumbering[]): readonly (RenumberedCode | null)[] {
  const trees = new Map<string, CodeTree | undefined>();
  return wishes.map(({ source, numbers }) => {
    const tree = trees.has(source) ? trees.get(source) : readable(source);
    trees.set(source, tree);
    return tree === undefined ? null : renumbered(tree, numbers) ?? null;
  });
}

function renumbered(tree: CodeTree, numbers: readonly number[]): RenumberedCode | undefined {
  const free = freeNumbersOf(tree);
  if (free.length !== numbers.length) return undefined;
  const edited = editedTree(tree, renumberingEdits(tree, free, numbers));
  return edited === undefined ? undefined : { source: edited.source, facts: factsOf(edited) };
}

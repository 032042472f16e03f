/**
 * Adds terms to the result of code.
 *
 * @module
 */
import type { AnyNode } from "acorn";
import { editedTree, readable } from "./edited_tree.ts";
import { factsOf } from "./facts/code_facts.ts";
import { binary, constant } from "./print/build.ts";
import type { RenumberedCode } from "./renumber_code.ts";
import { resultOf } from "./terms_of.ts";

/** A wish for code whose result has other terms, as plain data. */
export interface Summing {
  readonly source: string;
  /** Terms by their numbers among those that the result may get, and how much of each is added. */
  readonly terms: readonly Term[];
}

/** A term and its factor: of 0, the constant 1; of 1, the result as it is. */
export type Term = readonly [number: number, factor: number];

/** The sources with other terms, in order; null for one that does not parse, has not one result, or lacks a term. */
export function sumCode(wishes: readonly Summing[]): readonly (RenumberedCode | null)[] {
  return wishes.map((wish) => summed(wish) ?? null);
}

function summed({ source, terms }: Summing): RenumberedCode | undefined {
  const tree = readable(source);
  const result = tree && resultOf(tree);
  if (tree === undefined || result === undefined) return undefined;
  if (terms.some(([number]) => result.terms[number] === undefined)) return undefined;
  const factorOf = (number: number) => terms.find(([other]) => other === number)?.[1] ?? 0;
  const added = terms.filter(([number]) => number > 1).toSorted(([one], [other]) => one - other);
  const all: readonly Term[] = [[1, 1 + factorOf(1)], ...added, [0, factorOf(0)]];
  const by = all.filter(([, factor]) => factor !== 0)
    .reduce<AnyNode | undefined>((sum, [number, factor]) => {
      const term = result.terms[number]!; // !: it was looked for
      if (sum === undefined) return scaled(term, number, factor);
      return binary(factor < 0 ? "-" : "+", sum, scaled(term, number, Math.abs(factor)));
    }, undefined);
  const edits = [{ kind: "replace", node: result.node, by: by ?? constant(0) }] as const;
  const edited = editedTree(tree, edits);
  return edited === undefined ? undefined : { source: edited.source, facts: factsOf(edited) };
}

function scaled(term: AnyNode, number: number, factor: number): AnyNode {
  if (number === 0) return constant(factor);
  return factor === 1 ? term : binary("*", constant(factor), term);
}

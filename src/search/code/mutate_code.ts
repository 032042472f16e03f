/**
 * Makes a variation of a piece of code.
 *
 * @module
 */
import { splice } from "../../code/splice.ts";
import { chance, pickWeighted, type Random } from "../draw.ts";
import { type CodeTree, readCode } from "./code_tree.ts";
import { areFree } from "./free_splices.ts";
import { mutations } from "./mutations.ts";
import { tidy } from "./tidy.ts";

/** What may come out of a variation at most. */
export interface MutateCodeOptions {
  /** Another good candidate's code, to take parts from. */
  readonly partner: string;
  readonly random: Random;
  /** Longest source, in characters. */
  readonly maxLength: number;
}

/** New code, and which mutations made it. */
export interface MutatedCode {
  readonly source: string;
  readonly steps: readonly string[];
}

/**
 * One mutation, or a few in a row, on the author's text; `undefined` when the draw came to nothing. Blocks that are
 * marked as fixed stay as they are.
 *
 * @throws {SyntaxError} when the source or the partner does not parse
 */
export async function mutateCode(
  source: string,
  { partner, random, maxLength }: MutateCodeOptions,
): Promise<MutatedCode | undefined> {
  let tree = await readCode(source);
  const partnerTree = await readCode(partner);
  const steps: string[] = [];
  do {
    const mutation = pickWeighted(random, mutations);
    const splices = mutation?.change({ tree, partner: partnerTree, random });
    if (!mutation || !splices || !areFree(tree.source, splices)) continue;
    const changed = await tidied(splice(tree.source, splices));
    if (!changed) continue;
    steps.push(mutation.name);
    tree = changed;
  } while (chance(random, steps.length === 0 ? 0.8 : 0.5));
  const isNew = steps.length > 0 && tree.source !== source;
  return isNew && tree.source.length <= maxLength ? { source: tree.source, steps } : undefined;
}

/** A child's tree; `undefined` when it does not parse, as when the operator to be swapped was first found in a comment. */
async function tidied(source: string): Promise<CodeTree | undefined> {
  try {
    return await tidy(source);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

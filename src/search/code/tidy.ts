/**
 * Rewrites code that means the same in fewer words, so that what is kept reads like code a person would keep.
 *
 * @module
 */
import { type Splice, splice } from "../../code/splice.ts";
import { type CodeTree, readCode } from "./code_tree.ts";
import { areFree } from "./free_splices.ts";
import { spareParentheses } from "./parentheses.ts";
import { simplifications } from "./simplifications.ts";

/**
 * Takes out parentheses that say nothing, folds constants, joins signs, and drops what has no effect, until nothing is
 * left to do or a bound is reached.
 *
 * @throws {SyntaxError} when the source does not parse
 */
export async function tidy(source: string): Promise<CodeTree> {
  let tree = await readCode(source);
  for (let round = 0; round < 8; round++) {
    const { source } = tree;
    const groups = simplifications(tree).concat(spareParentheses(tree));
    const splices = disjoint(groups.filter((group) => areFree(source, group)));
    if (splices.length === 0) break;
    tree = await readCode(splice(source, splices));
  }
  return tree;
}

/** The first ones, as far as they do not overlap; the rest waits for the next round. */
function disjoint(groups: readonly (readonly Splice[])[]): Splice[] {
  const chosen: Splice[] = [];
  for (const group of groups) {
    const isFree = group.every((one) =>
      chosen.every((other) => one.start >= other.end || one.end <= other.start)
    );
    if (isFree) chosen.push(...group);
  }
  return chosen;
}

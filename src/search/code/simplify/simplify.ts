/**
 * Rewrites code that does the same in fewer words, so that the code which is kept reads like code that people write.
 *
 * @module
 */
import { applyEdits, type Edit } from "../print/edit.ts";
import { spareParentheses } from "../print/spare_parentheses.ts";
import { type CodeTree, readCode } from "../tree/code_tree.ts";
import { condense } from "./condense.ts";
import { foldConstants } from "./fold_constants.ts";
import type { Rule } from "./rule.ts";
import { simplifications } from "./simplifier.ts";
import { simplifyArithmetic } from "./simplify_arithmetic.ts";
import {
  decideCondition,
  simplifyChain,
  simplifyChoice,
  simplifyNegation,
} from "./simplify_conditions.ts";

/** Rules under which an expression's value stays the same, whatever the inputs. */
const exactRules: readonly Rule[] = [
  foldConstants,
  simplifyArithmetic,
  decideCondition,
  simplifyNegation,
  simplifyChoice,
  simplifyChain,
];

/** Longer code is left as it is, because the time to read it grows faster than its length. */
const longestSource = 20_000;

/** No source of that length takes as many. */
const maxRounds = 200;

/**
 * Simpler code that behaves the same for all inputs of the annotated types: repeated guards, conditions that never or
 * always hold, code that is never reached, unused variables, constants and spare parentheses go. Types, comments and
 * all other text stay; blocks that are marked as fixed too. Code that does not parse, or is longer than 20,000
 * characters, is returned as it is.
 */
export function simplify(source: string): string {
  if (source.length > longestSource) return source;
  try {
    return simplifyTree(readCode(source), exactRules).source;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return source;
    throw error;
  }
}

/**
 * Simpler code for a new proposal, whose results may differ from those of the source in rounding, NaN and signs of zero.
 *
 * @throws {SyntaxError} when the source does not parse
 */
export function tidyProposal(source: string): CodeTree {
  return simplifyTree(readCode(source), [...exactRules, condense]);
}

function simplifyTree(tree: CodeTree, rules: readonly Rule[]): CodeTree {
  let current = tree;
  for (let round = 0; round < maxRounds; round++) {
    const edits = simplifications(current, rules);
    const changed = applyFreeEdits(current, edits.length > 0 ? edits : spareParentheses(current));
    if (changed === current.source) break;
    current = readCode(changed);
  }
  return current;
}

/** Makes the edits that leave fixed lines alone. */
function applyFreeEdits(tree: CodeTree, edits: readonly Edit[]): string {
  const changed = applyEdits(tree, edits);
  if (changed !== undefined) return changed;
  const free = edits.filter((edit) => applyEdits(tree, [edit]) !== undefined);
  return applyEdits(tree, free) ?? tree.source;
}

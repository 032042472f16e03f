/**
 * Makes variations of a piece of code.
 *
 * @module
 */
import { randomFrom } from "../../seeds.ts";
import { chance, pickWeighted, type Random } from "../draw.ts";
import type { Mutation } from "./mutations/mutation.ts";
import { mutations, tunings } from "./mutations/mutations.ts";
import { applyEdits } from "./print/edit.ts";
import { tidyProposal } from "./simplify/simplify.ts";
import { type CodeTree, readCode } from "./tree/code_tree.ts";

/** A wish for variations, as plain data. */
export interface MutationRequest {
  /** The code that is varied. */
  readonly source: string;
  /** Another good candidate's code, to take parts from. */
  readonly partner: string;
  /** Equal requests get equal answers. */
  readonly seed: number;
  /** Longest source, in characters. */
  readonly maxLength: number;
  /** How many draws are made. @default 1 */
  readonly count?: number;
  /** Whether code keeps its form: only its numbers and operators change. @default false */
  readonly isTuned?: boolean;
}

/** New code, and the names of the mutations that made it. */
export interface CodeVariant {
  readonly source: string;
  readonly steps: readonly string[];
}

/**
 * Variations of a source, each by one mutation or a few in a row; at most `count`, as some draws change nothing. Blocks
 * that are marked as fixed stay as they are.
 *
 * @throws {SyntaxError} when the source or the partner does not parse
 */
export function mutateCode(
  { source, partner, seed, maxLength, count = 1, isTuned = false }: MutationRequest,
): readonly CodeVariant[] {
  const random = randomFrom(seed);
  const trees = { tree: readCode(source), partner: readCode(partner) };
  const choices = isTuned ? tunings : mutations;
  return Array.from({ length: count }, () => mutate(trees, choices, random))
    .filter((variant) => variant.steps.length > 0 && variant.source !== source)
    .filter((variant) => variant.source.length <= maxLength);
}

function mutate(
  { tree, partner }: { readonly tree: CodeTree; readonly partner: CodeTree },
  choices: readonly Mutation[],
  random: Random,
): CodeVariant {
  let current = tree;
  const steps: string[] = [];
  do {
    const mutation = pickWeighted(random, choices);
    const edits = mutation?.change({ tree: current, partner, random });
    const changed = edits && applyEdits(current, edits);
    const tidied = changed === undefined ? undefined : tidy(changed);
    if (!mutation || !tidied) continue;
    steps.push(mutation.name);
    current = tidied;
  } while (chance(random, steps.length === 0 ? 0.8 : 0.5));
  return { source: current.source, steps };
}

/** The tree of a variant; `undefined` when it does not parse, as with a negative number for the name of a field. */
function tidy(source: string): CodeTree | undefined {
  try {
    return tidyProposal(source);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

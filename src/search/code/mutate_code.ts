/**
 * Makes variations of pieces of code.
 *
 * @module
 */
import { randomFrom } from "../../seeds.ts";
import { editedTree, readable } from "./edited_tree.ts";
import { type CodeFacts, factsOf } from "./facts/code_facts.ts";
import { mutations } from "./mutations/mutations.ts";
import type { OperatorName } from "../code_operators.ts";
import type { Calls } from "./grow/observed.ts";
import type { CodeTree } from "./tree/code_tree.ts";

/** A wish for one variation, as plain data; codes are given by their places in a list. */
export interface MutationJob {
  /** The code that is varied. */
  readonly source: number;
  /** Another good candidate's code, to take parts from. */
  readonly partner: number;
  /** Two other candidates that differ in their numbers alone. @default none are known */
  readonly mates?: readonly [number, number];
  /** Arguments of calls, by their place in a list. @default none are known */
  readonly inputs?: number;
  /** The operators that are applied, in turn. */
  readonly operators: readonly OperatorName[];
  /** Equal jobs get equal answers. */
  readonly seed: number;
  /** Longest source, in characters. */
  readonly maxLength: number;
}

/** A wish for a generation, as plain data. */
export interface MutationRequest {
  readonly sources: readonly string[];
  /** Arguments of calls, of one parameter each. @default none are known */
  readonly inputs?: readonly Calls[];
  readonly jobs: readonly MutationJob[];
}

/** New code, the operators that made it, and what is known of it. */
export interface CodeVariant {
  readonly source: string;
  readonly steps: readonly OperatorName[];
  readonly facts: CodeFacts;
}

/**
 * A variation for each job, in order; null where an operator found nothing to change, or where the code that is needed does not
 * parse. Blocks that are marked as fixed stay as they are.
 */
export function mutateCode(
  { sources, inputs = [], jobs }: MutationRequest,
): readonly (CodeVariant | null)[] {
  const trees = sources.map(readable);
  return jobs.map((job) => mutate(job, trees, inputs[job.inputs ?? -1] ?? []) ?? null);
}

/** The facts about sources, in order; null for those that do not parse. */
export function describeCode(sources: readonly string[]): readonly (CodeFacts | null)[] {
  return sources.map((source) => {
    const tree = readable(source);
    return tree === undefined ? null : factsOf(tree);
  });
}

function mutate(
  { source, partner, mates, operators, seed, maxLength }: MutationJob,
  trees: readonly (CodeTree | undefined)[],
  calls: Calls,
): CodeVariant | undefined {
  const random = randomFrom(seed);
  const [tree, other, from, to] = [source, partner, ...mates ?? []].map((place) => trees[place]);
  if (tree === undefined) return undefined;
  const context = {
    partner: other ?? tree,
    calls,
    ...from && to ? { mates: [from, to] as const } : {},
    random,
  };
  let current = tree;
  const steps: OperatorName[] = [];
  for (const operator of operators) {
    const edits = mutations[operator]({ ...context, tree: current });
    const edited = edits && editedTree(current, edits);
    if (edited === undefined) continue;
    steps.push(operator);
    current = edited;
  }
  const isNew = steps.length > 0 && current.source !== tree.source;
  if (!isNew || current.source.length > maxLength) return undefined;
  return { source: current.source, steps, facts: factsOf(current) };
}

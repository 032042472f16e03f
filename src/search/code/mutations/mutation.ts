/**
 * The port of the mutation operators: each makes one small change to code. Types only.
 *
 * @module
 */
import type { Random } from "../../draw.ts";
import type { Calls } from "../grow/observed.ts";
import type { Edit } from "../print/edit.ts";
import type { CodeTree } from "../tree/code_tree.ts";

/** What a mutation may use. */
export interface MutationContext {
  readonly tree: CodeTree;
  /** The code of another good candidate, to take parts from. */
  readonly partner: CodeTree;
  /** Two other candidates that differ in their numbers alone. @default none are known */
  readonly mates?: readonly [CodeTree, CodeTree] | undefined;
  /** Arguments of calls; none where they are not known. */
  readonly calls: Calls;
  readonly random: Random;
}

/** A way to change code: its edits, or `undefined` when there is nothing here that it could change. */
export type Mutation = (context: MutationContext) => readonly Edit[] | undefined;

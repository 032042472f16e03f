/**
 * The port of the mutation operators: each makes one small change to code. Types only.
 *
 * @module
 */
import type { Random } from "../../draw.ts";
import type { Edit } from "../print/edit.ts";
import type { CodeTree } from "../tree/code_tree.ts";

/** What a mutation may use. */
export interface MutationContext {
  readonly tree: CodeTree;
  /** The code of another good candidate, to take parts from. */
  readonly partner: CodeTree;
  readonly random: Random;
}

/** A way to change code. */
export interface Mutation {
  readonly name: string;
  /** How often it is drawn, relative to the others. */
  readonly weight: number;
  /** The edits; `undefined` when there is nothing here that it could change. */
  readonly change: (context: MutationContext) => readonly Edit[] | undefined;
}

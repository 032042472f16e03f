/**
 * The port of the mutation operators: each makes one small change to code. Types only.
 *
 * @module
 */
import type { Splice } from "../../code/splice.ts";
import type { Random } from "../draw.ts";
import type { CodeTree } from "./code_tree.ts";

/** What a mutation may look at. */
export interface Mutating {
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
  /** Splices into the TypeScript; `undefined` when there is nothing here that it could change. */
  readonly change: (mutating: Mutating) => readonly Splice[] | undefined;
}

/**
 * The port of the rules that repair code: each lists the small changes at one place that mend a usual fault.
 *
 * @module
 */
import type { AnyNode } from "acorn";
import type { Edit } from "../print/edit.ts";
import type { CodeTree, Place } from "../tree/code_tree.ts";

/** 1 for changes that mend many faults and are few, to 4 for those that mend few and are many. */
export type Rank = 1 | 2 | 3 | 4;

/** One small change, and how soon it is tried. */
export interface Repair {
  readonly rank: Rank;
  readonly edits: readonly Edit[];
}

/** A kind of repair: all changes of that kind at a place. */
export type RepairRule = (place: Place, tree: CodeTree) => readonly Repair[];

/** Repairs that put each of some nodes in the place of another. */
export function replacing(rank: Rank, node: AnyNode, by: readonly AnyNode[]): readonly Repair[] {
  return by.map((one) => ({ rank, edits: [{ kind: "replace", node, by: one }] }));
}

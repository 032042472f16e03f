/**
 * Repairs a loop that is left where it should go on, or the other way round.
 *
 * @module
 */
import type { AnyNode } from "acorn";
import { withParts } from "../print/build.ts";
import { type RepairRule, replacing } from "./repair.ts";

/** `break` becomes `continue`, and the other way round. */
export const otherJump: RepairRule = ({ node }) => {
  const other = otherTypes[node.type];
  return other === undefined ? [] : replacing(1, node, [withParts(node, { type: other })]);
};

const otherTypes: Readonly<Partial<Record<AnyNode["type"], AnyNode["type"]>>> = {
  BreakStatement: "ContinueStatement",
  ContinueStatement: "BreakStatement",
};

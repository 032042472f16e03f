/**
 * Repairs code that has a part too many.
 *
 * @module
 */
import { withParts } from "../print/build.ts";
import type { Place } from "../tree/code_tree.ts";
import { type Repair, type RepairRule, replacing } from "./repair.ts";

/** One side of a condition goes, one branch, or a whole statement. */
export const droppedPart: RepairRule = (place) => {
  const { node } = place;
  switch (node.type) {
    case "LogicalExpression":
      return replacing(2, node, [node.left, node.right]);
    case "ConditionalExpression":
      return replacing(3, node, [node.consequent, node.alternate]);
    case "IfStatement":
      return [
        ...replacing(3, node, [
          node.consequent,
          ...node.alternate ? [withParts(node, { alternate: null })] : [],
        ]),
        ...removed(place),
      ];
    case "ExpressionStatement":
    case "BreakStatement":
    case "ContinueStatement":
      return removed(place);
    default:
      return [];
  }
};

function removed({ node, parent }: Place): readonly Repair[] {
  if (parent?.node.type !== "BlockStatement") return [];
  return [{ rank: 3, edits: [{ kind: "remove", statement: node }] }];
}

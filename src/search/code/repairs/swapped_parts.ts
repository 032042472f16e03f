/**
 * Repairs parts that stand in the wrong order.
 *
 * @module
 */
import type { AnyNode } from "acorn";
import { withParts } from "../print/build.ts";
import type { Place } from "../tree/code_tree.ts";
import { mathFunction } from "../tree/is_certain.ts";
import { shapeOf } from "../tree/shape_of.ts";
import { type Repair, type RepairRule, replacing } from "./repair.ts";

/** Operators whose operands may not change places without an effect. */
const ordered = new Set(["-", "/", "%", "**", "<<", ">>", "??"]);

/** Operands, neighbouring arguments, branches and steps change places. */
export const swappedParts: RepairRule = (place) => {
  const { node, scope } = place;
  switch (node.type) {
    case "BinaryExpression":
    case "LogicalExpression": {
      const isJoined = node.operator === "+" && shapeOf(node, scope).kind !== "number";
      if (!ordered.has(node.operator) && !isJoined) return [];
      return replacing(2, node, [withParts(node, { left: node.right, right: node.left })]);
    }
    case "CallExpression": {
      const { arguments: all } = node;
      if (mathFunction(node, scope) !== undefined) return [];
      return replacing(
        2,
        node,
        all.slice(1).map((argument, at) =>
          withParts(node, { arguments: all.with(at, argument).with(at + 1, all[at]!) }) // !: the one before
        ),
      );
    }
    case "ConditionalExpression": {
      const { consequent, alternate } = node;
      return replacing(2, node, [
        withParts(node, { consequent: alternate, alternate: consequent }),
      ]);
    }
    case "ExpressionStatement":
      return swappedSteps(place);
    default:
      return [];
  }
};

function swappedSteps({ node, parent }: Place): readonly Repair[] {
  const steps: readonly AnyNode[] = parent?.node.type === "BlockStatement" ? parent.node.body : [];
  const next = steps[steps.indexOf(node) + 1];
  if (next?.type !== "ExpressionStatement") return [];
  return [{
    rank: 3,
    edits: [{ kind: "replace", node, by: next }, { kind: "replace", node: next, by: node }],
  }];
}

/**
 * Swaps an operator for one of its kin.
 *
 * @module
 */
import { pick } from "../draw.ts";
import type { Mutation } from "./mutation.ts";
import { shapeOf } from "./shape_of.ts";

/** Operators that may stand for one another. */
const families = [
  ["+", "-", "*", "/", "%"],
  ["<", "<=", ">", ">="],
  ["===", "!=="],
  ["&&", "||"],
  ["+=", "-=", "*=", "/="],
];

/** Arithmetic for arithmetic, a comparison for a comparison, `&&` for `||`; operands stay where they are. */
export const swapOperator: Mutation = {
  name: "swap an operator",
  weight: 1.5,
  change({ tree, random }) {
    const places = tree.places.filter(({ node, owner, isLoopControl, scope }) => {
      if (!owner || isLoopControl) return false;
      const isText = node.type === "BinaryExpression" && node.operator === "+" &&
        shapeOf(node, scope).kind !== "number";
      return !isText && (node.type === "BinaryExpression" || node.type === "LogicalExpression" ||
        node.type === "AssignmentExpression") &&
        families.some((family) => family.includes(node.operator));
    });
    const node = pick(random, places)?.node;
    if (!node || !("operator" in node) || !("left" in node)) return undefined;
    const family = families.find((family) => family.includes(node.operator)) ?? [];
    const operator = pick(random, family.filter((other) => other !== node.operator));
    const start = tree.js.indexOf(node.operator, node.left.end);
    if (!operator || start < 0 || start >= node.right.start) return undefined;
    return [{ start, end: start + node.operator.length, text: operator }];
  },
};

/**
 * Swaps an operator for another one of its family.
 *
 * @module
 */
import { pick } from "../../draw.ts";
import { withParts } from "../print/build.ts";
import { shapeOf } from "../tree/shape_of.ts";
import type { Mutation } from "./mutation.ts";

/** Operators that may stand for one another. */
const families = [
  ["+", "-", "*", "/", "%"],
  ["<", "<=", ">", ">="],
  ["===", "!=="],
  ["&&", "||"],
  ["+=", "-=", "*=", "/="],
];

/** Arithmetic for arithmetic, a comparison for a comparison, `&&` for `||`; the operands stay. */
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
    if (!node || !("operator" in node)) return undefined;
    const family = families.find((family) => family.includes(node.operator)) ?? [];
    const operator = pick(random, family.filter((other) => other !== node.operator));
    return operator ? [{ kind: "replace", node, by: withParts(node, { operator }) }] : undefined;
  },
};

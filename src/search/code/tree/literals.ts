/**
 * Finds the numbers that stand in code.
 *
 * @module
 */
import type { AnyNode } from "acorn";
import type { CodeTree } from "./code_tree.ts";

/** A number in the code. */
export interface LiteralPlace {
  /** The number with its sign. */
  readonly node: AnyNode;
  readonly value: number;
  /** Whether it must stay whole: an index, a bound of a loop. */
  readonly isWhole: boolean;
  /** Whether it is a whole exponent: another one may have no value where the base is negative. */
  readonly isPower: boolean;
}

/** The numbers inside functions in the order of the text, each with its sign. */
export function literalsIn(tree: CodeTree): readonly LiteralPlace[] {
  return tree.places.flatMap(({ node, parent, owner, isLoopControl }) => {
    if (!owner || node.type !== "Literal" || typeof node.value !== "number") return [];
    const around = parent?.node;
    const isIndex = around?.type === "MemberExpression" || around?.type === "ArrayExpression";
    const isWhole = (isLoopControl || isIndex) && Number.isInteger(node.value);
    const isExponent = around?.type === "BinaryExpression" && around.operator === "**" &&
      around.right === node;
    const isPower = isExponent && Number.isInteger(node.value);
    const isNegative = around?.type === "UnaryExpression" && around.operator === "-";
    return [
      isNegative
        ? { node: around, value: -node.value, isWhole, isPower }
        : { node, value: node.value, isWhole, isPower },
    ];
  });
}

/**
 * Folds constants, exactly as JavaScript calculates them.
 *
 * @module
 */
import type { AnyNode } from "acorn";
import { constant } from "../print/build.ts";
import { print } from "../print/print.ts";
import { calculate, type Constant, constantOf, exactMath, numberOf } from "./evaluate.ts";
import type { Rule } from "./rule.ts";

/** Puts the value in the place of an operation on constants, unless that takes more characters: `1 / 3` stays. */
export const foldConstants: Rule = (node, { analysis }) => {
  const value = valueOf(node, analysis.mathFunction(node));
  if (value === undefined || constantOf(node) !== undefined || Number.isNaN(value)) {
    return undefined;
  }
  if (Math.abs(Number(value)) === Infinity) return undefined;
  const folded = constant(value);
  return print(folded).length <= node.end - node.start ? folded : undefined;
};

function valueOf(node: AnyNode, mathFunction: string | undefined): Constant | undefined {
  if (node.type === "UnaryExpression") {
    const value = constantOf(node.argument);
    if (node.operator === "!") return value === undefined ? undefined : !value;
    const isSigned = node.operator === "-" || node.operator === "+";
    if (typeof value !== "number" || !isSigned) return undefined;
    return node.operator === "-" ? -value : value;
  }
  if (node.type === "BinaryExpression") {
    const [left, right] = [numberOf(node.left), numberOf(node.right)];
    return left === undefined || right === undefined
      ? undefined
      : calculate(node.operator, left, right);
  }
  const calculation = mathFunction === undefined ? undefined : exactMath[mathFunction];
  if (node.type !== "CallExpression" || !calculation || node.arguments.length === 0) {
    return undefined;
  }
  const values = node.arguments.map(numberOf);
  return values.every((value) => value !== undefined) ? calculation(...values) : undefined;
}

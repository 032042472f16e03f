/**
 * Simplifies arithmetic where the result stays the same to the last bit, for NaN and both zeros too.
 *
 * @module
 */
import type { AnyNode } from "acorn";
import { binary, unary } from "../print/build.ts";
import { numberOf } from "./evaluate.ts";
import type { Rule, RuleContext } from "./rule.ts";

/** Joins signs and drops neutral operands: `a - (-b)`, `-(-a)`, `a * 1`, `Math.abs(Math.abs(a))`. */
export const simplifyArithmetic: Rule = (node, context) => {
  switch (node.type) {
    case "UnaryExpression":
      return simplifySign(node, context);
    case "BinaryExpression":
      return simplifyOperation(node, context);
    case "CallExpression":
      return simplifyCall(node, context);
    default:
      return undefined;
  }
};

function simplifySign(
  { operator, argument }: AnyNode & { type: "UnaryExpression" },
  { analysis }: RuleContext,
): AnyNode | undefined {
  if (operator === "+" && analysis.isNumber(argument)) return argument;
  const inner = operator === "-" ? negated(argument) : undefined;
  return inner && analysis.isNumber(inner) ? inner : undefined;
}

function simplifyOperation(
  { operator, left, right }: AnyNode & { type: "BinaryExpression" },
  { analysis }: RuleContext,
): AnyNode | undefined {
  if (!analysis.isNumber(left) || !analysis.isNumber(right)) return undefined;
  const [one, other] = [numberOf(left), numberOf(right)];
  const [minusLeft, minusRight] = [negated(left), negated(right)];
  switch (operator) {
    case "+":
      if (Object.is(other, -0)) return left;
      if (Object.is(one, -0)) return right;
      if (minusRight) return binary("-", left, minusRight);
      return minusLeft && analysis.isHarmless(left) && analysis.isHarmless(right)
        ? binary("-", right, minusLeft)
        : undefined;
    case "-":
      if (Object.is(other, 0)) return left;
      return minusRight && binary("+", left, minusRight);
    case "*":
      if (other === 1) return left;
      if (one === 1) return right;
      if (other === -1) return unary("-", left);
      if (one === -1) return unary("-", right);
      return minusLeft && minusRight && binary("*", minusLeft, minusRight);
    case "/":
      if (other === 1) return left;
      if (other === -1) return unary("-", left);
      return minusLeft && minusRight && binary("/", minusLeft, minusRight);
    case "**":
      return other === 1 ? left : undefined;
    default:
      return undefined;
  }
}

function simplifyCall(
  node: AnyNode & { type: "CallExpression" },
  { analysis }: RuleContext,
): AnyNode | undefined {
  const name = analysis.mathFunction(node);
  const [first, second] = node.arguments;
  if (!first || !analysis.isNumber(first)) return undefined;
  const isEither = name === "min" || name === "max";
  if (isEither && node.arguments.length === 1) return first;
  if (isEither && second && node.arguments.length === 2) {
    const key = analysis.keyOf(first);
    return key !== undefined && key === analysis.keyOf(second) ? first : undefined;
  }
  if (name !== "abs") return undefined;
  return analysis.mathFunction(first) === "abs" ? first : undefined;
}

/** The `x` of `-x`, and the 3 of -3; `undefined` for other expressions. */
function negated(node: AnyNode): AnyNode | undefined {
  return node.type === "UnaryExpression" && node.operator === "-" ? node.argument : undefined;
}

/**
 * Shortens arithmetic that is the same up to rounding, NaN and the sign of zero. Only for code that was not measured yet.
 *
 * @module
 */
import type { AnyNode } from "acorn";
import { rounded } from "../grow/constant.ts";
import { binary, constant } from "../print/build.ts";
import { writtenText } from "../print/print.ts";
import { shapeOf } from "../tree/shape_of.ts";
import { calculate, numberOf, smoothMath } from "./evaluate.ts";
import type { Rule } from "./rule.ts";

/** Digits of a folded constant: none that was written is lost, and 0.1 + 0.2 is 0.3. */
const foldedDigits = 12;

/** `a + 3 - 1`, `a * 3 / 2`, `a - a`, `a / a`, `a + 0`, `-(a - b)`, `!(a < b)`, `a + -3`, `a <= a`, `Math.exp(2)`. */
export const condense: Rule = (node, { analysis }) => {
  if (node.type === "UnaryExpression") return condenseUnary(node);
  if (node.type === "CallExpression") return foldCall(node, analysis.mathFunction(node));
  if (node.type !== "BinaryExpression") return undefined;
  const isReflexive = /^[<>]=$/.test(node.operator) && isSame(node.left, node.right) &&
    analysis.isHarmless(node);
  if (isReflexive) return constant(true);
  if (shapeOf(node, analysis.scopeOf(node)).kind !== "number") return undefined;
  const { operator, left, right } = node;
  const [one, other] = [numberOf(left), numberOf(right)];
  if (one !== undefined && other !== undefined) return folded(calculate(operator, one, other));
  if (other !== undefined && other < 0 && /^[-+]$/.test(operator)) {
    return binary(operator === "+" ? "-" : "+", left, constant(-other));
  }
  if (other === 0 && /^[-+]$/.test(operator)) return left;
  if (one === 0 && operator === "+") return right;
  if (isSame(left, right) && operator === "-") return constant(0);
  if (isSame(left, right) && operator === "/") return constant(1);
  return other === undefined ? undefined : joinConstants(operator, left, other);
};

/** A function of `Math` of constants. */
function foldCall(
  node: AnyNode & { type: "CallExpression" },
  name: string | undefined,
): AnyNode | undefined {
  const calculate = smoothMath.get(name ?? "");
  const values = node.arguments.map(numberOf);
  if (!calculate || values.some((value) => value === undefined)) return undefined;
  return folded(calculate(...values.map(Number)));
}

function condenseUnary(
  { operator, argument }: AnyNode & { type: "UnaryExpression" },
): AnyNode | undefined {
  if (argument.type !== "BinaryExpression") return undefined;
  const { left, right } = argument;
  if (operator === "-" && argument.operator === "-") return binary("-", right, left);
  const opposites: Record<string, string> = { "<": ">=", "<=": ">", ">": "<=", ">=": "<" };
  const opposite = opposites[argument.operator];
  return operator === "!" && opposite ? binary(opposite, left, right) : undefined;
}

/** `x + 3 - 1` as `x + 2`, and `x * 3 / 2` as `x * 1.5`. */
function joinConstants(operator: string, inner: AnyNode, last: number): AnyNode | undefined {
  if (inner.type !== "BinaryExpression") return undefined;
  const first = numberOf(inner.right);
  const family = ["+-", "*/"].find((operators) => operators.includes(operator));
  if (first === undefined || !family?.includes(inner.operator)) return undefined;
  const isSameOperator = inner.operator === operator;
  const joined = family === "+-"
    ? isSameOperator ? first + last : first - last
    : isSameOperator
    ? first * last
    : first / last;
  if (!Number.isFinite(joined)) return undefined;
  return binary(inner.operator, inner.left, constant(rounded(joined, foldedDigits) + 0));
}

function folded(value: unknown): AnyNode | undefined {
  if (typeof value !== "number" || !Number.isFinite(value)) return undefined;
  return constant(rounded(value, foldedDigits) + 0);
}

function isSame(one: AnyNode, other: AnyNode): boolean {
  return writtenText(one) === writtenText(other);
}

/**
 * Calculates constants exactly as JavaScript does.
 *
 * @module
 */
import type { AnyNode } from "acorn";

/** A value that can be written out. */
export type Constant = number | string | boolean;

/** The value of an expression that is written out, its sign included; `undefined` for others. */
export function constantOf(node: AnyNode): Constant | undefined {
  if (node.type === "Literal") {
    const { value } = node;
    return typeof value === "number" || typeof value === "string" || typeof value === "boolean"
      ? value
      : undefined;
  }
  if (node.type !== "UnaryExpression" || node.operator !== "-") return undefined;
  const value = node.argument.type === "Literal" ? node.argument.value : undefined;
  return typeof value === "number" ? -value : undefined;
}

/** The number that is written out; `undefined` for other expressions. */
export function numberOf(node: AnyNode): number | undefined {
  const value = constantOf(node);
  return typeof value === "number" ? value : undefined;
}

/** The result of an operation on two numbers; `undefined` for operators that give no plain number or boolean. */
export function calculate(operator: string, left: number, right: number): Constant | undefined {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "%":
      return left % right;
    default:
      return compare(operator, left, right);
  }
}

/** The result of a comparison of two numbers; `undefined` for other operators. */
export function compare(operator: string, left: number, right: number): boolean | undefined {
  switch (operator) {
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
    case "===":
      return left === right;
    case "!==":
      return left !== right;
    default:
      return undefined;
  }
}

/** The functions of `Math` whose results the language prescribes to the last bit. */
export const exactMath: Readonly<Record<string, (...values: number[]) => number>> = {
  abs: Math.abs,
  ceil: Math.ceil,
  floor: Math.floor,
  max: Math.max,
  min: Math.min,
  round: Math.round,
  sign: Math.sign,
  sqrt: Math.sqrt,
  trunc: Math.trunc,
};

/** The smooth functions of `Math`, and the root; their last bits may differ between machines. */
export const smoothMath: ReadonlyMap<string, (...values: number[]) => number> = new Map(
  Object.entries<(...values: number[]) => number>({
    cos: Math.cos,
    exp: Math.exp,
    log: Math.log,
    pow: Math.pow,
    sin: Math.sin,
    sqrt: Math.sqrt,
    tan: Math.tan,
    tanh: Math.tanh,
  }),
);

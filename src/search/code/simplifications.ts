/**
 * Finds expressions that can be said in a simpler way.
 *
 * @module
 */
import type { AnyNode } from "acorn";
import type { Splice } from "../../code/splice.ts";
import { type CodeTree, type Place, textOf } from "./code_tree.ts";
import { numberText } from "./number_text.ts";
import { shapeOf } from "./shape_of.ts";

/** As many as a folded constant keeps: nothing the author wrote is lost, and 0.1 + 0.2 is 0.3. */
const foldedDigits = 12;

/** Groups of splices, one for each simplification that can be made at once. */
export function simplifications(tree: CodeTree): Splice[][] {
  return tree.places.flatMap((place) => {
    const { node, owner, isLoopControl } = place;
    if (!owner || isLoopControl) return [];
    const text = simplified(tree, place);
    return text === undefined ? [] : [[{ start: node.start, end: node.end, text }]];
  });
}

function simplified(tree: CodeTree, { node, scope }: Place): string | undefined {
  switch (node.type) {
    case "UnaryExpression":
      return simplifiedUnary(tree, node.operator, bare(node.argument));
    case "BinaryExpression":
      return shapeOf(node, scope).kind === "number" ? simplifiedBinary(tree, node) : undefined;
    case "LogicalExpression":
      return same(tree, node.left, node.right) ? inParentheses(tree, node.left) : undefined;
    case "ConditionalExpression":
      return same(tree, node.consequent, node.alternate)
        ? inParentheses(tree, node.consequent)
        : undefined;
    case "CallExpression":
      return simplifiedCall(tree, node);
    default:
      return undefined;
  }
}

const opposites: Readonly<Record<string, string>> = {
  "<": ">=",
  "<=": ">",
  ">": "<=",
  ">=": "<",
  "===": "!==",
  "!==": "===",
};

function simplifiedUnary(tree: CodeTree, operator: string, inner: AnyNode): string | undefined {
  if (operator === "-" && isNegated(inner)) {
    return inParentheses(tree, inner.argument);
  }
  if (operator === "-" && inner.type === "BinaryExpression" && inner.operator === "-") {
    return `(${inParentheses(tree, inner.right)} - ${inParentheses(tree, inner.left)})`;
  }
  if (operator !== "!") return undefined;
  if (inner.type === "UnaryExpression" && inner.operator === "!") {
    return inParentheses(tree, inner.argument);
  }
  const opposite = inner.type === "BinaryExpression" ? opposites[inner.operator] : undefined;
  if (inner.type !== "BinaryExpression" || !opposite) return undefined;
  return `(${inParentheses(tree, inner.left)} ${opposite} ${inParentheses(tree, inner.right)})`;
}

function simplifiedBinary(
  tree: CodeTree,
  node: AnyNode & { type: "BinaryExpression" },
): string | undefined {
  const { operator } = node;
  const left = numberOf(node.left);
  const right = numberOf(node.right);
  if (left !== undefined && right !== undefined) return folded(operator, left, right);
  if (right !== undefined && right < 0 && (operator === "+" || operator === "-")) {
    const turned = operator === "+" ? "-" : "+";
    return `(${inParentheses(tree, node.left)} ${turned} ${numberText(-right, foldedDigits)})`;
  }
  if (right !== undefined) {
    const joined = joinedConstants(tree, node, right);
    if (joined !== undefined) return joined;
  }
  const turned = bare(node.right);
  if (operator === "-" && isNegated(turned)) {
    return `(${inParentheses(tree, node.left)} + ${inParentheses(tree, turned.argument)})`;
  }
  const isProduct = operator === "*" || operator === "/";
  const turnedLeft = bare(node.left);
  if (isProduct && isNegated(turnedLeft) && isNegated(turned)) {
    return `(${inParentheses(tree, turnedLeft.argument)} ${operator} ${
      inParentheses(tree, turned.argument)
    })`;
  }
  const isNeutralRight = right === 0 && (operator === "-" || operator === "+") ||
    right === 1 && (operator === "*" || operator === "/" || operator === "**");
  if (isNeutralRight) return inParentheses(tree, node.left);
  const isNeutralLeft = left === 1 && operator === "*" || left === 0 && operator === "+";
  if (isNeutralLeft) return inParentheses(tree, node.right);
  if (operator === "-" && same(tree, node.left, node.right)) return "0";
  if (operator === "/" && same(tree, node.left, node.right)) return "1";
  return undefined;
}

/** `x + 3 - 1` as `x + 2`, and `x * 3 / 2` as `x * 1.5`. */
function joinedConstants(
  tree: CodeTree,
  node: AnyNode & { type: "BinaryExpression" },
  last: number,
): string | undefined {
  const inner = bare(node.left);
  if (inner.type !== "BinaryExpression") return undefined;
  const first = numberOf(inner.right);
  if (first === undefined) return undefined;
  const kind = (operator: string) =>
    "+-".includes(operator) ? "sum" : "*/".includes(operator) ? "product" : "";
  if (!kind(node.operator) || kind(node.operator) !== kind(inner.operator)) return undefined;
  const isSame = inner.operator === node.operator;
  const joined = kind(node.operator) === "sum"
    ? isSame ? first + last : first - last
    : isSame
    ? first * last
    : first / last;
  if (!Number.isFinite(joined)) return undefined;
  return `(${inParentheses(tree, inner.left)} ${inner.operator} (${
    numberText(joined, foldedDigits)
  }))`;
}

function simplifiedCall(
  tree: CodeTree,
  node: AnyNode & { type: "CallExpression" },
): string | undefined {
  const callee = textOf(tree, node.callee);
  const [first, second] = node.arguments;
  if (!first || first.type === "SpreadElement") return undefined;
  const isPair = callee === "Math.min" || callee === "Math.max";
  if (isPair && second && node.arguments.length === 2 && same(tree, first, second)) {
    return inParentheses(tree, first);
  }
  if (callee !== "Math.abs") return undefined;
  const value = numberOf(first);
  if (value !== undefined) return numberText(Math.abs(value), foldedDigits);
  const inner = bare(first);
  const isPositive = inner.type === "CallExpression" &&
    /^Math\.(?:abs|sqrt)$/.test(textOf(tree, inner.callee));
  return isPositive ? textOf(tree, inner) : undefined;
}

function folded(operator: string, left: number, right: number): string | undefined {
  const value = operator === "+"
    ? left + right
    : operator === "-"
    ? left - right
    : operator === "*"
    ? left * right
    : operator === "/"
    ? left / right
    : undefined;
  return value !== undefined && Number.isFinite(value)
    ? `(${numberText(value, foldedDigits)})`
    : undefined;
}

/** The value of a number that is written out, its sign included. */
function numberOf(node: AnyNode): number | undefined {
  const inner = bare(node);
  if (inner.type === "Literal") return typeof inner.value === "number" ? inner.value : undefined;
  if (inner.type !== "UnaryExpression" || inner.operator !== "-") return undefined;
  const value = numberOf(inner.argument);
  return value === undefined ? undefined : -value;
}

function isNegated(node: AnyNode): node is AnyNode & { type: "UnaryExpression" } {
  return node.type === "UnaryExpression" && node.operator === "-";
}

function bare(node: AnyNode): AnyNode {
  return node.type === "ParenthesizedExpression" ? bare(node.expression) : node;
}

function same(tree: CodeTree, one: AnyNode, other: AnyNode): boolean {
  return textOf(tree, bare(one)) === textOf(tree, bare(other));
}

function inParentheses(tree: CodeTree, node: AnyNode): string {
  return `(${textOf(tree, bare(node))})`;
}

/**
 * Finds parentheses that change nothing.
 *
 * @module
 */
import type { AnyNode } from "acorn";
import type { Splice } from "../../code/splice.ts";
import type { CodeTree, Place } from "./code_tree.ts";

/** Splices, two for each pair of parentheses that neither the meaning nor the reader needs. */
export function spareParentheses(tree: CodeTree): Splice[][] {
  return tree.places.flatMap((place) => {
    const { node, parent } = place;
    if (node.type !== "ParenthesizedExpression" || !parent || carriesType(tree, node)) return [];
    if (!isSpare(node, place, parent.node)) return [];
    const { start, end } = node.expression;
    return [[{ start: node.start, end: start, text: "" }, { start: end, end: node.end, text: "" }]];
  });
}

/** Whether a type stands in or right behind the parentheses: `(x as T)`, `(x)!`. */
function carriesType({ source, js }: CodeTree, node: AnyNode): boolean {
  const behind = node.end + (/^\s*/.exec(js.slice(node.end))?.[0].length ?? 0);
  return source.slice(node.start, behind) !== js.slice(node.start, behind);
}

function isSpare(
  node: AnyNode & { type: "ParenthesizedExpression" },
  place: Place,
  parent: AnyNode,
): boolean {
  const inner = node.expression;
  // Of a pair within a pair the outer one goes first, then the inner one is seen in its true place.
  if (parent.type === "ParenthesizedExpression") return false;
  switch (inner.type) {
    case "Identifier":
    case "CallExpression":
    case "TemplateLiteral":
    case "ParenthesizedExpression":
      return true;
    case "MemberExpression":
      return parent.type !== "NewExpression";
    case "Literal":
      return parent.type !== "MemberExpression" || node === parent.property;
    case "UnaryExpression":
    case "BinaryExpression":
    case "LogicalExpression":
    case "ConditionalExpression":
      return isSpareAround(inner, node, place, parent);
    default:
      return false;
  }
}

function isSpareAround(inner: Compound, node: AnyNode, place: Place, parent: AnyNode): boolean {
  switch (parent.type) {
    case "VariableDeclarator":
    case "ReturnStatement":
    case "ArrayExpression":
    case "TemplateLiteral":
    case "Property":
    case "IfStatement":
      return true;
    case "AssignmentExpression":
      return node === parent.right;
    case "ArrowFunctionExpression":
      return node === parent.body && inner.type !== "ConditionalExpression";
    case "CallExpression":
      return node !== parent.callee;
    case "MemberExpression":
      return parent.computed && node === parent.property;
    case "ConditionalExpression":
      return inner.type !== "ConditionalExpression" ||
        (node === parent.alternate && place.parent?.parent?.node.type !== "ConditionalExpression");
    case "BinaryExpression":
    case "LogicalExpression":
      return bindsTighter(inner, parent, node === parent.left);
    default:
      return false;
  }
}

type Compound = AnyNode & {
  type: "UnaryExpression" | "BinaryExpression" | "LogicalExpression" | "ConditionalExpression";
};

const precedence = [
  ["??"],
  ["||"],
  ["&&"],
  ["|"],
  ["^"],
  ["&"],
  ["==", "!=", "===", "!=="],
  ["<", "<=", ">", ">=", "in", "instanceof"],
  ["<<", ">>", ">>>"],
  ["+", "-"],
  ["*", "/", "%"],
];

/** Whether an operand needs no parentheses beside this operator, for the machine and for the reader. */
function bindsTighter(
  inner: Compound,
  parent: AnyNode & { type: "BinaryExpression" | "LogicalExpression" },
  isLeft: boolean,
): boolean {
  if (inner.type === "ConditionalExpression" || parent.operator === "**") return false;
  if (inner.type === "UnaryExpression") return isLeft || inner.operator === "!";
  if (inner.operator === "**") return true;
  // People stumble over `a && b || c` and `a * b % c`.
  if (inner.type === "LogicalExpression" && inner.operator !== parent.operator) return false;
  if (inner.operator === "%" || parent.operator === "%") return isComparison(parent.operator);
  const rank = (operator: string) => precedence.findIndex((level) => level.includes(operator));
  const [own, outer] = [rank(inner.operator), rank(parent.operator)];
  if (own < 0 || outer < 0) return false;
  const isSame = own === outer && !isComparison(parent.operator);
  return own > outer || (isSame && (isLeft || isAssociative(inner.operator, parent.operator)));
}

function isComparison(operator: string): boolean {
  return /^[<>]=?$|^[!=]==?$/.test(operator);
}

function isAssociative(inner: string, outer: string): boolean {
  return inner === outer && (outer === "&&" || outer === "||");
}

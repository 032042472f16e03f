/**
 * Writes code so that rewritings of its arithmetic are equal.
 *
 * Each calculation stands as its values at a few points ("semantic hashing" of expressions; compare the identity testing of
 * Schwartz, 1980): two smooth calculations that agree there are the same function. What is no smooth function of numbers, such
 * as a comparison or a bound, keeps its text, with the calculations in it written by their values.
 *
 * @module
 */
import type { AnyNode } from "acorn";
import { type Splice, splice } from "../../../code/splice.ts";
import { childrenOf } from "../../../code/walk.ts";
import { randomFrom, seedOf } from "../../../seeds.ts";
import { chance, drawMagnitude } from "../../draw.ts";
import { numberOf, smoothMath } from "../simplify/evaluate.ts";
import { type CodeTree, rangeOf } from "../tree/code_tree.ts";
import { mathFunction } from "../tree/is_certain.ts";
import { shapeOf } from "../tree/shape_of.ts";

/** Points at which a calculation is evaluated. */
const pointCount = 10;

/** Fewer results that are numbers say too little. */
const leastResults = 4;

/** Digits of results that are compared: rewritings differ by rounding. */
const digits = 8;

/** A text of the tree, without its layout and the form of its calculations. */
export function canonicalText(tree: CodeTree): string {
  return canonicalSource(tree, tree.program).replaceAll(/\s+/g, " ");
}

/** A node's text with its outermost calculations written by their values. */
function canonicalSource(tree: CodeTree, root: AnyNode): string {
  const splices: Splice[] = [];
  const visit = (node: AnyNode): void => {
    const place = tree.placeOf.get(node);
    const text = place?.owner && operationOf(tree, node) ? calculationText(tree, node) : undefined;
    if (text === undefined) return childrenOf(node).forEach(visit);
    const { start, end } = rangeOf(tree, node);
    splices.push({ start: start - root.start, end: end - root.start, text });
  };
  childrenOf(root).forEach(visit);
  return splice(tree.source.slice(root.start, root.end), splices);
}

/** The values of a calculation as text; `undefined` where too few of them are numbers. */
function calculationText(tree: CodeTree, node: AnyNode): string | undefined {
  const results = valuesOf(tree, node);
  if (results.filter(Number.isFinite).length < leastResults) return undefined;
  return `[${results.map((result) => Number(result.toPrecision(digits)) + 0).join()}]`;
}

/** The values of a calculation at all points; what it is made of has values by its text. */
function valuesOf(tree: CodeTree, node: AnyNode): readonly number[] {
  const constant = numberOf(node);
  if (constant !== undefined) return Array(pointCount).fill(constant);
  const operation = operationOf(tree, node);
  if (operation === undefined) return inputsFor(canonicalSource(tree, node));
  const operands = operation.operands.map((operand) => valuesOf(tree, operand));
  return Array.from(
    { length: pointCount },
    (_, point) => operation.calculate(...operands.map((values) => values[point] ?? NaN)),
  );
}

type Calculate = (...values: number[]) => number;

/** A node as a smooth operation on numbers; `undefined` for others. */
function operationOf(
  tree: CodeTree,
  node: AnyNode,
): { readonly calculate: Calculate; readonly operands: readonly AnyNode[] } | undefined {
  const scope = tree.placeOf.get(node)?.scope ?? new Map();
  switch (node.type) {
    case "UnaryExpression":
      return node.operator === "-"
        ? { calculate: (value = NaN) => -value, operands: [node.argument] }
        : undefined;
    case "BinaryExpression": {
      const calculate = operations.get(node.operator);
      return calculate && shapeOf(node, scope).kind === "number"
        ? { calculate, operands: [node.left, node.right] }
        : undefined;
    }
    case "CallExpression": {
      const calculate = smoothMath.get(mathFunction(node, scope) ?? "");
      return calculate && { calculate, operands: node.arguments };
    }
    default:
      return undefined;
  }
}

/** Values that stand for what has this text; the same wherever the text is the same. */
function inputsFor(text: string): readonly number[] {
  const random = randomFrom(seedOf(text));
  return Array.from({ length: pointCount }, () => {
    const size = drawMagnitude(random, 0.05, 5);
    return chance(random, 0.3) ? -size : size;
  });
}

const operations: ReadonlyMap<string, Calculate> = new Map<string, Calculate>(Object.entries(
  {
    "+": (left, right) => left + right,
    "-": (left, right) => left - right,
    "*": (left, right) => left * right,
    "/": (left, right) => left / right,
    "**": (left, right) => left ** right,
  } satisfies Record<string, (left: number, right: number) => number>,
));

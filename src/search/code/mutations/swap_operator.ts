/**
 * Swaps an operator or a function for another one of its family.
 *
 * @module
 */
import type { AnyNode } from "acorn";
import { pick } from "../../draw.ts";
import { functionNames } from "../grow/math_call.ts";
import { identifier, withParts } from "../print/build.ts";
import type { Place } from "../tree/code_tree.ts";
import { mathFunction } from "../tree/is_certain.ts";
import { shapeOf } from "../tree/shape_of.ts";
import type { Mutation } from "./mutation.ts";

/** Operators that may stand for one another. */
const operatorFamilies = [
  ["+", "-", "*", "/", "**"],
  ["<", "<=", ">", ">="],
  ["===", "!=="],
  ["&&", "||"],
  ["+=", "-=", "*=", "/="],
];

/** Functions of `Math` that may stand for one another. */
const functionFamilies = [functionNames, ["min", "max"], ["abs", "floor", "ceil", "round"]];

/**
 * Arithmetic for arithmetic, a comparison for a comparison, `&&` for `||`, a function of `Math` for another; the operands
 * stay.
 */
export const swapOperator: Mutation = ({ tree, random }) => {
  const swaps = tree.places.flatMap((place) => swapsOf(place) ?? [])
    .filter(({ others }) => others.length > 0);
  const swap = pick(random, swaps);
  if (!swap) return undefined;
  const { node, others, make } = swap;
  return [{ kind: "replace", node, by: make(pick(random, others) ?? "") }];
};

interface Swap {
  readonly node: AnyNode;
  /** Other members of the family. */
  readonly others: readonly string[];
  readonly make: (other: string) => AnyNode;
}

function swapsOf({ node, owner, isLoopControl, scope }: Place): Swap | undefined {
  if (!owner || isLoopControl) return undefined;
  if (node.type === "CallExpression") {
    const name = mathFunction(node, scope);
    if (name === undefined || node.callee.type !== "MemberExpression") return undefined;
    const { callee } = node;
    const make = (other: string) => withParts(callee, { property: identifier(other) });
    return { node: callee, others: othersIn(functionFamilies, name), make };
  }
  const isOperation = node.type === "BinaryExpression" || node.type === "LogicalExpression" ||
    node.type === "AssignmentExpression";
  if (!isOperation) return undefined;
  const isText = node.operator === "+" && shapeOf(node, scope).kind !== "number";
  if (isText) return undefined;
  const make = (operator: string) => withParts(node, { operator });
  return { node, others: othersIn(operatorFamilies, node.operator), make };
}

function othersIn(families: readonly (readonly string[])[], name: string): readonly string[] {
  const family = families.find((family) => family.includes(name)) ?? [];
  return family.filter((other) => other !== name);
}

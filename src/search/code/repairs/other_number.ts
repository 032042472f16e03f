/**
 * Repairs numbers that are off by one.
 *
 * @module
 */
import type { AnyNode } from "acorn";
import { binary, constant } from "../print/build.ts";
import type { Place } from "../tree/code_tree.ts";
import { expressionPlace } from "../tree/expression_place.ts";
import { type RepairRule, replacing } from "./repair.ts";

/**
 * A whole number becomes the next or the one before, or infinite where a variable begins with it; a calculated one gets 1
 * more or less, or loses the 1 that it has.
 */
export const otherNumber: RepairRule = (place) => {
  const { node, parent } = place;
  if (node.type === "Literal") {
    const isKey = parent?.node.type === "Property" && parent.node.key === node;
    if (isKey || typeof node.value !== "number" || !Number.isInteger(node.value)) return [];
    const isStart = parent?.node.type === "VariableDeclarator" && !place.isLoopControl;
    return [
      ...replacing(1, node, [constant(node.value + 1), constant(node.value - 1)]),
      ...isStart ? replacing(3, node, [constant(-Infinity), constant(Infinity)]) : [],
    ];
  }
  if (isSmallStep(node)) return replacing(1, node, [node.left]);
  const isCounted = isNumber(place) && !(parent && isSmallStep(parent.node));
  if (!isCounted) return [];
  return replacing(2, node, stepsAt(place).map((operator) => binary(operator, node, constant(1))));
};

/** In a comparison one step, at its left: the others mean the same, or the same with another operator. */
function stepsAt({ node, parent }: Place): readonly string[] {
  const around = parent?.node;
  const operator = around?.type === "BinaryExpression" ? around.operator : "";
  if (!/^[<>]=?$/.test(operator)) return ["+", "-"];
  const isLeft = around?.type === "BinaryExpression" && around.left === node;
  return isLeft ? [operator === "<" || operator === ">=" ? "+" : "-"] : [];
}

function isNumber(place: Place): boolean {
  return isLength(place.node) ||
    expressionPlace(place).some(({ shape }) => shape.kind === "number");
}

/** Whether it is a length, of whatever it may be. */
function isLength(node: AnyNode): boolean {
  return node.type === "MemberExpression" && !node.computed &&
    node.property.type === "Identifier" &&
    node.property.name === "length";
}

/** Whether it adds a plain number or takes one away. */
function isSmallStep(node: AnyNode): node is AnyNode & { readonly left: AnyNode } {
  return node.type === "BinaryExpression" && (node.operator === "+" || node.operator === "-") &&
    node.right.type === "Literal" && typeof node.right.value === "number";
}

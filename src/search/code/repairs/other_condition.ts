/**
 * Repairs a wrong condition.
 *
 * @module
 */
import { binary, constant, identifier, unary } from "../print/build.ts";
import type { CodeTree, Place } from "../tree/code_tree.ts";
import { expressionPlaces, isVisible } from "../tree/expression_place.ts";
import { readyVariables } from "../tree/scope.ts";
import { shapeOf } from "../tree/shape_of.ts";
import { type Repair, type RepairRule, replacing } from "./repair.ts";

/** Comparisons, which have an operator for their opposite. */
const comparisons = new Set(["<", "<=", ">", ">=", "===", "!=="]);

/** A condition becomes its opposite, or holds with another one of the code; `true` and `false` depend on a number. */
export const otherCondition: RepairRule = (place, tree) => {
  const { node } = place;
  if (node.type === "Literal" && typeof node.value === "boolean") {
    return otherThan(node.value, place);
  }
  if (!isCondition(place)) return [];
  const isComparison = node.type === "BinaryExpression" && comparisons.has(node.operator);
  const others = conditionsBeside(place, tree);
  return [
    ...isComparison ? [] : replacing(2, node, [unary("!", node)]),
    ...replacing(4, node, others.map((other) => binary("&&", node, other))),
    ...replacing(4, node, others.map((other) => binary("||", node, other))),
  ];
};

function otherThan(value: boolean, { node, scope }: Place): readonly Repair[] {
  const numbers = readyVariables(scope).filter(({ shape }) => shape.kind === "number");
  const tests = (operator: string) =>
    numbers.map(({ name }) => binary(operator, identifier(name), constant(0)));
  return [
    ...replacing(1, node, [constant(!value)]),
    ...replacing(3, node, tests("===")),
    ...replacing(4, node, tests(">")),
  ];
}

/** Whether a branch, a loop, a choice among items or another condition depends on it. */
function isCondition({ node, parent, scope }: Place): boolean {
  const around = parent?.node;
  switch (around?.type) {
    case "IfStatement":
    case "ConditionalExpression":
    case "WhileStatement":
    case "DoWhileStatement":
    case "ForStatement":
      return around.test === node;
    case "ArrowFunctionExpression":
    case "ReturnStatement":
    case "LogicalExpression":
      return shapeOf(node, scope).kind === "boolean";
    default:
      return false;
  }
}

/** The conditions elsewhere in the code that mean the same here. */
function conditionsBeside({ node, scope }: Place, tree: CodeTree) {
  return expressionPlaces(tree).filter((other) =>
    other.shape.kind === "boolean" && other.node.type !== "Literal" && isVisible(other, scope) &&
    (other.node.end <= node.start || other.node.start >= node.end)
  ).map((other) => other.node);
}

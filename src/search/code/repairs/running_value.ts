/**
 * Repairs how a variable takes up a value.
 *
 * @module
 */
import { constant, mathCall, withParts } from "../print/build.ts";
import { shapeOf } from "../tree/shape_of.ts";
import { type RepairRule, replacing } from "./repair.ts";

/** A number is added instead of assigned, or the other way round; or the larger or smaller one of both is kept. */
export const runningValue: RepairRule = ({ node, scope }) => {
  if (node.type !== "AssignmentExpression") return [];
  const { operator, left, right } = node;
  if (operator === "+=" || operator === "-=") {
    return replacing(2, node, [withParts(node, { operator: "=" })]);
  }
  const isNumber = operator === "=" && shapeOf(right, scope).kind === "number";
  if (!isNumber) return [];
  const kept = ["max", "min"].map((name) => mathCall(name, left, right));
  return [
    ...replacing(2, node, [withParts(node, { operator: "+=" })]),
    ...replacing(2, right, kept),
    ...replacing(3, right, [mathCall("max", constant(0), right)]),
  ];
};

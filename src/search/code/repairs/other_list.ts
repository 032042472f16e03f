/**
 * Repairs a list that is shared, or lacks an item.
 *
 * @module
 */
import { identifier, list, spread } from "../print/build.ts";
import { readyVariables } from "../tree/scope.ts";
import { type RepairRule, replacing } from "./repair.ts";

/** A list that is given away becomes a copy; an empty one gets an item. */
export const otherList: RepairRule = ({ node, parent, scope }) => {
  const around = parent?.node;
  if (node.type === "Identifier") {
    const isGiven = around?.type === "ReturnStatement" || around?.type === "VariableDeclarator" ||
      around?.type === "AssignmentExpression" && around.right === node ||
      around?.type === "CallExpression" && around.callee !== node;
    const isList = scope.get(node.name)?.shape.kind === "array";
    return isGiven && isList ? replacing(3, node, [list(spread(node))]) : [];
  }
  if (node.type !== "ArrayExpression" || node.elements.length > 0) return [];
  const items = readyVariables(scope).filter(({ shape }) =>
    shape.kind === "number" || shape.kind === "string"
  );
  return replacing(3, node, items.map(({ name }) => list(identifier(name))));
};

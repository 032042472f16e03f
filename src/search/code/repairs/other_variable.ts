/**
 * Repairs the use of a wrong variable.
 *
 * @module
 */
import type { Identifier } from "acorn";
import { identifier } from "../print/build.ts";
import type { Place } from "../tree/code_tree.ts";
import { readyVariables } from "../tree/scope.ts";
import { fits, type Shape } from "../tree/shape.ts";
import { type RepairRule, replacing } from "./repair.ts";

/** A variable becomes another one of its shape; what is returned becomes a variable of that shape. */
export const otherVariable: RepairRule = (place) => {
  const { node, scope, owner } = place;
  if (node.type === "ReturnStatement" && node.argument && node.argument.type !== "Identifier") {
    const names = owner ? namesLike(owner.returns, place) : [];
    return replacing(3, node.argument, names.map(identifier));
  }
  const own = node.type === "Identifier" ? scope.get(node.name) : undefined;
  const isCounter = place.isLoopControl && place.parent?.node.type === "UpdateExpression";
  if (node.type !== "Identifier" || !own || isCounter || isLabel(node, place)) return [];
  const isTarget = isAssigned(node, place);
  const beside = besideOf(node, place);
  const names = namesLike(own.shape, place).filter((name) =>
    name !== node.name && name !== beside && (!isTarget || scope.get(name)?.isAssignable)
  );
  return replacing(2, node, names.map(identifier));
};

/** The variables of a shape that are declared before a place. */
function namesLike(shape: Shape, { scope }: Place): readonly string[] {
  return readyVariables(scope).filter((one) => fits(one.shape, shape)).map(({ name }) => name);
}

/** Whether a name is that of a field, not of a variable, or of both. */
function isLabel(node: Identifier, { parent }: Place): boolean {
  const around = parent?.node;
  if (around?.type === "MemberExpression") return around.property === node && !around.computed;
  return around?.type === "Property" &&
    (around.shorthand || around.key === node && !around.computed);
}

/** The variable that is the other operand, so that nothing is compared with itself. */
function besideOf(node: Identifier, { parent }: Place): string | undefined {
  const around = parent?.node;
  if (around?.type !== "BinaryExpression") return undefined;
  const other = around.left === node ? around.right : around.left;
  return other.type === "Identifier" ? other.name : undefined;
}

function isAssigned(node: Identifier, { parent }: Place): boolean {
  const around = parent?.node;
  return around?.type === "UpdateExpression" ||
    around?.type === "AssignmentExpression" && around.left === node;
}

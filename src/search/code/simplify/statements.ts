/**
 * Tells what statements do to those around them.
 *
 * @module
 */
import type { AnyNode } from "acorn";
import { walk } from "../../../code/walk.ts";

/** Whether control never goes on behind a statement. */
export function exits(statement: AnyNode): boolean {
  switch (statement.type) {
    case "ReturnStatement":
    case "ThrowStatement":
    case "BreakStatement":
    case "ContinueStatement":
      return true;
    case "BlockStatement":
      return statement.body.some(exits);
    case "IfStatement":
      return exits(statement.consequent) && statement.alternate
        ? exits(statement.alternate)
        : false;
    default:
      return false;
  }
}

/** Whether a statement declares something for code before it, so that it matters though it is never reached. */
export function isHoisted(statement: AnyNode): boolean {
  let isFound = false;
  walk(statement, (node) => {
    isFound ||= node.type === "FunctionDeclaration" ||
      (node.type === "VariableDeclaration" && node.kind === "var");
  });
  return isFound;
}

/** Whether a statement declares a name that belongs to the block around it. */
export function needsBlock({ type }: AnyNode): boolean {
  return type === "VariableDeclaration" || type === "FunctionDeclaration" ||
    type === "ClassDeclaration" || type.startsWith("TS");
}

/** The statements of a branch: those of a block, or the branch alone. */
export function statementsOf(branch: AnyNode): readonly AnyNode[] {
  if (branch.type === "BlockStatement") return branch.body;
  return branch.type === "EmptyStatement" ? [] : [branch];
}

/**
 * Finds the names that are assigned after their declaration.
 *
 * @module
 */
import type { AnyNode, Program } from "acorn";
import { walk } from "../../../code/walk.ts";

/** Every name that is assigned anywhere, by name alone; the names of `var` declarations are among them. */
export function assignedNames(program: Program): ReadonlySet<string> {
  const names = new Set<string>();
  const add = (target: AnyNode): void => {
    walk(target, (node) => {
      if (node.type === "Identifier") names.add(node.name);
    });
  };
  walk(program, (node) => {
    if (node.type === "AssignmentExpression") add(node.left);
    if (node.type === "UpdateExpression") add(node.argument);
    if (node.type === "ForInStatement" || node.type === "ForOfStatement") {
      if (node.left.type !== "VariableDeclaration") add(node.left);
    }
    if (node.type === "VariableDeclaration" && node.kind === "var") {
      for (const { id } of node.declarations) add(id);
    }
  });
  return names;
}

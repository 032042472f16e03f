/**
 * Repairs a case that a function does not treat.
 *
 * @module
 */
import type { AnyNode } from "acorn";
import {
  binary,
  constant,
  identifier,
  ifStatement,
  list,
  member,
  returnStatement,
} from "../print/build.ts";
import type { Place } from "../tree/code_tree.ts";
import { readyVariables } from "../tree/scope.ts";
import type { Shape } from "../tree/shape.ts";
import type { RepairRule } from "./repair.ts";

/** Before a statement of a function it returns a plain value where a variable is empty or 0. */
export const missingCase: RepairRule = (place) => {
  const { node, parent, owner } = place;
  const isStep = owner !== undefined && parent?.node === owner.node.body;
  if (!isStep) return [];
  return testsAt(place).flatMap((test) =>
    plainValues(owner.returns).map((value) => {
      const statement = ifStatement(test, returnStatement(value));
      return { rank: 4 as const, edits: [{ kind: "insert" as const, before: node, statement }] };
    })
  );
};

function testsAt({ scope }: Place): readonly AnyNode[] {
  return readyVariables(scope).flatMap(({ name, shape }) => {
    if (shape.kind === "number") return [binary("===", identifier(name), constant(0))];
    if (shape.kind !== "array" && shape.kind !== "string") return [];
    return [binary("===", member(identifier(name), "length"), constant(0))];
  });
}

function plainValues({ kind }: Shape): readonly AnyNode[] {
  switch (kind) {
    case "number":
      return [constant(0), constant(1)];
    case "boolean":
      return [constant(true), constant(false)];
    case "string":
      return [constant("")];
    case "array":
      return [list()];
    default:
      return [];
  }
}

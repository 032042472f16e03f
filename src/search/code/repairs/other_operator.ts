/**
 * Repairs a wrong operator.
 *
 * @module
 */
import { withParts } from "../print/build.ts";
import { shapeOf } from "../tree/shape_of.ts";
import { type Rank, type RepairRule, replacing } from "./repair.ts";

/** The operators that may be meant by another one, and their ranks. */
const meant: Readonly<Record<string, readonly (readonly [Rank, string])[]>> = {
  "<": [[1, "<="], [2, ">"]],
  "<=": [[1, "<"], [2, ">="]],
  ">": [[1, ">="], [2, "<"]],
  ">=": [[1, ">"], [2, "<="]],
  "===": [[2, "!=="], [3, "<="], [3, ">="]],
  "!==": [[2, "==="], [3, "<"], [3, ">"]],
  "&&": [[2, "||"]],
  "||": [[2, "&&"]],
  "??": [[3, "||"]],
  "+": [[1, "-"]],
  "-": [[1, "+"]],
  "*": [[1, "/"]],
  "/": [[1, "*"]],
  "%": [[2, "/"]],
  "&": [[1, "|"], [1, "^"]],
  "|": [[1, "&"], [1, "^"]],
  "^": [[1, "&"], [1, "|"]],
  "<<": [[1, ">>"]],
  ">>": [[1, "<<"]],
  "+=": [[1, "-="]],
  "-=": [[1, "+="]],
  "*=": [[1, "/="]],
  "/=": [[1, "*="]],
  "&=": [[1, "|="], [1, "^="]],
  "|=": [[1, "&="], [1, "^="]],
  "^=": [[1, "&="], [1, "|="]],
};

/** A comparison, an operation or an assignment gets an operator that is easily taken for its own. */
export const otherOperator: RepairRule = ({ node, scope }) => {
  const isOperation = node.type === "BinaryExpression" || node.type === "LogicalExpression" ||
    node.type === "AssignmentExpression";
  if (!isOperation) return [];
  const isText = node.operator === "+" && shapeOf(node, scope).kind === "string";
  if (isText) return [];
  return (meant[node.operator] ?? []).flatMap(([rank, operator]) =>
    replacing(rank, node, [withParts(node, { operator })])
  );
};

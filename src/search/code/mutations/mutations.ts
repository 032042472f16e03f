/**
 * The table of all mutations.
 *
 * @module
 */
import type { OperatorName } from "../../code_operators.ts";
import { branchExpression } from "./branch_expression.ts";
import { callFunction } from "./call_function.ts";
import { crossOver } from "./cross_over.ts";
import { deleteStatement } from "./delete_statement.ts";
import { insertAssignment } from "./insert_assignment.ts";
import { insertGuard } from "./insert_guard.ts";
import { moveLiterals } from "./move_literals.ts";
import type { Mutation } from "./mutation.ts";
import { promotePart } from "./promote_part.ts";
import { replaceExpression } from "./replace_expression.ts";
import { swapOperator } from "./swap_operator.ts";
import { tuneLiteral } from "./tune_literal.ts";
import { wrapExpression } from "./wrap_expression.ts";

/** The mutations by the names of their operators. */
export const mutations: Readonly<Record<OperatorName, Mutation>> = {
  "tune a number": tuneLiteral,
  "move its numbers": moveLiterals,
  "swap an operator": swapOperator,
  "replace an expression": replaceExpression,
  "build on an expression": wrapExpression,
  "call a function": callFunction,
  "bound or branch": branchExpression,
  "keep a part": promotePart,
  "add a special case": insertGuard,
  "add a step": insertAssignment,
  "delete a statement": deleteStatement,
  "take over from another candidate": crossOver,
};

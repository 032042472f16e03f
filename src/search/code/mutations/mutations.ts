/**
 * The table of all mutations.
 *
 * @module
 */
import { crossOver } from "./cross_over.ts";
import { deleteStatement } from "./delete_statement.ts";
import { insertAssignment } from "./insert_assignment.ts";
import { insertGuard } from "./insert_guard.ts";
import type { Mutation } from "./mutation.ts";
import { promotePart } from "./promote_part.ts";
import { replaceExpression } from "./replace_expression.ts";
import { swapOperator } from "./swap_operator.ts";
import { tuneLiteral } from "./tune_literal.ts";
import { wrapExpression } from "./wrap_expression.ts";

/** The mutations that keep the form of code: they change numbers and operators. */
export const tunings: readonly Mutation[] = [tuneLiteral, swapOperator];

/** The mutations with their weights. */
export const mutations: readonly Mutation[] = [
  ...tunings,
  replaceExpression,
  wrapExpression,
  promotePart,
  insertGuard,
  insertAssignment,
  deleteStatement,
  crossOver,
];

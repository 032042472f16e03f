/**
 * The port of the rules that simplify expressions. Types only.
 *
 * @module
 */
import type { AnyNode } from "acorn";
import type { CodeAnalysis } from "./analysis.ts";
import type { Facts } from "./facts.ts";

/** What a rule may use. */
export interface RuleContext {
  readonly analysis: CodeAnalysis;
  /** What is known where the expression stands. */
  readonly facts: Facts;
  /** Whether only truthiness matters, as in the condition of an `if`. */
  readonly isTest: boolean;
}

/** Gives a simpler expression; `undefined` when the rule does not apply. */
export type Rule = (node: AnyNode, context: RuleContext) => AnyNode | undefined;

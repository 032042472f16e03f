/**
 * Collects the edits that make a tree simpler, by the conditions on the way to each place.
 *
 * @module
 */
import type { AnyNode, Function as FunctionNode, IfStatement } from "acorn";
import { childrenOf, walk } from "../../../code/walk.ts";
import { constant, emptyBlock, withParts } from "../print/build.ts";
import type { Edit } from "../print/edit.ts";
import { writtenText } from "../print/print.ts";
import type { CodeTree } from "../tree/code_tree.ts";
import { CodeAnalysis } from "./analysis.ts";
import { constantOf } from "./evaluate.ts";
import { Facts } from "./facts.ts";
import type { Rule } from "./rule.ts";
import { exits, isHoisted, needsBlock, statementsOf } from "./statements.ts";

/** The edits that can be made at once: no edit lies within the node of another one. */
export function simplifications(tree: CodeTree, rules: readonly Rule[]): readonly Edit[] {
  const simplifier = new Simplifier(tree, rules);
  simplifier.visit(tree.program, simplifier.nothingKnown);
  return simplifier.edits;
}

class Simplifier {
  readonly edits: Edit[] = [];
  readonly nothingKnown: Facts;
  readonly #analysis: CodeAnalysis;
  readonly #rules: readonly Rule[];
  readonly #mentions: ReadonlyMap<string, number>;

  constructor(tree: CodeTree, rules: readonly Rule[]) {
    this.#analysis = new CodeAnalysis(tree);
    this.#rules = rules;
    this.#mentions = mentionsIn(tree);
    this.nothingKnown = new Facts(this.#analysis);
  }

  visit(node: AnyNode, facts: Facts, isTest = false): void {
    const place = this.#analysis.tree.placeOf.get(node);
    if (!place) return;
    const by = place.owner && this.#simpler(node, facts, isTest);
    if (by) return void this.edits.push({ kind: "replace", node, by });
    switch (node.type) {
      case "Program":
      case "BlockStatement":
        return this.#visitList(node.body, facts);
      case "FunctionDeclaration":
      case "FunctionExpression":
      case "ArrowFunctionExpression":
        return this.#visitFunction(node);
      case "IfStatement":
        return this.#visitIf(node, facts);
      case "SwitchStatement":
        this.visit(node.discriminant, facts);
        return node.cases.forEach(({ consequent }) => this.#visitList(consequent, facts));
      case "LogicalExpression":
        this.visit(node.left, facts, isTest && node.operator !== "??");
        if (node.operator === "??") return this.visit(node.right, facts);
        return this.visit(node.right, facts.assume(node.left, node.operator === "&&"), isTest);
      case "ConditionalExpression":
        this.visit(node.test, facts, true);
        this.visit(node.consequent, facts.assume(node.test, true), isTest);
        return this.visit(node.alternate, facts.assume(node.test, false), isTest);
      case "UnaryExpression":
        return this.visit(node.argument, facts, node.operator === "!");
      default:
        for (const child of childrenOf(node)) this.visit(child, facts);
    }
  }

  #simpler(node: AnyNode, facts: Facts, isTest: boolean): AnyNode | undefined {
    for (const rule of this.#rules) {
      const by = rule(node, { analysis: this.#analysis, facts, isTest });
      if (by) return by;
    }
    return undefined;
  }

  /** A function may be called at any time, so nothing is known at its start. */
  #visitFunction(node: FunctionNode): void {
    this.visit(node.body, this.nothingKnown);
  }

  #visitList(statements: readonly AnyNode[], facts: Facts): void {
    let known = facts;
    let isReachable = true;
    for (const [place, statement] of statements.entries()) {
      if (!isReachable && isHoisted(statement)) continue;
      const edit = this.#listEdit(statement, statements[place + 1], { known, isReachable });
      if (edit) this.edits.push(edit);
      else this.visit(statement, known);
      // A guard that goes because the next statement has its outcome tells nothing about that statement.
      if (!edit) known = this.#after(statement, known);
      isReachable &&= !exits(statement);
    }
  }

  /** An edit that only a statement in a list allows. */
  #listEdit(
    statement: AnyNode,
    next: AnyNode | undefined,
    { known, isReachable }: { readonly known: Facts; readonly isReachable: boolean },
  ): Edit | undefined {
    if (!this.#analysis.tree.placeOf.get(statement)?.owner) return undefined;
    const isIdle = statement.type === "IfStatement"
      ? this.#isIdle(statement) || this.#isRepeated(statement, next, known)
      : this.#isUnused(statement);
    if (!isReachable || isIdle) return { kind: "remove", statement };
    const statements = taken(statement);
    if (!statements || statements.some(needsBlock)) return undefined;
    return statements.length === 0
      ? { kind: "remove", statement }
      : { kind: "unwrap", statement, statements };
  }

  /** Whether a condition has no branch that does anything. */
  #isIdle({ test, consequent, alternate }: IfStatement): boolean {
    return statementsOf(consequent).length === 0 &&
      (!alternate || statementsOf(alternate).length === 0) &&
      this.#analysis.isHarmless(test);
  }

  /** Whether a guard has the outcome of the statement behind it, which is reached without the guard too. */
  #isRepeated(
    { test, consequent, alternate }: IfStatement,
    next: AnyNode | undefined,
    known: Facts,
  ): boolean {
    if (alternate || !next || !exits(consequent) || !this.#analysis.isHarmless(test)) return false;
    const outcome = textOfBranch(consequent);
    if (next.type !== "IfStatement") return textOfBranch(next) === outcome;
    return textOfBranch(next.consequent) === outcome &&
      known.assume(test, true).decide(next.test) === true;
  }

  /** Whether a statement has no effect, or declares a variable that nothing mentions. */
  #isUnused(statement: AnyNode): boolean {
    if (statement.type === "EmptyStatement") return true;
    if (statement.type === "ExpressionStatement") {
      return !("directive" in statement && statement.directive) &&
        this.#analysis.isHarmless(statement.expression);
    }
    if (statement.type !== "VariableDeclaration" || statement.kind === "var") return false;
    const [declaration, ...others] = statement.declarations;
    if (!declaration || others.length > 0 || declaration.id.type !== "Identifier") return false;
    const { id: { name }, init } = declaration;
    return (!init || this.#analysis.isHarmless(init)) && this.#mentions.get(name) === 1;
  }

  #visitIf(node: IfStatement, facts: Facts): void {
    const { test, consequent, alternate } = node;
    const isOwned = this.#analysis.tree.placeOf.get(node)?.owner !== undefined;
    const known = constantOf(test);
    if (isOwned && known !== undefined) {
      const by = (known ? consequent : alternate) ?? emptyBlock();
      return void this.edits.push({ kind: "replace", node, by });
    }
    if (isOwned && alternate && statementsOf(alternate).length === 0) {
      return void this.edits.push({
        kind: "replace",
        node,
        by: withParts(node, { alternate: null }),
      });
    }
    const isSame = alternate && textOfBranch(consequent) === textOfBranch(alternate);
    if (isOwned && isSame && this.#analysis.isHarmless(test)) {
      return void this.edits.push({ kind: "replace", node: test, by: constant(true) });
    }
    this.visit(test, facts, true);
    this.visit(consequent, facts.assume(test, true));
    if (alternate) this.visit(alternate, facts.assume(test, false));
  }

  /** What is known behind a statement: that a branch which leaves the list was not taken. */
  #after(statement: AnyNode, facts: Facts): Facts {
    if (statement.type !== "IfStatement") return facts;
    const { test, consequent, alternate } = statement;
    const leaves = exits(consequent);
    const elseLeaves = alternate ? exits(alternate) : false;
    if (leaves === elseLeaves) return facts;
    return facts.assume(test, !leaves);
  }
}

/** How often each name stands in a source. */
function mentionsIn(tree: CodeTree): ReadonlyMap<string, number> {
  const mentions = new Map<string, number>();
  walk(tree.program, (node) => {
    if (node.type === "Identifier") mentions.set(node.name, (mentions.get(node.name) ?? 0) + 1);
  });
  return mentions;
}

/** The statements that take the place of a block, or of a condition that is a constant; `undefined` for others. */
function taken(statement: AnyNode): readonly AnyNode[] | undefined {
  if (statement.type === "BlockStatement") return statement.body;
  if (statement.type !== "IfStatement") return undefined;
  const known = constantOf(statement.test);
  if (known === undefined) return undefined;
  const branch = known ? statement.consequent : statement.alternate;
  return branch ? statementsOf(branch) : [];
}

/** A branch as text, whether it stands in a block or not. */
function textOfBranch(branch: AnyNode): string {
  return statementsOf(branch).map((statement) => writtenText(statement)).join("\n");
}

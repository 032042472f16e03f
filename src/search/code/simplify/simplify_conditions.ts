/**
 * Simplifies conditions, alone and by the conditions on the way to them.
 *
 * @module
 */
import type { AnyNode } from "acorn";
import { binary, constant, unary, withParts } from "../print/build.ts";
import { writtenText } from "../print/print.ts";
import { constantOf } from "./evaluate.ts";
import type { Facts } from "./facts.ts";
import type { Rule, RuleContext } from "./rule.ts";

/** Puts `true` or `false` in the place of a condition that always or never holds. */
export const decideCondition: Rule = (node, { analysis, facts, isTest }) => {
  if (!isTest && !analysis.isBoolean(node)) return undefined;
  const value = constantOf(node) === undefined ? facts.decide(node) : undefined;
  if (value !== undefined) return constant(value);
  if (node.type !== "BinaryExpression" || !/^[<>]$/.test(node.operator)) return undefined;
  const key = analysis.keyOf(node.left);
  const isSame = key !== undefined && key === analysis.keyOf(node.right);
  return isSame && analysis.isHarmless(node) ? constant(false) : undefined;
};

/** `!!a` and `!(a === b)`. */
export const simplifyNegation: Rule = (node, { analysis, isTest }) => {
  if (node.type !== "UnaryExpression" || node.operator !== "!") return undefined;
  const { argument } = node;
  if (argument.type === "UnaryExpression" && argument.operator === "!") {
    const inner = argument.argument;
    return isTest || analysis.isBoolean(inner) ? inner : undefined;
  }
  if (argument.type !== "BinaryExpression") return undefined;
  const opposite = { "===": "!==", "!==": "===" }[argument.operator as string];
  return opposite ? withParts(argument, { operator: opposite }) : undefined;
};

/** A choice whose condition is known, or whose branches are the same or the condition itself. */
export const simplifyChoice: Rule = (node, { analysis, facts }) => {
  if (node.type !== "ConditionalExpression") return undefined;
  const { test, consequent, alternate } = node;
  const known = facts.decide(test);
  if (known !== undefined) return known ? consequent : alternate;
  if (analysis.isHarmless(test) && writtenText(consequent) === writtenText(alternate)) {
    return consequent;
  }
  if (test.type === "UnaryExpression" && test.operator === "!") {
    return withParts(node, { test: test.argument, consequent: alternate, alternate: consequent });
  }
  if (!analysis.isBoolean(test)) return undefined;
  const [one, other] = [constantOf(consequent), constantOf(alternate)];
  if (one === true && other === false) return test;
  return one === false && other === true ? unary("!", test) : undefined;
};

/** Longer chains are left as they are, because each part is compared with every other. */
const longestChain = 32;

/** A chain of `&&` or `||`: parts that follow from the others are dropped, and those behind a decision. */
export const simplifyChain: Rule = (node, context) => {
  if (node.type !== "LogicalExpression" || node.operator === "??") return undefined;
  const parts = partsOf(node, node.operator);
  if (parts.length > longestChain) return undefined;
  const chain = new Chain(node.operator, context);
  const kept = chain.withoutImpliedByLater(chain.withoutImpliedByEarlier(parts));
  const isSame = kept.length === parts.length && kept.every((part, place) => part === parts[place]);
  const [first, ...rest] = kept;
  if (!first || (isSame && !isNested(node))) return undefined;
  return rest.reduce((left, right) => binary(node.operator, left, right), first);
};

/** Whether a part of the chain stands in parentheses that it does not need: `a && (b && c)`. */
function isNested({ operator, left, right }: AnyNode & { type: "LogicalExpression" }): boolean {
  return [left, right].some((part) =>
    part.type === "LogicalExpression" && part.operator === operator &&
    (part === right || isNested(part))
  );
}

function partsOf(node: AnyNode, operator: string): AnyNode[] {
  return node.type === "LogicalExpression" && node.operator === operator
    ? [...partsOf(node.left, operator), ...partsOf(node.right, operator)]
    : [node];
}

/** The parts of a chain are evaluated while they are truthy (`&&`) or falsy (`||`). */
class Chain {
  readonly #context: RuleContext;
  /** The truth of a part with which the chain goes on. */
  readonly #goesOn: boolean;

  constructor(operator: string, context: RuleContext) {
    this.#context = context;
    this.#goesOn = operator === "&&";
  }

  withoutImpliedByEarlier(parts: readonly AnyNode[]): AnyNode[] {
    const kept: AnyNode[] = [];
    let { facts } = this.#context;
    for (const [place, part] of parts.entries()) {
      const truth = facts.decide(part);
      if (truth === !this.#goesOn) {
        // The chain ends here, so nothing behind this part is ever evaluated.
        const isOnlyTruth = this.#context.isTest || this.#context.analysis.isBoolean(part);
        const end = isOnlyTruth && constantOf(part) === undefined ? constant(truth) : part;
        return this.#isOnlyTruth(kept) && this.#areHarmless(kept) && end !== part
          ? [end]
          : [...kept, end];
      }
      const isLast = place === parts.length - 1;
      if (truth === this.#goesOn && (!isLast || this.#mayEndWith(kept.at(-1), part))) continue;
      kept.push(part);
      facts = this.#assume(facts, part);
    }
    return kept.length > 0 ? kept : [...parts];
  }

  withoutImpliedByLater(parts: readonly AnyNode[]): AnyNode[] {
    let kept = [...parts];
    for (let place = kept.length - 2; place >= 0; place--) {
      const [part, later] = [kept[place], kept.slice(place + 1)];
      if (!part || !this.#isRead([part, ...later]) || !this.#areHarmless([part, ...later])) {
        continue;
      }
      if (!this.#isOnlyTruth([part, ...later])) continue;
      const facts = later.reduce((known, one) => this.#assume(known, one), this.#context.facts);
      if (facts.decide(part) === this.#goesOn) kept = kept.toSpliced(place, 1);
    }
    return kept;
  }

  #assume(facts: Facts, part: AnyNode): Facts {
    return facts.assume(part, this.#goesOn);
  }

  /** Whether the value of the chain is the same when this part, whose truth is known, is no more its last one. */
  #mayEndWith(last: AnyNode | undefined, dropped: AnyNode): boolean {
    if (!last) return false;
    const { analysis } = this.#context;
    const key = analysis.keyOf(dropped);
    return this.#isOnlyTruth([last, dropped]) ||
      (key !== undefined && key === analysis.keyOf(last));
  }

  #isOnlyTruth(parts: readonly AnyNode[]): boolean {
    return this.#context.isTest || parts.every((part) => this.#context.analysis.isBoolean(part));
  }

  #areHarmless(parts: readonly AnyNode[]): boolean {
    return parts.every((part) => this.#context.analysis.isHarmless(part));
  }

  /** Whether all of them are nodes of the source, rather than constants put in their place. */
  #isRead(parts: readonly AnyNode[]): boolean {
    return parts.every((part) => this.#context.analysis.tree.placeOf.has(part));
  }
}

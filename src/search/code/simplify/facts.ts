/**
 * What the conditions on the way to a place say about the values there.
 *
 * @module
 */
import type { AnyNode } from "acorn";
import type { CodeAnalysis } from "./analysis.ts";
import { type Constant, constantOf, numberOf } from "./evaluate.ts";
import { anyNumber, compareRange, narrow, type Range } from "./range.ts";

/** The four ways in which two numbers can stand to each other, one bit each. */
const less = 1, equal = 2, greater = 4, unordered = 8;
const anyOrder = less | equal | greater | unordered;

/** The orders for which a comparison is true. */
const ordersOf: Readonly<Record<string, number>> = {
  "<": less,
  "<=": less | equal,
  ">": greater,
  ">=": greater | equal,
  "===": equal,
  "!==": less | greater | unordered,
};

/** The comparisons with their operands exchanged. */
const exchanged: Readonly<Record<string, string>> = {
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
  "===": "===",
  "!==": "!==",
};

/** What is known, by the keys of expressions. */
interface Known {
  /** Whether an expression is truthy. */
  readonly truths: ReadonlyMap<string, boolean>;
  /** The range of a number. */
  readonly ranges: ReadonlyMap<string, Range>;
  /** How two numbers stand to each other. */
  readonly orders: ReadonlyMap<string, number>;
  /** The text or boolean that an expression equals. */
  readonly values: ReadonlyMap<string, Constant>;
}

/** A comparison of an expression with a constant, or of two expressions in the order of their keys. */
type Comparison =
  | {
    readonly kind: "constant";
    readonly key: string;
    readonly operator: string;
    readonly constant: number;
  }
  | { readonly kind: "pair"; readonly key: string; readonly operator: string };

/** Known conditions; more are added by `assume`, which leaves the original as it was. */
export class Facts {
  readonly #analysis: CodeAnalysis;
  readonly #known: Known;
  /** Decisions that were made, because one condition is asked for many times. */
  readonly #decisions = new Map<AnyNode, boolean | undefined>();

  /** Nothing is known. */
  constructor(analysis: CodeAnalysis, known?: Known) {
    this.#analysis = analysis;
    this.#known = known ??
      { truths: new Map(), ranges: new Map(), orders: new Map(), values: new Map() };
  }

  /** The facts after a condition was evaluated and found truthy or falsy. */
  assume(condition: AnyNode, isTrue: boolean): Facts {
    if (condition.type === "UnaryExpression" && condition.operator === "!") {
      return this.assume(condition.argument, !isTrue);
    }
    if (condition.type === "LogicalExpression" && condition.operator !== "??") {
      const { left, right } = condition;
      // `a && b` is true, or `a || b` is false, for one reason only.
      if (isTrue === (condition.operator === "&&")) {
        return this.#withTruth(condition, isTrue).assume(left, isTrue).assume(right, isTrue);
      }
      if (this.decide(left) === !isTrue) return this.assume(right, isTrue);
      return this.#withTruth(condition, isTrue);
    }
    return this.#withComparison(condition, isTrue).#withTruth(condition, isTrue);
  }

  /** Whether a condition is truthy; `undefined` when it may be either, or must be evaluated for its side effects. */
  decide(condition: AnyNode): boolean | undefined {
    if (!this.#decisions.has(condition)) this.#decisions.set(condition, this.#decide(condition));
    return this.#decisions.get(condition);
  }

  #decide(condition: AnyNode): boolean | undefined {
    const constant = constantOf(condition);
    if (constant !== undefined) return Boolean(constant);
    const known = this.#knownTruth(condition);
    if (known !== undefined) return known;
    if (condition.type === "UnaryExpression" && condition.operator === "!") {
      const inner = this.decide(condition.argument);
      return inner === undefined ? undefined : !inner;
    }
    if (condition.type === "LogicalExpression") return this.#decideLogical(condition);
    return this.#decideComparison(condition) ?? this.#decideEquality(condition);
  }

  #decideLogical(
    { operator, left, right }: AnyNode & { type: "LogicalExpression" },
  ): boolean | undefined {
    if (operator === "??") return undefined;
    const isDeciding = operator === "||";
    const first = this.decide(left);
    if (first === isDeciding) return first;
    const second = this.assume(left, !isDeciding).decide(right);
    if (first !== undefined) return second;
    return second === isDeciding && this.#analysis.isHarmless(left) ? second : undefined;
  }

  #decideComparison(condition: AnyNode): boolean | undefined {
    const comparison = this.#comparisonOf(condition);
    if (!comparison) return undefined;
    const { key, operator } = comparison;
    if (comparison.kind === "constant") {
      const range = this.#known.ranges.get(key);
      const isDroppable = range !== undefined || this.#analysis.isHarmless(condition);
      return isDroppable
        ? compareRange(range ?? this.#ownRange(condition), operator, comparison.constant)
        : undefined;
    }
    const orders = this.#known.orders.get(key);
    const own = ordersOf[operator] ?? anyOrder;
    if (orders === undefined) return undefined;
    if ((orders & own) === 0) return false;
    return (orders & ~own) === 0 ? true : undefined;
  }

  /** Whether a text or boolean equals a constant, where the one it equals is known. */
  #decideEquality(condition: AnyNode): boolean | undefined {
    const equality = this.#equalityOf(condition);
    const value = equality && this.#known.values.get(equality.key);
    return value === undefined ? undefined : (value === equality?.value) === equality?.isEqual;
  }

  #withComparison(condition: AnyNode, isTrue: boolean): Facts {
    const comparison = this.#comparisonOf(condition);
    if (comparison?.kind === "constant") {
      const { key, operator, constant } = comparison;
      const range = this.#known.ranges.get(key) ?? this.#ownRange(condition);
      const narrower = narrow(range, { operator, constant, result: isTrue });
      return this.#with({ ranges: new Map(this.#known.ranges).set(key, narrower) });
    }
    if (comparison) {
      const { key, operator } = comparison;
      const own = ordersOf[operator] ?? anyOrder;
      const orders = (this.#known.orders.get(key) ?? anyOrder) & (isTrue ? own : ~own);
      return this.#with({ orders: new Map(this.#known.orders).set(key, orders) });
    }
    const equality = this.#equalityOf(condition);
    if (!equality || equality.isEqual !== isTrue) return this;
    return this.#with({ values: new Map(this.#known.values).set(equality.key, equality.value) });
  }

  #withTruth(condition: AnyNode, isTrue: boolean): Facts {
    const truth = this.#truthOf(condition);
    if (!truth) return this;
    return this.#with({
      truths: new Map(this.#known.truths).set(truth.key, isTrue !== truth.isNegated),
    });
  }

  #knownTruth(condition: AnyNode): boolean | undefined {
    const truth = this.#truthOf(condition);
    const known = truth && this.#known.truths.get(truth.key);
    return known === undefined ? undefined : known !== truth?.isNegated;
  }

  /** The key of a condition; `a !== b` has that of `a === b`, negated. */
  #truthOf(condition: AnyNode): { readonly key: string; readonly isNegated: boolean } | undefined {
    const key = this.#analysis.keyOf(condition);
    if (key === undefined) return undefined;
    const isNegated = condition.type === "BinaryExpression" && condition.operator === "!==";
    return { key: isNegated ? key.replace("!==", "===") : key, isNegated };
  }

  /** A condition as a comparison of two values that are numbers for certain. */
  #comparisonOf(condition: AnyNode): Comparison | undefined {
    if (condition.type !== "BinaryExpression" || !(condition.operator in ordersOf)) {
      return undefined;
    }
    const { left, right, operator } = condition;
    const [one, other] = [numberOf(left), numberOf(right)];
    if (!this.#analysis.isNumber(left) || !this.#analysis.isNumber(right)) return undefined;
    const [leftKey, rightKey] = [this.#analysis.keyOf(left), this.#analysis.keyOf(right)];
    if (leftKey === undefined || rightKey === undefined) return undefined;
    const turned = exchanged[operator] ?? operator;
    if (other !== undefined) return { kind: "constant", key: leftKey, operator, constant: other };
    if (one !== undefined) {
      return { kind: "constant", key: rightKey, operator: turned, constant: one };
    }
    return leftKey <= rightKey
      ? { kind: "pair", key: `${leftKey} ${rightKey}`, operator }
      : { kind: "pair", key: `${rightKey} ${leftKey}`, operator: turned };
  }

  #equalityOf(condition: AnyNode) {
    if (condition.type !== "BinaryExpression" || !/^[!=]==$/.test(condition.operator)) {
      return undefined;
    }
    const key = this.#analysis.keyOf(condition.left);
    const value = constantOf(condition.right);
    return key === undefined || value === undefined || typeof value === "number"
      ? undefined
      : { key, value, isEqual: condition.operator === "===" };
  }

  /** The range of the number in a comparison with a constant, by the way it is calculated. */
  #ownRange(condition: AnyNode): Range {
    if (condition.type !== "BinaryExpression") return anyNumber;
    const number = numberOf(condition.right) === undefined ? condition.right : condition.left;
    return ownRange(number, this.#analysis);
  }

  #with(changed: Partial<Known>): Facts {
    return new Facts(this.#analysis, { ...this.#known, ...changed });
  }
}

/** The range of a number by the operation that gives it. */
function ownRange(node: AnyNode, analysis: CodeAnalysis): Range {
  const value = numberOf(node);
  if (value !== undefined) {
    return { low: value, high: value, hasLow: true, hasHigh: true, hasNaN: false };
  }
  if (node.type === "BinaryExpression" && node.operator === "**" && numberOf(node.right) === 2) {
    return { ...anyNumber, low: 0 };
  }
  if (node.type === "MemberExpression" && node.property.type === "Identifier") {
    return node.property.name === "length" && !node.computed && analysis.isLength(node)
      ? { ...anyNumber, low: 0, hasNaN: false }
      : anyNumber;
  }
  const name = analysis.mathFunction(node);
  return name === "abs" || name === "sqrt" ? { ...anyNumber, low: 0 } : anyNumber;
}

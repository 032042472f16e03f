/**
 * Tells which expressions have no side effects, and which are the same.
 *
 * @module
 */
import type { AnyNode, Expression } from "acorn";
import type { CodeTree } from "../tree/code_tree.ts";
import * as certain from "../tree/is_certain.ts";
import type { Scope, Variable } from "../tree/scope.ts";
import { shapeOf, underType } from "../tree/shape_of.ts";
import { constantOf } from "./evaluate.ts";
import { type Habits, habitsOf } from "./habits.ts";

const operators = /^(?:[-+*/%&|^]|\*\*|<<|>>>?|[<>]=?|[!=]==?)$/;
const noScope: Scope = new Map();

/** What can be known of the expressions of one tree; they must be nodes that were read. */
export class CodeAnalysis {
  readonly tree: CodeTree;
  readonly #habits: Habits;
  readonly #numbers = new Map<Variable, number>();
  readonly #keys = new Map<AnyNode, string | undefined>();

  constructor(tree: CodeTree) {
    this.tree = tree;
    this.#habits = habitsOf(tree.program);
  }

  /** The variables that an expression can see. */
  scopeOf(node: AnyNode): Scope {
    return this.tree.placeOf.get(node)?.scope ?? noScope;
  }

  /** Whether the value is a number for certain. */
  isNumber(node: AnyNode): boolean {
    return !isLong(node) && this.#habits.isPlain && certain.isNumber(node, this.scopeOf(node));
  }

  /** Whether the value is a boolean for certain. */
  isBoolean(node: AnyNode): boolean {
    return certain.isBoolean(node, this.scopeOf(node));
  }

  /** The name of the function of `Math` that is called; `undefined` for other expressions. */
  mathFunction(node: AnyNode): string | undefined {
    return certain.mathFunction(node, this.scopeOf(node));
  }

  /** Whether a member is the length of a list or text. */
  isLength(node: AnyNode & { type: "MemberExpression" }): boolean {
    const scope = this.scopeOf(node.object);
    return this.#isPlainField(node) &&
      /^(?:array|string)$/.test(shapeOf(node.object, scope).kind);
  }

  /** Whether evaluation neither throws nor changes anything, so that it may be left out. */
  isHarmless(node: AnyNode): boolean {
    if (isLong(node)) return false;
    const inner = underType(node);
    if (inner) return this.isHarmless(inner);
    switch (node.type) {
      case "Literal":
      case "ArrowFunctionExpression":
      case "FunctionExpression":
        return true;
      case "Identifier":
        return isGlobalValue(node.name) || (this.scopeOf(node).get(node.name)?.isReady ?? false);
      case "UnaryExpression":
        if (node.operator === "delete" || !this.isHarmless(node.argument)) return false;
        return /^(?:!|typeof|void)$/.test(node.operator) || this.#isPrimitive(node.argument);
      case "BinaryExpression":
        if (!operators.test(node.operator) || !this.#areHarmless(node.left, node.right)) {
          return false;
        }
        return /^[!=]==$/.test(node.operator) ||
          (this.#isPrimitive(node.left) && this.#isPrimitive(node.right));
      case "LogicalExpression":
        return this.#areHarmless(node.left, node.right);
      case "ConditionalExpression":
        return this.#areHarmless(node.test, node.consequent, node.alternate);
      case "MemberExpression":
        return this.#isPlainField(node) && this.isHarmless(node.object);
      case "CallExpression":
        return this.#isMath(node) && this.#areHarmless(...node.arguments) &&
          node.arguments.every((argument) => this.isNumber(argument));
      default:
        return false;
    }
  }

  /**
   * A text that is equal for expressions which give the same value wherever both are evaluated in one run of their
   * function; `undefined` where a value may change or evaluation has side effects. Evaluation may throw.
   */
  keyOf(node: AnyNode): string | undefined {
    if (isLong(node)) return undefined;
    if (!this.#keys.has(node)) this.#keys.set(node, this.#makeKey(node));
    return this.#keys.get(node);
  }

  #makeKey(node: AnyNode): string | undefined {
    const inner = underType(node);
    if (inner) return this.keyOf(inner);
    const constant = constantOf(node);
    if (constant !== undefined) return `${typeof constant} ${keyOfConstant(constant)}`;
    if (!this.#habits.isPlain) return undefined;
    switch (node.type) {
      case "Literal":
        return node.raw === "null" ? "null" : undefined;
      case "Identifier":
        return this.#keyOfVariable(node.name, this.scopeOf(node));
      case "UnaryExpression":
        return this.#keyOfOperation(node.operator, node.argument);
      case "BinaryExpression":
        return operators.test(node.operator)
          ? this.#keyOfOperation(node.operator, node.left, node.right)
          : undefined;
      case "LogicalExpression":
        return this.#join(node.operator, node.left, node.right);
      case "ConditionalExpression":
        return this.#join("?", node.test, node.consequent, node.alternate);
      case "MemberExpression":
        return this.#keyOfMember(node);
      case "CallExpression":
        return this.#isMath(node)
          ? this.#join(`Math.${this.mathFunction(node)}`, ...node.arguments)
          : undefined;
      default:
        return undefined;
    }
  }

  #join(operator: string, ...parts: readonly AnyNode[]): string | undefined {
    const keys = parts.map((part) => this.keyOf(part));
    return keys.includes(undefined) ? undefined : `${operator}(${keys.join()})`;
  }

  /** Operators that convert an object to a primitive value read its items, which may change. */
  #keyOfOperation(operator: string, ...operands: readonly AnyNode[]): string | undefined {
    const isSafe = this.#habits.isQuiet || /^(?:[!=]==|!|typeof|void)$/.test(operator) ||
      operands.every((operand) => this.#isPrimitive(operand));
    return isSafe && operator !== "delete" ? this.#join(operator, ...operands) : undefined;
  }

  #keyOfVariable(name: string, scope: Scope): string | undefined {
    const variable = scope.get(name);
    if (!variable) return isGlobalValue(name) ? name : undefined;
    if (!variable.isConstant) return undefined;
    const known = this.#numbers.get(variable) ?? this.#numbers.size;
    this.#numbers.set(variable, known);
    return `${name}@${known}`;
  }

  #keyOfMember(node: AnyNode & { type: "MemberExpression" }): string | undefined {
    if (!this.#habits.isQuiet || node.optional) return undefined;
    if (node.computed) return this.#join("[]", node.object, node.property);
    return node.property.type === "Identifier"
      ? this.#join(`.${node.property.name}`, node.object)
      : undefined;
  }

  #isMath(node: AnyNode): boolean {
    const name = this.mathFunction(node);
    return name !== undefined && name !== "random";
  }

  /** Whether a member is a declared field of a record, or the length of a list or text. */
  #isPlainField(node: AnyNode & { type: "MemberExpression" }): boolean {
    const scope = this.scopeOf(node);
    return this.#habits.isPlain && !node.computed && !node.optional &&
      certain.isCertain(node.object, scope) && shapeOf(node, scope).kind !== "unknown";
  }

  /** Numbers, booleans and texts are calculated with and compared without side effects. */
  #isPrimitive(node: AnyNode): boolean {
    const scope = this.scopeOf(node);
    return this.#habits.isPlain && /^(?:number|boolean|string)$/.test(shapeOf(node, scope).kind) &&
      certain.isCertain(node, scope);
  }

  #areHarmless(...nodes: readonly (Expression | AnyNode)[]): boolean {
    return nodes.every((node) => this.isHarmless(node));
  }
}

/** Longer expressions are not analysed, because the time for that grows with the square of their length. */
function isLong({ start, end }: AnyNode): boolean {
  return end - start > 400;
}

function keyOfConstant(constant: number | string | boolean): string {
  return Object.is(constant, -0) ? "-0" : JSON.stringify(constant);
}

function isGlobalValue(name: string): boolean {
  return name === "Infinity" || name === "NaN" || name === "undefined";
}

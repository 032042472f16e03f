/**
 * Boolean expressions: "not ( True ) and ( True ) is".
 *
 * @module
 */
import { pick, whole } from "../draw.ts";
import type { Family } from "../family.ts";

/** An operand, with its value. */
interface Part {
  readonly text: string;
  readonly value: boolean;
}

/** `not` binds before `and`, and `and` before `or`. */
function expression(random: () => number, depth: number): Part {
  const products = Array.from(
    { length: whole(random, 1, 2) },
    () => Array.from({ length: whole(random, 1, 2) }, () => operand(random, depth)),
  );
  return {
    text: products.map((parts) => parts.map(({ text }) => text).join(" and ")).join(" or "),
    value: products.some((parts) => parts.every(({ value }) => value)),
  };
}

function operand(random: () => number, depth: number): Part {
  const negations = pick(random, [0, 0, 1, 1, 2]);
  const { text, value } = depth === 0 ? constant(random) : bracketed(random, depth - 1);
  return { text: `${"not ".repeat(negations)}${text}`, value: negations === 1 ? !value : value };
}

function constant(random: () => number): Part {
  const value = random() < 0.5;
  return { text: value ? "True" : "False", value };
}

function bracketed(random: () => number, depth: number): Part {
  const { text, value } = expression(random, depth);
  return { text: `( ${text} )`, value };
}

/** Expressions of constants, negations, conjunctions and disjunctions, with up to two levels of brackets. */
export const booleanExpressions: Family = {
  name: "boolean_expressions",
  make(random) {
    const { text, value } = expression(random, whole(random, 1, 2));
    return { input: `${text} is`, expected: value ? "True" : "False" };
  },
  pattern: /(?:(?:not|and|or|True|False|[()]) )*(?:True|False|\)) is\b/g,
  solve: (question) => valueOf(question.split(" ").slice(0, -1)) ? "True" : "False",
};

/** Reads a disjunction up to a closing bracket or the end, and takes its tokens away. */
function valueOf(tokens: string[]): boolean {
  let value = conjunctionOf(tokens);
  while (tokens[0] === "or") {
    tokens.shift();
    const other = conjunctionOf(tokens);
    value ||= other;
  }
  return value;
}

function conjunctionOf(tokens: string[]): boolean {
  let value = factorOf(tokens);
  while (tokens[0] === "and") {
    tokens.shift();
    const other = factorOf(tokens);
    value &&= other;
  }
  return value;
}

function factorOf(tokens: string[]): boolean {
  const token = tokens.shift();
  if (token === "not") return !factorOf(tokens);
  if (token !== "(") return token === "True";
  const value = valueOf(tokens);
  tokens.shift(); // the closing bracket
  return value;
}

/**
 * Multistep arithmetic: "((-1 + 2 + 9 * 5) - (-2 + -4 + -4 * -7)) =".
 *
 * @module
 */
import { pick, whole } from "../draw.ts";
import type { Family } from "../family.ts";

type Operator = "+" | "-" | "*";

/** A number and the operators and numbers behind it. */
interface Sum {
  readonly first: number;
  readonly rest: readonly (readonly [Operator, number])[];
}

/** Products first, then from left to right. */
function valueOf({ first, rest }: Sum): number {
  const terms = [first];
  for (const [operator, number] of rest) {
    if (operator === "*") terms.push(terms.pop()! * number); // !: it begins with one
    else terms.push(operator === "+" ? number : -number);
  }
  return terms.reduce((sum, term) => sum + term, 0);
}

/** Two brackets of four numbers from -9 to 9. */
export const multistepArithmetic: Family = {
  name: "multistep_arithmetic_two",
  make(random) {
    const operator = () => pick(random, ["+", "-", "*"] as const);
    const number = () => whole(random, -9, 9);
    const sum = (): Sum => ({
      first: number(),
      rest: Array.from({ length: 3 }, () => [operator(), number()] as const),
    });
    const [one, between, other] = [sum(), operator(), sum()];
    const text = ({ first, rest }: Sum) => `(${[first, ...rest.flat()].join(" ")})`;
    const value = valueOf({ first: valueOf(one), rest: [[between, valueOf(other)]] });
    return {
      input: `(${text(one)} ${between} ${text(other)}) =`,
      expected: String(value + 0), // no -0
    };
  },
  pattern: /\(\([-+*\d ]+\) [-+*] \([-+*\d ]+\)\) =/g,
  solve(question) {
    const [, one = "", between, other = ""] = /^\(\((.+)\) ([-+*]) \((.+)\)\) =$/.exec(question) ??
      [];
    const [left, right] = [sumIn(one), sumIn(other)];
    const value = between === "*" ? left * right : between === "+" ? left + right : left - right;
    return String(value + 0);
  },
};

/** The value of a text such as `2 - 3 * -4`. */
function sumIn(text: string): number {
  return text.replaceAll(" - ", " + -1 * ").split(" + ")
    .map((term) => term.split(" * ").reduce((product, factor) => product * Number(factor), 1))
    .reduce((sum, term) => sum + term, 0);
}

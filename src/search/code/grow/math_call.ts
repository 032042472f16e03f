/**
 * Builds expressions with the functions of `Math`.
 *
 * @module
 */
import type { AnyNode } from "acorn";
import { pickWeighted, type Random } from "../../draw.ts";
import { binary, constant, mathCall } from "../print/build.ts";

interface FunctionForm {
  readonly weight: number;
  readonly make: (inner: AnyNode) => AnyNode;
}

const call = (weight: number, name: string): FunctionForm => ({
  weight,
  make: (inner) => mathCall(name, inner),
});

/**
 * Functions of one number. Those that give no number for some inputs stand beside forms that always do ("protected" ones:
 * Koza, 1992): a candidate with the plain form fails where the data do not allow it.
 */
const functionForms: readonly FunctionForm[] = [
  call(2, "sin"),
  call(2, "cos"),
  call(1.5, "exp"),
  call(1.5, "log"),
  { weight: 0.7, make: (inner) => mathCall("log", binary("+", mathCall("abs", inner), one())) },
  call(1, "sqrt"),
  { weight: 0.7, make: (inner) => mathCall("sqrt", mathCall("abs", inner)) },
  call(0.3, "tanh"),
  { weight: 1.5, make: (inner) => binary("**", inner, constant(2)) },
  { weight: 0.4, make: (inner) => binary("**", inner, constant(3)) },
  { weight: 0.7, make: (inner) => binary("/", one(), inner) },
];

/** Names of functions of one number that may stand for one another. */
export const functionNames = [
  "cos",
  "exp",
  "log",
  "sin",
  "sqrt",
  "tanh",
];

/** A function of an expression. */
export function growFunction(inner: AnyNode, random: Random): AnyNode {
  return pickWeighted(random, functionForms)?.make(inner) ?? inner;
}

function one(): AnyNode {
  return constant(1);
}

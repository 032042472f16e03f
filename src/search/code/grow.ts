/**
 * Writes new expressions over the variables in scope.
 *
 * @module
 */
import { chance, pick, pickWeighted } from "../draw.ts";
import { growConstant } from "./constant.ts";
import { type Growing, knownExpressions, namedNumbers } from "./quantities.ts";
import type { Shape } from "./shape.ts";
import { growThreshold } from "./threshold.ts";

/** Text of a new expression; compound ones stand in parentheses. `undefined` when nothing of that shape can be written. */
export function grow(growing: Growing, shape: Shape, depth: number): string | undefined {
  switch (shape.kind) {
    case "number":
      return growNumber(growing, depth);
    case "boolean":
      return growBoolean(growing, depth);
    case "string":
      return growString(growing, shape);
    default:
      return pick(growing.random, knownExpressions(growing, shape));
  }
}

/** A number: a variable, a constant, a part of the code that is there, or an operation on such. */
export function growNumber(growing: Growing, depth: number): string {
  const { random } = growing;
  if (depth <= 0 || chance(random, 0.3)) return growTerm(growing);
  const form = pickWeighted(random, numberForms)?.write ?? growTerm;
  return form(growing, depth - 1);
}

/** A condition: nearly always whether something is large enough, for that is what decides. */
export function growBoolean(growing: Growing, depth: number): string {
  const { random } = growing;
  if (depth > 1 && chance(random, 0.2)) {
    const operator = chance(random, 0.7) ? "&&" : "||";
    return `(${growBoolean(growing, depth - 1)} ${operator} ${growBoolean(growing, depth - 1)})`;
  }
  if (chance(random, 0.25)) {
    const known = pick(random, knownExpressions(growing, { kind: "boolean" }));
    if (known) return known;
  }
  const threshold = chance(random, 0.9) ? growThreshold(growing) : undefined;
  if (threshold !== undefined) return threshold;
  const operator = pick(random, ["<", ">", "<=", ">="]);
  return `(${growVariable(growing, depth - 1)} ${operator} ${growNumber(growing, depth - 1)})`;
}

const numberForms: readonly {
  readonly weight: number;
  readonly write: (growing: Growing, depth: number) => string;
}[] = [
  { weight: 8, write: (growing, depth) => growArithmetic(growing, depth) },
  { weight: 1, write: (growing, depth) => `Math.abs(${growVariable(growing, depth)})` },
  { weight: 1, write: (growing, depth) => growPair(growing, depth, "Math.min") },
  { weight: 1, write: (growing, depth) => growPair(growing, depth, "Math.max") },
  { weight: 0.7, write: (growing, depth) => `(${growVariable(growing, depth)} ** 2)` },
  {
    weight: 0.5,
    write: (growing, depth) => `Math.sqrt(Math.abs(${growVariable(growing, depth)}))`,
  },
  { weight: 0.3, write: (growing, depth) => `Math.floor(${growVariable(growing, depth)})` },
  {
    weight: 1.5,
    write: (growing, depth) =>
      `(${growBoolean(growing, depth)} ? ${growNumber(growing, depth)} : ${
        growNumber(growing, depth)
      })`,
  },
];

function growArithmetic(growing: Growing, depth: number): string {
  const operator = pickWeighted(growing.random, arithmetic)?.operator ?? "+";
  return `(${growVariable(growing, depth)} ${operator} ${growNumber(growing, depth)})`;
}

const arithmetic = [
  { weight: 3, operator: "-" },
  { weight: 3, operator: "+" },
  { weight: 2, operator: "*" },
  { weight: 2, operator: "/" },
  { weight: 0.7, operator: "%" },
];

function growPair(growing: Growing, depth: number, callee: string): string {
  return `${callee}(${growVariable(growing, depth)}, ${growNumber(growing, depth)})`;
}

/** A number that depends on something, where anything in scope does. */
function growVariable(growing: Growing, depth: number): string {
  const grown = growNumber(growing, depth);
  if (!/^\(?-?[\d.]/.test(grown)) return grown;
  return pick(growing.random, namedNumbers(growing)) ?? grown;
}

function growTerm(growing: Growing): string {
  const { random } = growing;
  const kind = random();
  if (kind < 0.35) {
    const known = pick(random, knownExpressions(growing, { kind: "number" }));
    if (known) return known;
  }
  if (kind < 0.8) {
    const variable = pick(random, namedNumbers(growing));
    if (variable) return variable;
  }
  return growConstant(random);
}

function growString(growing: Growing, shape: Shape): string | undefined {
  const choices = shape.kind === "string" ? shape.choices ?? [] : [];
  return pick(growing.random, [
    ...choices.map((choice) => JSON.stringify(choice)),
    ...knownExpressions(growing, shape),
  ]);
}

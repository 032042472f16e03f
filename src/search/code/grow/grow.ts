/**
 * Grows new expressions over the variables in scope.
 *
 * @module
 */
import type { AnyNode } from "acorn";
import { chance, pick, pickWeighted } from "../../draw.ts";
import { binary, constant } from "../print/build.ts";
import type { Shape } from "../tree/shape.ts";
import { growConstant } from "./constant.ts";
import { growFunction } from "./math_call.ts";
import { type Growing, knownExpressions, namedNumbers } from "./quantities.ts";
import { growThreshold } from "./threshold.ts";

/** A new expression; `undefined` when nothing of that shape can be made. */
export function grow(growing: Growing, shape: Shape, depth: number): AnyNode | undefined {
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

/** A number: a variable, a constant, a part of the code, or an operation on such. */
export function growNumber(growing: Growing, depth: number): AnyNode {
  const { random } = growing;
  if (depth <= 0 || chance(random, 0.3)) return growTerm(growing);
  const form = pickWeighted(random, numberForms)?.make ?? growTerm;
  return form(growing, depth - 1);
}

/** A condition: nearly always a threshold on a quantity, because most decisions are made by one. */
export function growBoolean(growing: Growing, depth: number): AnyNode {
  const { random } = growing;
  if (depth > 1 && chance(random, 0.2)) {
    const operator = chance(random, 0.7) ? "&&" : "||";
    return binary(operator, growBoolean(growing, depth - 1), growBoolean(growing, depth - 1));
  }
  if (chance(random, 0.25)) {
    const known = pick(random, knownExpressions(growing, { kind: "boolean" }));
    if (known) return known;
  }
  const threshold = chance(random, 0.9) ? growThreshold(growing) : undefined;
  if (threshold !== undefined) return threshold;
  const operator = pick(random, ["<", ">", "<=", ">="]) ?? "<";
  return binary(operator, growVariable(growing, depth - 1), growNumber(growing, depth - 1));
}

interface NumberForm {
  readonly weight: number;
  readonly make: (growing: Growing, depth: number) => AnyNode;
}

const numberForms: readonly NumberForm[] = [
  { weight: 8, make: growArithmetic },
  {
    weight: 5,
    make: (growing, depth) => growFunction(growVariable(growing, depth), growing.random),
  },
];

function growArithmetic(growing: Growing, depth: number): AnyNode {
  const operator = pickWeighted(growing.random, arithmetic)?.operator ?? "+";
  return binary(operator, growVariable(growing, depth), growNumber(growing, depth));
}

const arithmetic = [
  { weight: 3, operator: "-" },
  { weight: 3, operator: "+" },
  { weight: 2, operator: "*" },
  { weight: 2, operator: "/" },
  { weight: 0.5, operator: "**" },
];

/** A number that depends on a variable, where there is one. */
function growVariable(growing: Growing, depth: number): AnyNode {
  const grown = growNumber(growing, depth);
  if (!beginsWithConstant(grown)) return grown;
  return pick(growing.random, namedNumbers(growing)) ?? grown;
}

function beginsWithConstant(node: AnyNode): boolean {
  if (node.type === "Literal") return true;
  if (node.type === "UnaryExpression") return beginsWithConstant(node.argument);
  return "left" in node && beginsWithConstant(node.left);
}

function growTerm(growing: Growing): AnyNode {
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

function growString(growing: Growing, shape: Shape): AnyNode | undefined {
  const choices = shape.kind === "string" ? shape.choices ?? [] : [];
  return pick(growing.random, [
    ...choices.map((choice) => constant(choice)),
    ...knownExpressions(growing, shape),
  ]);
}

/**
 * Writes new expressions over the variables in scope.
 *
 * @module
 */
import { chance, drawMagnitude, pick, pickWeighted, type Random } from "../draw.ts";
import { type CodeTree, textOf } from "./code_tree.ts";
import { expressionPlaces, isVisible } from "./expression_place.ts";
import { numberText } from "./number_text.ts";
import type { Scope } from "./scope.ts";
import { fits, type Shape } from "./shape.ts";

/** Where an expression is to stand, and what it may be made of. */
export interface Growing {
  readonly tree: CodeTree;
  readonly scope: Scope;
  readonly random: Random;
}

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
      return pick(growing.random, reusable(growing, shape));
  }
}

/** A number: a variable, a constant, a part of the code that is there, or an operation on such. */
export function growNumber(growing: Growing, depth: number): string {
  const { random } = growing;
  if (depth <= 0 || chance(random, 0.3)) return growTerm(growing);
  const form = pickWeighted(random, numberForms)?.write ?? growTerm;
  return form(growing, depth - 1);
}

/** A condition: nearly always a comparison, for that is what decides. */
export function growBoolean(growing: Growing, depth: number): string {
  const { random } = growing;
  if (depth > 1 && chance(random, 0.2)) {
    const operator = chance(random, 0.7) ? "&&" : "||";
    return `(${growBoolean(growing, depth - 1)} ${operator} ${growBoolean(growing, depth - 1)})`;
  }
  if (chance(random, 0.25)) {
    const known = pick(random, reusable(growing, { kind: "boolean" }));
    if (known) return known;
  }
  const operator = pick(random, ["<", ">", "<=", ">="]);
  // A comparison of two constants decides nothing.
  const right = chance(random, 0.65) ? growConstant(random) : growNumber(growing, depth - 1);
  return `(${growVariable(growing, depth - 1)} ${operator} ${right})`;
}

/** A constant of any size, one digit or two; in parentheses when negative. */
export function growConstant(random: Random): string {
  const value = chance(random, 0.15)
    ? pick(random, [0, 1, 2, 0.5]) ?? 0
    : drawMagnitude(random, 0.1, 1000);
  const digits = chance(random, 0.5) ? 1 : 2;
  const text = numberText(value, digits);
  return chance(random, 0.15) ? `(-${text})` : text;
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
  return pick(growing.random, variableTerms(growing)) ?? grown;
}

function growTerm(growing: Growing): string {
  const { random } = growing;
  const kind = random();
  if (kind < 0.35) {
    const known = pick(random, reusable(growing, { kind: "number" }));
    if (known) return known;
  }
  if (kind < 0.8) {
    const variable = pick(random, variableTerms(growing));
    if (variable) return variable;
  }
  return growConstant(random);
}

function growString(growing: Growing, shape: Shape): string | undefined {
  const choices = shape.kind === "string" ? shape.choices ?? [] : [];
  return pick(growing.random, [
    ...choices.map((choice) => JSON.stringify(choice)),
    ...reusable(growing, shape),
  ]);
}

/** The numbers that can be named here: variables, fields of records, lengths of lists. */
function variableTerms({ scope }: Growing): string[] {
  return [...scope.values()].flatMap(({ name, shape }) => {
    if (shape.kind === "number") return [name];
    if (shape.kind === "array") return [`${name}.length`];
    if (shape.kind !== "record") return [];
    return Object.entries(shape.fields).flatMap(([field, inner]) =>
      inner.kind === "number" ? [`${name}.${field}`] : []
    );
  });
}

/** Expressions of this shape that the code has already, and whose variables are all visible here. */
function reusable({ tree, scope }: Growing, shape: Shape): string[] {
  return expressionPlaces(tree)
    .filter((place) =>
      place.node.type !== "Literal" && place.end - place.start <= 60 && fits(place.shape, shape) &&
      isVisible(place, scope)
    )
    .map((place) => `(${textOf(tree, place.node)})`);
}

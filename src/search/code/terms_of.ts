/**
 * Lists the terms that a result may lack: small functions of the named numbers, and products of two of them.
 *
 * (The basis of "fast function extraction", McConaghy, 2011, with the functions of the search on code.)
 *
 * @module
 */
import type { AnyNode } from "acorn";
import { randomFrom, seedOf } from "../../seeds.ts";
import { chance, drawMagnitude } from "../draw.ts";
import { namedNumbers } from "./grow/quantities.ts";
import { binary, constant, mathCall, unary } from "./print/build.ts";
import type { CodeTree, Place } from "./tree/code_tree.ts";
import { shapeOf } from "./tree/shape_of.ts";

/** Most terms of a result. */
export const mostTerms = 480;

/** Named numbers that are used, the first ones. */
const mostNames = 8;

/** Points at which terms are compared. */
const pointCount = 10;

/** Fewer values that are numbers say too little. */
const leastValues = 4;

/** Digits of values that are compared: rewritings differ by rounding. */
const digits = 8;

/** A calculation with its values at some points. */
interface Calculation {
  readonly node: AnyNode;
  /** Operations and names. */
  readonly size: number;
  readonly values: readonly number[];
}

/** The expression that a piece of code returns, and the terms that it may get. */
export interface Result {
  readonly node: AnyNode;
  /** The constant 1 first, then the expression itself, then others, small ones first. */
  readonly terms: readonly AnyNode[];
}

const results = new WeakMap<CodeTree, Result>();

/** The result of a tree; `undefined` where it has none, or several. */
export function resultOf(tree: CodeTree): Result | undefined {
  const known = results.get(tree);
  if (known) return known;
  const [place, ...others] = tree.places.filter(isResult);
  if (place === undefined || others.length > 0) return undefined;
  const result = { node: place.node, terms: [constant(1), place.node, ...termsAt(place)] };
  results.set(tree, result);
  return result;
}

function isResult({ node, parent, owner, scope }: Place): boolean {
  const isReturned = parent?.node.type === "ReturnStatement" ||
    parent?.node.type === "ArrowFunctionExpression" && parent.node.body === node;
  return isReturned && owner !== undefined && shapeOf(node, scope).kind === "number";
}

function termsAt(place: Place): readonly AnyNode[] {
  const names = namedNumbers(place).slice(0, mostNames).map(named);
  const squares = names.map((name) => productOf(name, name));
  const plain = [...names, ...squares];
  const inner = [...plain, ...plain.map(onePlus)];
  const factors = different([...plain, ...inner.flatMap(functionsOf)]);
  const products = factors.flatMap((one, place) =>
    factors.slice(0, place + 1).map((other) => productOf(other, one))
  );
  return different([...factors, ...products]).slice(0, mostTerms - 2).map(({ node }) => node);
}

/** Calculations that are no multiples of smaller ones, small ones first. */
function different(all: readonly Calculation[]): readonly Calculation[] {
  const byValues = new Map<string, Calculation>();
  for (const one of all.toSorted((one, other) => one.size - other.size)) {
    if (one.values.filter(Number.isFinite).length < leastValues) continue;
    const scale = one.values.find((value) => Number.isFinite(value) && value !== 0) ?? 1;
    const key = one.values.map((value) => (value / scale).toPrecision(digits)).join();
    if (!byValues.has(key)) byValues.set(key, one);
  }
  return [...byValues.values()];
}

function named(node: AnyNode, place: number): Calculation {
  const random = randomFrom(seedOf("terms", place));
  const values = Array.from({ length: pointCount }, () => {
    const size = drawMagnitude(random, 0.05, 5);
    return chance(random, 0.3) ? -size : size;
  });
  return { node, size: 1, values };
}

function productOf(one: Calculation, other: Calculation): Calculation {
  return {
    node: one === other ? binary("**", one.node, constant(2)) : binary("*", one.node, other.node),
    size: one.size + other.size + 1,
    values: one.values.map((value, point) => value * (other.values[point] ?? NaN)),
  };
}

function onePlus({ node, size, values }: Calculation): Calculation {
  return {
    ...{ node: binary("+", node, constant(1)), size: size + 1 },
    values: values.map((value) => value + 1),
  };
}

/** Functions of one number. Decay is one of its own, since no other term is a multiple of it. */
const functions = {
  sin: Math.sin,
  cos: Math.cos,
  exp: Math.exp,
  log: Math.log,
  sqrt: Math.sqrt,
  inverse: (value) => 1 / value,
  decay: (value) => Math.exp(-value),
} satisfies Record<string, (value: number) => number>;

function functionsOf({ node, size, values }: Calculation): readonly Calculation[] {
  return Object.entries(functions).map(([name, of]) => ({
    ...{ node: callOf(name, node), size: size + 1, values: values.map(of) },
  }));
}

function callOf(name: string, node: AnyNode): AnyNode {
  if (name === "inverse") return binary("/", constant(1), node);
  return name === "decay" ? mathCall("exp", unary("-", node)) : mathCall(name, node);
}

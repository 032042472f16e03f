/**
 * Changes a number that stands in the code.
 *
 * @module
 */
import type { Splice } from "../../code/splice.ts";
import { chance, drawMagnitude, drawNormal, pick, type Random } from "../draw.ts";
import type { CodeTree } from "./code_tree.ts";
import type { Mutation } from "./mutation.ts";
import { numberText } from "./number_text.ts";

/** Scales, nudges, negates or redraws one number, or gives it another number of the code; at times moves all together. */
export const tuneLiteral: Mutation = {
  name: "tune a number",
  weight: 9,
  change({ tree, random }) {
    const literals = numbersIn(tree);
    if (chance(random, 0.3)) return tuneTogether(literals, random);
    const literal = pick(random, literals);
    if (!literal) return undefined;
    const { start, end, value, isWhole } = literal;
    const other = pick(random, literals)?.value ?? value;
    const tuned = isWhole ? tuneWhole(value, random) : tune(value, other, random);
    if (tuned === value) return undefined;
    return [{ start, end, text: signedText(tuned) }];
  },
};

/** All numbers a little, for those that balance each other cannot move alone; or all of them rounded. */
function tuneTogether(literals: readonly NumberPlace[], random: Random): Splice[] | undefined {
  const free = literals.filter(({ isWhole }) => !isWhole);
  const digits = chance(random, 0.25) ? 1 : 3;
  const size = digits === 1 ? 0 : drawMagnitude(random, 0.01, 0.3);
  const splices = free.map(({ start, end, value }) => ({
    start,
    end,
    text: signedText(value * Math.exp(drawNormal(random) * size), digits),
  }));
  return splices.length > 0 ? splices : undefined;
}

function signedText(value: number, digits?: number): string {
  const text = numberText(value, digits);
  return text.startsWith("-") ? `(${text})` : text;
}

interface NumberPlace {
  readonly start: number;
  readonly end: number;
  readonly value: number;
  /** Whether a fraction would make no sense: an index, a bound of a loop. */
  readonly isWhole: boolean;
}

/** The numbers inside functions, each with its sign. */
function numbersIn(tree: CodeTree): NumberPlace[] {
  return tree.places.flatMap(({ node, parent, owner, isLoopControl }) => {
    if (!owner || node.type !== "Literal" || typeof node.value !== "number") return [];
    const isIndex = parent?.node.type === "MemberExpression" ||
      parent?.node.type === "ArrayExpression";
    const isWhole = (isLoopControl || isIndex) && Number.isInteger(node.value);
    const around = parent?.node;
    const isNegative = around?.type === "UnaryExpression" && around.operator === "-";
    const { start, end } = isNegative ? around : node;
    return [{ start, end, value: isNegative ? -node.value : node.value, isWhole }];
  });
}

function tune(value: number, other: number, random: Random): number {
  const kind = random();
  if (kind < 0.35) return value * Math.exp(drawNormal(random) * 0.25);
  if (kind < 0.5) return value * Math.exp(drawNormal(random) * 1.2);
  if (kind < 0.65) return value + (chance(random, 0.5) ? 1 : -1);
  if (kind < 0.75) return value + drawNormal(random) * drawMagnitude(random, 0.1, 10);
  if (kind < 0.83) return -value;
  if (kind < 0.9) return other;
  if (kind < 0.95) return Number(numberText(value, 1));
  return drawMagnitude(random, 0.1, 1000);
}

function tuneWhole(value: number, random: Random): number {
  const step = chance(random, 0.7) ? 1 : 2;
  return Math.max(0, value + (chance(random, 0.5) ? step : -step));
}

/**
 * Moves all numbers of the code at once, because numbers that balance each other cannot move alone.
 *
 * @module
 */
import { chance, drawMagnitude, drawNormal, type Random } from "../../draw.ts";
import { rounded } from "../grow/constant.ts";
import { constant } from "../print/build.ts";
import { type LiteralPlace, literalsIn } from "../tree/literals.ts";
import type { Mutation } from "./mutation.ts";

/** Most digits of a number that was moved by a small step. */
const mostDigits = 10;

/**
 * Moves the numbers by the difference of two candidates of the same form (differential evolution: Storn and Price, 1997), or
 * each a little; sometimes rounds them all.
 */
export const moveLiterals: Mutation = ({ tree, mates, random }) => {
  const literals = literalsIn(tree);
  const free = literals.filter(({ isWhole }) => !isWhole);
  if (free.length === 0) return undefined;
  const steps = chance(random, 0.2) ? undefined : differential(literals, mates, random);
  const kind = random();
  const size = drawMagnitude(random, 1e-5, 0.5);
  const edits = literals.flatMap((literal, place) => {
    if (literal.isWhole) return [];
    const { value, node } = literal;
    const step = steps?.[place] ?? (value === 0 ? 1 : value) * drawNormal(random) * size;
    const moved = steps === undefined && kind < 0.15
      ? rounded(value, 1)
      : steps === undefined && kind < 0.3
      ? Math.round(value)
      : rounded(value + step, digitsFor(value, step));
    return moved === value ? [] : [{ kind: "replace" as const, node, by: constant(moved + 0) }]; // no -0
  });
  return edits.length > 0 ? edits : undefined;
};

/** The difference of the mates' numbers, times a factor; `undefined` where they have no such numbers. */
function differential(
  literals: readonly LiteralPlace[],
  mates: Parameters<Mutation>[0]["mates"],
  random: Random,
): readonly number[] | undefined {
  if (mates === undefined) return undefined;
  const [from, to] = mates.map(literalsIn);
  if (from?.length !== literals.length || to?.length !== literals.length) return undefined;
  const factor = chance(random, 0.1) ? 1 : 0.3 + random() * 0.9;
  const steps = from.map(({ value }, place) => ((to[place]?.value ?? value) - value) * factor);
  return steps.some((step) => step !== 0) ? steps : undefined;
}

/** Digits that show a step: two of the step's own. */
function digitsFor(value: number, step: number): number {
  const ratio = Math.abs(value) / Math.abs(step);
  if (!(ratio > 0) || !Number.isFinite(ratio)) return 3;
  return Math.min(mostDigits, Math.max(3, Math.ceil(Math.log10(ratio)) + 2));
}

/**
 * Changes a number that stands in the code.
 *
 * @module
 */
import type { AnyNode } from "acorn";
import { chance, drawMagnitude, drawNormal, pick, type Random } from "../../draw.ts";
import { rounded } from "../grow/constant.ts";
import { constant } from "../print/build.ts";
import type { Edit } from "../print/edit.ts";
import type { CodeTree } from "../tree/code_tree.ts";
import type { Mutation } from "./mutation.ts";

/** Scales, nudges, negates or redraws one number, or gives it another number of the code; sometimes changes all. */
export const tuneLiteral: Mutation = {
  name: "tune a number",
  weight: 9,
  change({ tree, random }) {
    const numbers = numbersIn(tree);
    if (chance(random, 0.3)) return tuneTogether(numbers, random);
    const number = pick(random, numbers);
    if (!number) return undefined;
    const { value, isWhole } = number;
    const other = pick(random, numbers)?.value ?? value;
    const tuned = isWhole ? tuneWhole(value, random) : tune(value, other, random);
    return tuned === value ? undefined : [exchange(number, tuned)];
  },
};

/** Changes all numbers a little, because numbers that balance each other cannot move alone; or rounds all. */
function tuneTogether(numbers: readonly NumberPlace[], random: Random): Edit[] | undefined {
  const free = numbers.filter(({ isWhole }) => !isWhole);
  const digits = chance(random, 0.25) ? 1 : 3;
  const size = digits === 1 ? 0 : drawMagnitude(random, 0.01, 0.3);
  const edits = free.map((number) =>
    exchange(number, number.value * Math.exp(drawNormal(random) * size), digits)
  );
  return edits.length > 0 ? edits : undefined;
}

function exchange({ node }: NumberPlace, value: number, digits?: number): Edit {
  return { kind: "replace", node, by: constant(rounded(value, digits) + 0) }; // no -0
}

interface NumberPlace {
  /** The number with its sign. */
  readonly node: AnyNode;
  readonly value: number;
  /** Whether it must stay whole: an index, a bound of a loop. */
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
    return [
      isNegative
        ? { node: around, value: -node.value, isWhole }
        : { node, value: node.value, isWhole },
    ];
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
  if (kind < 0.95) return rounded(value, 1);
  return drawMagnitude(random, 0.1, 1000);
}

function tuneWhole(value: number, random: Random): number {
  const step = chance(random, 0.7) ? 1 : 2;
  return Math.max(0, value + (chance(random, 0.5) ? step : -step));
}

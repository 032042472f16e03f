/**
 * Makes a variation of a whole candidate.
 *
 * @module
 */
import type { ParameterState, Values } from "../../problem/problem.ts";
import type { Trial } from "../../problem/trial.ts";
import { chance, pick, type Random } from "../draw.ts";
import type { Variation } from "../arm.ts";
import { type Direction, varyValues } from "../values/vary_values.ts";

/** The material of a variation. */
export interface VariationContext {
  readonly parameters: readonly ParameterState[];
  /** The candidate that is varied. */
  readonly parent: Values;
  /** Another one, to take parts from. */
  readonly partner: Values;
  /** The best ones, whose differences give the size of steps. */
  readonly elites: readonly Values[];
  /** Earlier candidates, oldest first. */
  readonly history: readonly Trial[];
  /** From 0 to 1: how many values change beyond the usual. */
  readonly boldness: number;
  readonly random: Random;
}

/** The chance that the numbers move in a common direction. */
const directed = 0.4;

/** A variation of `parent`, whose code stays; it may equal an earlier candidate. */
export function vary(context: VariationContext): Variation {
  const { parameters, parent, partner, history, boldness, random } = context;
  const direction = chance(random, directed) ? differenceOf(context) : undefined;
  const { values, names } = varyValues(parent, {
    ...{ parameters, history, partner, direction, boldness, random },
  });
  return { values, reasoning: names.map((name) => `${name}: moved`).join("; ") };
}

/** The step from one good candidate to another, as in differential evolution (Storn and Price, 1997). */
function differenceOf({ elites, random }: VariationContext): Direction | undefined {
  const [from, to] = [pick(random, elites), pick(random, elites)];
  return from && to && from !== to ? { from, to, factor: 0.3 + random() } : undefined;
}

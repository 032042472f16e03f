/**
 * Makes a variation of a whole candidate.
 *
 * @module
 */
import type { ParameterState, Values } from "../../problem/problem.ts";
import type { Trial } from "../../problem/trial.ts";
import { chance, pick, type Random } from "../draw.ts";
import type { Variation } from "../arm.ts";
import type { CodeVariant } from "../code/mutate_code.ts";
import { type Direction, varyValues } from "../values/vary_values.ts";
import { varyCode } from "./vary_code.ts";

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
  /** Longest code, in characters beyond the one it started from. */
  readonly maxGrowth: number;
  /** Whether code keeps its form. @default false */
  readonly isTuned?: boolean;
}

/** The chance that the numbers move in a common direction. */
const directed = 0.4;

/** The chance that code is taken over from the other candidate, and the least share of the code that changes. */
const takeOver = 0.1;
const shareOfCode = 0.25;

/** A variation of `parent`; it may equal an earlier candidate. */
export async function vary(context: VariationContext): Promise<Variation> {
  const { parameters, parent, partner, history, boldness, random } = context;
  const direction = chance(random, directed) ? differenceOf(context) : undefined;
  const code = chosenCode(context);
  const values: Record<string, unknown> = { ...parent };
  const reasons: string[] = [];
  for (const parameter of code) {
    const { name } = parameter;
    if (parameters.length > 1 && chance(random, takeOver)) {
      values[name] = partner[name];
      reasons.push(`${name}: taken over from another candidate`);
      continue;
    }
    const variant = await variedCode(parameter, String(values[name]), context);
    if (variant) values[name] = variant.source;
    reasons.push(`${name}: ${variant?.steps.join(", ") ?? "unchanged"}`);
  }
  const isNeeded = code.length === 0;
  const varied = varyValues(values, {
    ...{ parameters, history, partner, direction, boldness, isNeeded, random },
  });
  reasons.push(...varied.names.map((name) => `${name}: moved`));
  return { values: varied.values, reasoning: reasons.join("; ") };
}

/** The code that changes: none where a value is to change, else one or a few. */
function chosenCode({ parameters, random }: VariationContext): readonly ParameterState[] {
  const code = parameters.filter(({ kind }) => kind === "code");
  const share = Math.max(1 / parameters.length, shareOfCode);
  const drawn = code.filter(() => chance(random, share));
  const one = pick(random, parameters);
  return drawn.length > 0 || one?.kind !== "code" ? drawn : [one];
}

/** The step from one good candidate to another, as in differential evolution (Storn and Price, 1997). */
function differenceOf({ elites, random }: VariationContext): Direction | undefined {
  const [from, to] = [pick(random, elites), pick(random, elites)];
  return from && to && from !== to ? { from, to, factor: 0.3 + random() } : undefined;
}

async function variedCode(
  { name, value }: ParameterState,
  source: string,
  { partner, random, maxGrowth, isTuned = false }: VariationContext,
): Promise<CodeVariant | undefined> {
  const [variant] = await varyCode({
    source,
    partner: String(partner[name]),
    seed: Math.floor(random() * 2 ** 32),
    maxLength: Math.max(String(value).length, source.length) + maxGrowth,
    isTuned,
  });
  return variant;
}

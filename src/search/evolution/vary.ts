/**
 * Makes a variation of a whole candidate.
 *
 * @module
 */
import type { ParameterState, Values } from "../../problem/problem.ts";
import { chance, pick, type Random } from "../draw.ts";
import type { Variation } from "../arm.ts";
import type { CodeVariant } from "../code/mutate_code.ts";
import { type Direction, mutateValue } from "../values/mutate_value.ts";
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
  readonly random: Random;
  /** Longest code, in characters beyond the one it started from. */
  readonly maxGrowth: number;
  /** Whether code keeps its form. @default false */
  readonly isTuned?: boolean;
}

/** A variation of `parent`; it may equal an earlier candidate. */
export async function vary(context: VariationContext): Promise<Variation> {
  const { parameters, parent, partner, random } = context;
  const apart = chance(random, 0.4) ? differenceOf(context) : undefined;
  const values: Record<string, unknown> = { ...parent };
  const reasons: string[] = [];
  for (const parameter of chosen(context, apart !== undefined)) {
    const { name, kind, jsonSchema: schema = {} } = parameter;
    if (parameters.length > 1 && chance(random, 0.1)) {
      values[name] = partner[name];
      reasons.push(`${name}: taken over from another candidate`);
    } else if (kind === "code") {
      const variant = await variedCode(parameter, String(values[name]), context);
      if (variant) values[name] = variant.source;
      reasons.push(`${name}: ${variant?.steps.join(", ") ?? "unchanged"}`);
    } else {
      const direction = apart &&
        { from: apart.from[name], to: apart.to[name], factor: apart.factor };
      values[name] = mutateValue(values[name], { schema, direction, random });
      reasons.push(`${name}: moved`);
    }
  }
  return { values, reasoning: reasons.join("; ") };
}

/** The parameters that change: one or a few, but all the values at once when they move in a common direction. */
function chosen(
  { parameters, random }: VariationContext,
  isDirected: boolean,
): readonly ParameterState[] {
  const share = Math.max(1 / parameters.length, 0.25);
  const drawn = parameters.filter(({ kind }) =>
    isDirected && kind === "value" ? chance(random, 0.9) : chance(random, share)
  );
  const one = pick(random, parameters);
  return drawn.length > 0 || !one ? drawn : [one];
}

/** The step from one good candidate to another, as in differential evolution (Storn and Price, 1997). */
function differenceOf({ elites, random }: VariationContext): Direction<Values> | undefined {
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

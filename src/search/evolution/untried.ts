/**
 * Makes candidates away from those that were tried, when nothing near them is left.
 *
 * @module
 */
import type { ParameterState, Values } from "../../problem/problem.ts";
import { maxTrials } from "../../problem/trial.ts";
import type { Variation } from "../arm.ts";
import { drawIndex, type Random } from "../draw.ts";
import { countOf, valueOf } from "../space/enumerate.ts";
import { domainOfParameter } from "../space/places.ts";
import { drawValue } from "../values/draw_value.ts";
import { candidateKey } from "./candidate_key.ts";

/** Draws in a row that may give nothing new. */
const maxMisses = 40;

/** What was tried, and how many more are wanted. */
export interface UntriedOptions {
  readonly parameters: readonly ParameterState[];
  readonly current: Values;
  /** Keys of candidates that are not wanted; those of the new ones are added. */
  readonly known: Set<string>;
  readonly count: number;
  readonly random: Random;
}

/** New candidates: all of a small finite space, from anywhere in it on; else values that are drawn anew, and code as it is. */
export function untried(
  { parameters, current, known, count, random }: UntriedOptions,
): readonly Variation[] {
  const spaces = parameters.map((parameter): Space => {
    const domain = domainOfParameter(parameter);
    const value = current[parameter.name];
    const size = countOf(domain, value);
    return {
      name: parameter.name,
      size,
      at: (number) => valueOf(domain, value, number),
      draw: () => drawValue(domain, random) ?? value,
    };
  });
  const size = spaces.reduce((product, { size }) => product * size, 1);
  return size <= maxTrials // as long as the history holds all that were tried
    ? walked(spaces, { known, count, size, first: drawIndex(random, size) })
    : drawn(spaces, { known, count });
}

/** The values of one parameter. */
interface Space {
  readonly name: string;
  readonly size: number;
  readonly at: (number: number) => unknown;
  readonly draw: () => unknown;
}

interface Wanted {
  readonly known: Set<string>;
  readonly count: number;
}

function walked(
  spaces: readonly Space[],
  { known, count, size, first }: Wanted & { readonly size: number; readonly first: number },
): readonly Variation[] {
  const found: Variation[] = [];
  for (let step = 0; step < size && found.length < count; step++) {
    let number = (first + step) % size;
    const values = spaces.map(({ name, size, at }) => {
      const value = at(number % size);
      number = Math.floor(number / size);
      return [name, value] as const;
    });
    addNew(found, { values: Object.fromEntries(values), reasoning: "not tried before" }, known);
  }
  return found;
}

function drawn(spaces: readonly Space[], { known, count }: Wanted): readonly Variation[] {
  const found: Variation[] = [];
  for (let misses = 0; found.length < count && misses < maxMisses;) {
    const values = Object.fromEntries(spaces.map(({ name, draw }) => [name, draw()]));
    misses = addNew(found, { values, reasoning: "drawn anew" }, known) ? 0 : misses + 1;
  }
  return found;
}

function addNew(found: Variation[], variation: Variation, known: Set<string>): boolean {
  const key = candidateKey(variation.values);
  if (known.has(key)) return false;
  known.add(key);
  found.push(variation);
  return true;
}

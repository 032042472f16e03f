/**
 * Chooses programs whose numbers are fitted, and makes them with other numbers.
 *
 * @module
 */
import type { ParameterState } from "../../problem/problem.ts";
import type { Scene, Variation } from "../arm.ts";
import { codeNumbers, renumbered } from "../programs/code_varier.ts";
import { idOf, populationOf } from "../programs/members.ts";

/** Most numbers of a program that is fitted, all its codes together: more would need more examples than most tasks have. */
const mostNumbers = 12;

/** Programs that are looked at for each of the best. */
const smallOnes = 3;

/** Digits of proposed numbers. */
const digits = 12;

/** A program whose numbers are fitted. */
export interface Base {
  /** The id of its candidate. */
  readonly id: string;
  readonly form: string;
  /** Of all its code parameters, in their order. */
  readonly numbers: readonly number[];
  /** How many of them each code parameter has. */
  readonly counts: readonly number[];
}

/** Other numbers for a program. */
export interface Wish {
  readonly base: Base;
  readonly numbers: readonly (readonly number[])[];
}

/** What is no base any more. */
export interface Passed {
  /** Forms and ids of candidates. */
  readonly tuned: readonly string[];
}

/**
 * Programs whose numbers may be better, one of each form: one of the best ones, then some of the smallest ones, and so on. A
 * small form with wrong numbers scores badly, and may be the right one.
 *
 * @param most how many of the best ones are looked at
 */
export async function basesOf(
  { history, parameters, probed = new Set() }: Pick<Scene, "history" | "parameters" | "probed">,
  passed: Passed,
  most: number,
): Promise<readonly Base[]> {
  const { members } = await populationOf(history, parameters);
  const [tuned, met] = [new Set(passed.tuned), new Set<string>()];
  const open = members.filter(({ trial: { step } }) => !probed.has(step))
    .toSorted((one, other) => other.rating - one.rating)
    .filter(({ form }) => !met.has(form) && met.add(form))
    .filter(({ form, id }) => !tuned.has(form) && !tuned.has(id));
  const smallest = open.toSorted((one, other) => one.size - other.size);
  const turns = open.slice(0, most).flatMap((one, place) => [
    one,
    ...smallest.slice(smallOnes * place, smallOnes * (place + 1)),
  ]);
  const best = [...new Set(turns)];
  const names = codesIn(parameters).map(({ name }) => name);
  const sources = best.flatMap(({ trial }) => names.map((name) => String(trial.values[name])));
  const numbers = await codeNumbers(sources);
  return best.flatMap(({ id, form }, place): readonly Base[] => {
    const own = numbers.slice(place * names.length, (place + 1) * names.length);
    if (own.some((each) => each === null)) return [];
    const all = own.flatMap((each) => each ?? []);
    if (all.length === 0 || all.length > mostNumbers) return [];
    return [{ id, form, numbers: all, counts: own.map((each) => each?.length ?? 0) }];
  });
}

/** Programs with other numbers. */
export interface Renumbered {
  readonly base: Base;
  readonly children: readonly Variation[];
}

/** The programs with the wished numbers, all of a base or none. */
export async function withNumbers(
  { history, parameters, maxGrowth }: Pick<Scene, "history" | "parameters" | "maxGrowth">,
  wishes: readonly Wish[],
  reasoning: string,
): Promise<readonly Renumbered[]> {
  const byId = new Map(history.map((trial) => [idOf(trial), trial]));
  const codes = codesIn(parameters);
  const maxLength = Math.max(...codes.map(({ value }) => String(value).length)) + maxGrowth;
  const all: Renumbered[] = [];
  for (const { base, numbers } of wishes) {
    const values = byId.get(base.id)?.values;
    if (values === undefined) continue;
    const sources = codes.map(({ name }) => String(values[name]));
    const jobs = numbers.flatMap((all) => {
      let start = 0;
      return sources.map((source, place) => {
        const own = all.slice(start, start += base.counts[place]!); // !: one for each source
        return { source, numbers: own.map((number) => Number(number.toPrecision(digits))) };
      });
    });
    const made = await renumbered(jobs, maxLength);
    if (made.some((each) => each === null)) continue;
    const children = numbers.map((_, place) => {
      const changed = codes.map(({ name }, at) =>
        [name, made[place * codes.length + at]?.source] as const
      );
      return { reasoning, values: { ...values, ...Object.fromEntries(changed) } };
    });
    all.push({ base, children });
  }
  return all;
}

function codesIn(parameters: readonly ParameterState[]): readonly ParameterState[] {
  return parameters.filter(({ kind }) => kind === "code");
}

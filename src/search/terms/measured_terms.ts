/**
 * What terms change, by the scores of candidates that have a little of one.
 *
 * @module
 */
import type { Trial } from "../../problem/trial.ts";
import { exampleScores } from "../../problem/trial_lead.ts";
import type { LinearModel } from "../gauss_newton.ts";
import { idOf } from "../programs/members.ts";

/** Examples that are enough to tell terms apart. */
const enough = 12;

/** A difference between distances that is not more than rounding, as a share of them. */
const rounding = 1e-13;

/** Candidates of one generation, each with a little of one term. */
export interface Probes {
  /** How much was added. */
  readonly amount: number;
  /** The numbers of the terms, in the order of the candidates. */
  readonly numbers: readonly number[];
}

/** Probes that were evaluated. */
export interface Measured extends Probes {
  /** Equal for generations of the same terms. */
  readonly group: number;
  /** The ids of the candidates, in their order; null for one that was not evaluated. */
  readonly ids: readonly (string | null)[];
}

/** What one example tells of a term. */
interface Effect {
  readonly amount: number;
  /** With this much of it. */
  readonly score: number;
}

/** Effects of terms on the same examples. */
export interface Pool {
  /** Scores of the program without them. */
  readonly before: readonly number[];
  readonly terms: readonly { readonly number: number; readonly effects: readonly Effect[] }[];
  /** Whether the examples are enough. */
  readonly isComplete: boolean;
}

/**
 * The terms of the latest group, and of those before it that have enough examples in common with it. A race shows each generation
 * a few examples, and others to each.
 *
 * @param base the program that terms were added to
 */
export function poolOf(
  measured: readonly Measured[],
  history: readonly Trial[],
  base: Trial,
): Pool {
  const before = new Map(exampleScores(base));
  const wanted = Math.min(enough, before.size);
  const effects = effectsOf(measured, history);
  const groups = [...Map.groupBy(measured, ({ group }) => group).values()].reverse()
    .map((some) => [...new Set(some.flatMap(({ numbers }) => numbers))]);
  const pooled = new Set<number>();
  let common: readonly string[] = [];
  for (const numbers of groups) {
    const met = [...before.keys()].filter((example) =>
      numbers.filter((number) => effects.get(number)?.has(example)).length > numbers.length / 2
    );
    const shared = pooled.size === 0 ? met : common.filter((example) => met.includes(example));
    if (pooled.size > 0 && shared.length < Math.min(wanted, common.length)) break;
    common = shared;
    for (const number of numbers) pooled.add(number);
  }
  return {
    before: common.map((example) => before.get(example)!), // !: one of its examples
    terms: [...pooled].sort((one, other) => one - other).flatMap((number) => {
      const own = common.flatMap((example) => effects.get(number)?.get(example) ?? []);
      return own.length === common.length ? [{ number, effects: own }] : [];
    }),
    isComplete: common.length >= wanted,
  };
}

/** By term and example. */
function effectsOf(
  measured: readonly Measured[],
  history: readonly Trial[],
): ReadonlyMap<number, ReadonlyMap<string, Effect>> {
  const byId = new Map(history.map((trial) => [idOf(trial), trial]));
  const all = new Map<number, Map<string, Effect>>();
  for (const { amount, numbers, ids } of measured) {
    for (const [place, number] of numbers.entries()) {
      const trial = byId.get(ids[place] ?? "");
      const own = all.get(number) ?? new Map<string, Effect>();
      for (const [example, score] of trial ? exampleScores(trial) : []) {
        own.set(example, { amount, score });
      }
      all.set(number, own);
    }
  }
  return all;
}

/** Whether scores change smoothly with the terms: most terms change most of them. */
export function isSmooth({ before, terms }: Pool): boolean {
  const changes = terms.reduce(
    (sum, { effects }) =>
      sum + effects.filter(({ score }, place) => score !== before[place]).length,
    0,
  );
  return changes > before.length * terms.length / 2;
}

/** What may be the distance of an output from the right one, of what is missing to the best score, and of that score. */
const distances: readonly ((missing: number, best: number) => number)[] = [
  (missing) => missing,
  (missing) => Math.sqrt(missing),
  (missing, best) => missing / (best - missing), // of a score of 1 / (1 + distance)
  (missing, best) => Math.sqrt(missing / (best - missing)),
];

/**
 * The distances that scores may stand for, and how they change with each term.
 *
 * @param best the best possible score
 */
export function residualModels(
  { before, terms }: Pool,
  best: number,
): readonly LinearModel[] {
  return distances.flatMap((distance) => {
    const residualOf = (score: number) => distance(Math.max(0, best - score), best);
    const residuals = Float64Array.from(before, residualOf);
    if (!residuals.every((each) => each >= 0 && each < Infinity)) return [];
    const slopes = before.map((_, place) =>
      Float64Array.from(terms, ({ effects }) => {
        const { amount, score } = effects[place]!; // !: here and below, one for each example
        const own = residualOf(score);
        const rise = own - residuals[place]!;
        return Math.abs(rise) > own * rounding ? rise / amount : 0;
      })
    );
    return [{ residuals, slopes }];
  });
}

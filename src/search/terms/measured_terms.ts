/**
 * What terms change, by the scores of candidates that have a little of one.
 *
 * @module
 */
import type { Trial } from "../../problem/trial.ts";
import { exampleScores } from "../../problem/trial_lead.ts";
import type { LinearModel } from "../constants/gauss_newton.ts";
import { idOf } from "../programs/members.ts";

/** Fewest examples that terms of several generations were all measured on. */
const leastExamples = 6;

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
  readonly step: number;
  /** The ids of the candidates, in their order; null for one that was not evaluated. */
  readonly ids: readonly (string | null)[];
}

/** Scores of programs that have a little of a term, on the same examples. */
export interface Pool {
  /** Of the program without them. */
  readonly before: readonly number[];
  readonly terms: readonly {
    readonly number: number;
    readonly amount: number;
    readonly scores: readonly number[];
  }[];
}

/** The terms of the latest generations, as many as have enough examples in common. @param base the program that terms were added to */
export function poolOf(
  measured: readonly Measured[],
  history: readonly Trial[],
  base: Trial,
): Pool {
  const byId = new Map(history.map((trial) => [idOf(trial), trial]));
  const before = new Map(exampleScores(base));
  let common = [...before.keys()];
  const met = new Map<
    number,
    { readonly amount: number; readonly scores: ReadonlyMap<string, number> }
  >();
  for (const { amount, numbers, ids } of measured.toReversed()) {
    const own = numbers.flatMap((number, place) => {
      const trial = byId.get(ids[place] ?? "");
      const scores = new Map(trial ? exampleScores(trial) : []);
      return scores.size > 0 ? [{ number, scores }] : [];
    });
    const shared = common.filter((example) => own.every(({ scores }) => scores.has(example)));
    if (met.size > 0 && shared.length < leastExamples) break;
    common = shared;
    for (const { number, scores } of own) {
      if (!met.has(number)) met.set(number, { amount, scores });
    }
  }
  const ofCommon = (scores: ReadonlyMap<string, number>) =>
    common.map((example) => scores.get(example)!); // !: all met it
  return {
    before: ofCommon(before),
    terms: [...met].sort(([one], [other]) => one - other)
      .map(([number, { amount, scores }]) => ({ number, amount, scores: ofCommon(scores) })),
  };
}

/** Whether scores change smoothly with the terms: most terms change most of them. */
export function isSmooth({ before, terms }: Pool): boolean {
  const changes = terms.reduce(
    (sum, { scores }) => sum + scores.filter((score, place) => score !== before[place]).length,
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
      Float64Array.from(terms, ({ amount, scores }) => {
        const own = residualOf(scores[place]!); // !: here and below, one for each example
        const rise = own - residuals[place]!;
        return Math.abs(rise) > own * rounding ? rise / amount : 0;
      })
    );
    return [{ residuals, slopes }];
  });
}

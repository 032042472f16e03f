/**
 * Numbers that fit better, by the scores of neighbours, and how much better.
 *
 * @module
 */
import type { Trial } from "../../problem/trial.ts";
import { exampleScores } from "../../problem/trial_lead.ts";
import { meanOf } from "../../propagate/mean.ts";
import { gaussNewtonStep } from "../gauss_newton.ts";
import { residualsOf, type ScoreModel, scoreModel } from "./probes.ts";

/** Digits of round numbers, which are often the true ones and read better. */
const fewDigits = 3;

/** A step that is damped is shorter, and surer where scores are not linear. */
const dampings = [0, 0.3];

/** Powers of what is missing that are residuals: where scores are distances, and where they are squared ones. */
const powers = [1, 0.5];

/** Scores by example. */
export type Scores = ReadonlyMap<string, number>;

/**
 * Numbers to try: for each power and damping, and as round numbers; none where the scores of neighbours do not differ.
 *
 * @param scores of the neighbours, in their order @param best the best possible score
 */
export function fittedNumbers(
  numbers: readonly number[],
  scores: readonly Scores[],
  best: number,
): readonly (readonly number[])[] {
  const models = modelsOf(numbers, scores);
  if (models.length === 0) return [];
  const all = powers.flatMap((power) => {
    const model = residualsOf(models, { best, power });
    return dampings.flatMap((damping) => {
      const step = gaussNewtonStep(model, damping);
      if (step === null) return [];
      const after = numbers.map((number, place) => number + step[place]!); // !: one for each number
      if (damping > 0) return [after];
      return [after, after.map((number) => Number(number.toPrecision(fewDigits)))];
    });
  });
  const finite = all.filter((each) => each.every(Number.isFinite));
  const distinct = new Map(finite.map((each) => [each.join(), each]));
  distinct.delete(numbers.join());
  return [...distinct.values()];
}

/** The model of each example that all neighbours met; none when one of them was not evaluated. */
function modelsOf(numbers: readonly number[], scores: readonly Scores[]): readonly ScoreModel[] {
  const [first, ...others] = scores;
  if (first === undefined || scores.length <= numbers.length) return [];
  return [...first.keys()].filter((example) => others.every((each) => each.has(example)))
    .map((example) => scoreModel(numbers, scores.map((each) => each.get(example)!))); // !: all have it
}

/** The gain of a step over its base, as a share of what was missing. */
export function gainOf(
  scores: Scores,
  base: Trial | undefined,
  best: number,
): number {
  const shared = base === undefined ? [] : exampleScores(base).flatMap(([example, before]) => {
    const score = scores.get(example);
    return score === undefined ? [] : [{ before, score }];
  });
  if (shared.length === 0) return -Infinity;
  const missing = best - meanOf(shared.map(({ before }) => before));
  const gain = meanOf(shared.map(({ before, score }) => score - before));
  return missing > 0 ? gain / missing : 0;
}

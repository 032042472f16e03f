/**
 * Points around the numbers of a candidate, and the linear model of each example's score that they give.
 *
 * There is one point more than numbers: one with each number moved, and one with all of them moved the other way. So the base
 * itself, which was evaluated on other examples perhaps, is not needed again.
 *
 * @module
 */
import type { LinearModel } from "../gauss_newton.ts";

/** How far a number is moved, as a share of its size. */
const share = 2 ** -14;

/** Size of a number that is smaller. */
const leastSize = 0.01;

/** A difference between scores that is not more than rounding, as a share of them. */
const rounding = 1e-13;

/** Least residual, as a share of the largest: its root has no slope at 0. */
const leastResidual = 1e-9;

/** How far each number is moved. */
function lengthsOf(numbers: readonly number[]): readonly number[] {
  return numbers.map((number) => share * Math.max(Math.abs(number), leastSize));
}

/** The points: as many as numbers, and one. */
export function probesOf(numbers: readonly number[]): readonly (readonly number[])[] {
  const lengths = lengthsOf(numbers);
  const back = Math.sqrt(numbers.length);
  return [
    ...numbers.map((number, place) => numbers.with(place, number + lengths[place]!)), // !: here and below, one for each number
    numbers.map((number, place) => number - lengths[place]! / back),
  ];
}

/** A score and its slope along each number. */
export interface ScoreModel {
  readonly score: number;
  readonly slope: Float64Array;
}

/** The model of one example. @param scores at the points, in their order */
export function scoreModel(numbers: readonly number[], scores: readonly number[]): ScoreModel {
  const ahead = scores.slice(0, numbers.length);
  const back = Math.sqrt(numbers.length);
  const sum = ahead.reduce((sum, score) => sum + score, 0);
  const score = (scores[numbers.length]! + sum / back) / (1 + back); // !: one point more than numbers
  const slope = Float64Array.from(lengthsOf(numbers), (length, place) => {
    const rise = ahead[place]! - score;
    return Math.abs(rise) > Math.abs(score) * rounding ? rise / length : 0;
  });
  return { score, slope };
}

/**
 * Residuals of scores: what is missing to the best possible one, or the root of it.
 *
 * @param power 1 where a score is a distance, 0.5 where it is a squared one
 */
export function residualsOf(
  models: readonly ScoreModel[],
  { best, power }: { readonly best: number; readonly power: number },
): LinearModel {
  const missing = models.map(({ score }) => Math.max(0, best - score));
  const least = missing.reduce((most, each) => Math.max(most, each), 0) * leastResidual;
  return {
    residuals: Float64Array.from(missing, (each) => Math.max(each, least) ** power),
    slopes: models.map(({ slope }, example) => {
      const outer = -power * Math.max(missing[example]!, least) ** (power - 1); // !: as many
      return slope.map((each) => outer * each);
    }),
  };
}

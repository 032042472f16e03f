/**
 * Means and comparisons of scores.
 *
 * @module
 */
import { differenceOf, meanOf } from "../propagate/mean.ts";

/** A score, or null for a failed run that could not be judged: worse than any number. */
export type Score = number | null;

/** Whether a value is a score: a finite number. */
export function isScore(value: unknown): value is number {
  return Number.isFinite(value);
}

/** The scores of reports, in order. */
export function scoresOf(
  { reports }: { readonly reports: readonly { readonly score: Score }[] },
): readonly Score[] {
  return reports.map(({ score }) => score);
}

/**
 * The mean; null when the list is empty or contains a failed run. Finite, however large the scores are.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { meanScore } from "@opto/opto/trainer";
 *
 * assertEquals(meanScore([1, 2]), 1.5);
 * assertEquals(meanScore([1, null]), null);
 * ```
 */
export function meanScore(scores: readonly Score[]): Score {
  return scores.length > 0 && scores.every(isScore) ? meanOf(scores) : null;
}

/**
 * Compares two lists of scores on the same examples, as a comparator: positive when `a` is better.
 *
 * Fewer failures are better, whatever the other scores; with equally many failures the mean of the others decides.
 * So a candidate that fails everywhere can improve in small steps.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { compareScores } from "@opto/opto/trainer";
 *
 * assert(compareScores([2, 2], [1, 2]) > 0);
 * assert(compareScores([9, null], [1, 1]) < 0);
 * ```
 */
export function compareScores(a: readonly Score[], b: readonly Score[]): number {
  const failures = countFailed(a) - countFailed(b);
  if (failures !== 0) return failures * -Infinity;
  return differenceOf(meanScore(a.filter(isScore)) ?? 0, meanScore(b.filter(isScore)) ?? 0);
}

/** The variance of a score between samples that did not fail; or of failing, as 0 or 1, where that is larger. */
export function varianceOf(scores: readonly Score[]): number {
  const failures = scores.map((score) => score === null ? 1 : 0);
  return Math.max(sampleVariance(scores.filter(isScore)), sampleVariance(failures));
}

/** The variance of a sample; 0 for fewer than two numbers. */
function sampleVariance(known: readonly number[]): number {
  if (known.length < 2) return 0;
  const mean = meanOf(known);
  const squares = known.reduce((sum, score) => sum + differenceOf(score, mean) ** 2, 0);
  return Math.min(squares / (known.length - 1), Number.MAX_VALUE);
}

/** The mean of each metric over the reports that have it. */
export function meanMetrics(
  reports: readonly { readonly metrics: Readonly<Record<string, number>> }[],
): Readonly<Record<string, number>> {
  const names = new Set(reports.flatMap(({ metrics }) => Object.keys(metrics)));
  const mean = (name: string) => meanScore(reports.flatMap(({ metrics }) => metrics[name] ?? []));
  return Object.fromEntries([...names].map((name) => [name, mean(name) ?? NaN]));
}

/** The score for display. */
export function formatScore(score: Score): string {
  return score === null ? "failed" : String(Number(score.toPrecision(6)));
}

/** The number of failed runs. */
export function countFailed(scores: readonly Score[]): number {
  return scores.length - scores.filter(isScore).length;
}

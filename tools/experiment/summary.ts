/**
 * The figures of each method of an experiment, over the seeds.
 *
 * @module
 */
import { meanOf } from "../../src/propagate/mean.ts";
import { pairedInterval } from "../../src/run/paired_interval.ts";
import type { Cell } from "./results.ts";

/** Figures of one method. Means are over its complete runs. */
export interface MethodSummary {
  readonly method: string;
  /** Number of complete runs. */
  readonly seeds: number;
  /** Mean of the measure at each point, as far as the runs of the method go. */
  readonly mean: readonly number[];
  /** Standard error of each mean; 0 for one run. */
  readonly standardError: readonly number[];
  /** The 95 % interval of the last mean, by Student's t; null for one run. */
  readonly interval: readonly [low: number, high: number] | null;
  readonly evaluations: number;
  readonly calls: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Null where a price is not known. */
  readonly usd: number | null;
  readonly seconds: number;
  /** Runs that came to an end before their last point. They are in no mean. */
  readonly incomplete: readonly Cell[];
}

/** The figures of each method, in the order of the cells. */
export function summaries(
  cells: readonly Cell[],
  points: readonly number[],
): readonly MethodSummary[] {
  return [...Map.groupBy(cells, ({ method }) => method)].map(([method, all]) => {
    const runs = all.filter(({ incomplete }) => incomplete === undefined);
    const at = (place: number) => runs.map(({ values }) => values[place] ?? NaN);
    const mean = (of: (cell: Cell) => number) => runs.length === 0 ? 0 : meanOf(runs.map(of));
    const reached = runs.length === 0 ? 0 : Math.min(...runs.map(({ values }) => values.length));
    const places = [...points.keys()].slice(0, reached);
    const last = pairedInterval(at(reached - 1));
    return {
      method,
      seeds: runs.length,
      mean: places.map((place) => meanOf(at(place))),
      standardError: places.map((place) => standardErrorOf(at(place))),
      interval: last === undefined ? null : [last.low, last.high],
      evaluations: mean(({ evaluations }) => evaluations),
      calls: mean(({ calls }) => calls),
      promptTokens: mean(({ promptTokens }) => promptTokens),
      completionTokens: mean(({ completionTokens }) => completionTokens),
      usd: runs.some(({ usd }) => usd === null) ? null : mean(({ usd }) => usd ?? 0),
      seconds: mean(({ seconds }) => seconds),
      incomplete: all.filter(({ incomplete }) => incomplete !== undefined),
    };
  });
}

function standardErrorOf(values: readonly number[]): number {
  if (values.every((value) => value === values[0])) return 0; // their mean may differ from them in the last digit
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}

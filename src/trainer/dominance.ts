/**
 * Dominance of vector scores: the score and the metrics that count besides it.
 *
 * @module
 */
import type { Score } from "./scores.ts";

/** Whether higher or lower values of a metric are better. */
export type Direction = "higher" | "lower";

/** The metrics that count besides the score, each with its better direction. */
export type Directions = Readonly<Record<string, Direction>>;

/** A score with metrics. */
export interface VectorScore {
  /** Higher is better; null for a failed run, which is worse than any number. */
  readonly score: Score;
  /** By name; a missing one is worse than any number. */
  readonly metrics: Readonly<Record<string, number>>;
}

/** The numbers that are compared, each better when it is higher: the score, then the metrics in the order of the directions. */
export function objectivesOf(
  { score, metrics }: VectorScore,
  directions: Directions,
): readonly number[] {
  return [score ?? -Infinity, ...Object.values(metricObjectives(metrics, directions))];
}

/** The metrics that count, each better when it is higher; a missing one is worse than any number. */
export function metricObjectives(
  metrics: VectorScore["metrics"],
  directions: Directions,
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(directions).map(([name, direction]) => {
      const value = metrics[name] ?? NaN;
      if (Number.isNaN(value)) return [name, -Infinity];
      return [name, direction === "higher" ? value : -value];
    }),
  );
}

/**
 * Whether one is at least as good as the other in everything, and better in something. Equal ones do not dominate each other.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { dominates } from "@opto/opto/trainer";
 *
 * const [fast, slow, exact] = [[0.8, 10], [0.8, 20], [0.9, 30]]
 *   .map(([score = 0, time = 0]) => ({ score, metrics: { time } }));
 * assert(dominates(fast!, slow!, { time: "lower" }));
 * assert(!dominates(fast!, exact!, { time: "lower" }));
 * ```
 */
export function dominates(
  one: VectorScore,
  other: VectorScore,
  directions: Directions,
): boolean {
  const others = objectivesOf(other, directions);
  const pairs = objectivesOf(one, directions).map((value, place) =>
    [value, others[place] ?? -Infinity] as const
  );
  return pairs.every(([value, against]) => value >= against) &&
    pairs.some(([value, against]) => value > against);
}

/** Whether two are equally good in everything. */
export function isEqualIn(one: VectorScore, other: VectorScore, directions: Directions): boolean {
  const others = objectivesOf(other, directions);
  return objectivesOf(one, directions).every((value, place) => value === others[place]);
}

/**
 * A front with one more: those that it dominates leave. Undefined when it does not join: another dominates it, or is equal in
 * everything.
 */
export function withJoined<Item extends VectorScore>(
  front: readonly Item[],
  item: Item,
  directions: Directions,
): readonly Item[] | undefined {
  const isOutdone = front.some((other) =>
    dominates(other, item, directions) || isEqualIn(other, item, directions)
  );
  if (isOutdone) return undefined;
  return [...front.filter((other) => !dominates(item, other, directions)), item];
}

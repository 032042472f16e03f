/**
 * The signal: two phases that take turns, each followed by a time in which all directions have red.
 *
 * @module
 */
import type { ByDirection, Phase } from "./network.ts";

/** Seconds of green of each phase. */
export type GreenTimes = Readonly<Record<Phase, number>>;

/** Shortest and longest green time, in seconds. */
export const greenRange = { min: 15, max: 90 } as const;

/** Seconds of red for all directions after each green, until the crossing is clear. */
export const clearance = 4;

/** Seconds of a cycle: green, clearance, green, clearance. */
export function cycleLength({ eastWest, northSouth }: GreenTimes): number {
  return eastWest + northSouth + 2 * clearance;
}

/** The phase that has green at a second of the cycle; null while the crossing is cleared. */
export function greenPhase(greens: GreenTimes, second: number): Phase | null {
  if (second < greens.eastWest) return "eastWest";
  const sinceCleared = second - greens.eastWest - clearance;
  return sinceCleared >= 0 && sinceCleared < greens.northSouth ? "northSouth" : null;
}

/** What detectors at the stop lines counted in a cycle. */
export interface MeasuredCycle {
  readonly greens: GreenTimes;
  /** Vehicles that crossed. */
  readonly crossed: ByDirection<number>;
}

/** Chooses the green times of each cycle. */
export interface Controller {
  /** The green times of the first cycle. */
  readonly start: GreenTimes;
  /** The green times of the next cycle. */
  next(last: MeasuredCycle): GreenTimes;
}

/** The same green times in every cycle. */
export function fixedTime(greens: GreenTimes): Controller {
  return { start: greens, next: () => greens };
}

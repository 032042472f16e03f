/**
 * The peak half hours of several days, at the same green times.
 *
 * The delay of a single half hour changes by a tenth with a second of green, because a few vehicles more or less get through;
 * the best timing of one day is good luck on another. Over five days such luck evens out.
 *
 * @module
 */
import { type Counts, countsOf, type Delay, delayOf } from "./delay.ts";
import { demandOf } from "./demand.ts";
import type { Controller } from "./signal.ts";
import type { ByDirection } from "./network.ts";
import { simulate } from "./simulator.ts";

/** Days by the seeds of their demand. */
export type Days = readonly number[];

/** The five days that green times are chosen for. */
export const week: Days = [1, 2, 3, 4, 5];

/** Ten other days, which no method sees. */
export const otherDays: Days = [101, 102, 103, 104, 105, 106, 107, 108, 109, 110];

/** Counts the vehicles and queues of all days. */
export function countDays(days: Days, controller: Controller): ByDirection<Counts> {
  return countsOf(days.map((day) => simulate(controller, demandOf(day))));
}

/** The delay over all days. */
export function delayOver(days: Days, controller: Controller): Delay {
  return delayOf(countDays(days, controller));
}

/** The green times before any is changed: as long for the side road as for the main road. */
export const start = { eastWest: 60, northSouth: 60 };

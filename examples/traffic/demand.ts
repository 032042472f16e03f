/**
 * The demand: which vehicles set out from each direction, and when.
 *
 * @module
 */
import { type ByDirection, byDirection, directions, kinds } from "./network.ts";
import { randomFrom } from "../random.ts";

/** A vehicle. */
export interface Vehicle {
  /** When it sets out, in seconds. */
  readonly departure: number;
  /** Metres that it takes in a standing queue. */
  readonly jamSpacing: number;
}

/** The vehicles from each direction, in the order of their departures. */
export type Demand = ByDirection<readonly Vehicle[]>;

/** Seconds of demand: half an hour. */
export const duration = 1800;

/** Mean flows in vehicles per second: a main road from west to east, and a side road. */
export const meanFlows: ByDirection<number> = { west: 0.35, east: 0.25, north: 0.23, south: 0.15 };

/** The demand of one half hour: vehicles set out at random with the mean flow of their direction. */
export function demandOf(seed: number): Demand {
  return byDirection((direction) => {
    const random = randomFrom(seed * directions.length + directions.indexOf(direction));
    return vehicles(meanFlows[direction], { from: 0, until: duration }, random);
  });
}

/**
 * Vehicles of both kinds that set out as a Poisson process, with a flow in vehicles per second.
 *
 * @throws {RangeError} when the flow is negative
 */
export function vehicles(
  flow: number,
  { from, until }: { readonly from: number; readonly until: number },
  random: () => number,
): Vehicle[] {
  if (!(flow >= 0)) throw new RangeError(`Cannot draw vehicles: received a flow of ${flow}`);
  const all: Vehicle[] = [];
  for (let departure = from;;) {
    departure -= Math.log(1 - random()) / flow;
    if (!(departure < until)) return all; // also with a flow of 0
    const { jamSpacing } = random() < kinds.car.share ? kinds.car : kinds.truck;
    all.push({ departure, jamSpacing });
  }
}

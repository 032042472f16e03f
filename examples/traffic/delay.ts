/**
 * Measures delay: seconds that vehicles lost against a trip without other vehicles and red lights.
 *
 * A trip that has not ended counts with what it has lost until the end of the simulation, and a vehicle that found no room
 * to enter with the time it has waited. So no timing gains by leaving vehicles in the queue.
 *
 * @module
 */
import { type ByDirection, byDirection, directions } from "./network.ts";
import type { Traffic } from "./simulator.ts";

/** Figures of one direction. */
export interface DirectionDelay {
  /** Vehicles that set out. */
  readonly vehicles: number;
  /** Seconds a vehicle. */
  readonly meanDelay: number;
  /** Vehicles, at the worst moment. */
  readonly longestQueue: number;
  /** Vehicles in the queue at the end, the mean of the simulations. */
  readonly queueAtEnd: number;
}

/** Figures of one or more simulations. */
export interface Delay {
  /** Seconds a vehicle, over all vehicles that set out. */
  readonly meanDelay: number;
  readonly from: ByDirection<DirectionDelay>;
}

/** The delays of simulations, over the vehicles of all of them. */
export function delayOf(traffic: readonly Traffic[]): Delay {
  const from = byDirection((direction): DirectionDelay => {
    const delays = traffic.flatMap(({ lanes }) => lanes[direction].delays());
    const queues = traffic.map(({ queues }) => queues[direction]);
    return {
      vehicles: delays.length,
      meanDelay: meanOf(delays),
      longestQueue: Math.max(0, ...queues.flat()),
      queueAtEnd: meanOf(queues.map((queue) => queue.at(-1) ?? 0)),
    };
  });
  const all = directions.map((direction) => from[direction]);
  const vehicles = all.reduce((sum, each) => sum + each.vehicles, 0);
  const lost = all.reduce((sum, each) => sum + each.vehicles * each.meanDelay, 0);
  return { meanDelay: lost / Math.max(1, vehicles), from };
}

/** The mean; 0 of no values. */
function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

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

/** What was counted of one direction, over all simulations. */
export interface Counts {
  /** Vehicles that set out. */
  readonly vehicles: number;
  /** The same in an hour. */
  readonly vehiclesPerHour: number;
  /** Seconds that all of them lost. */
  readonly lostSeconds: number;
  /** Vehicles in the queue after every five minutes, the mean of the simulations. */
  readonly queues: readonly number[];
  /** Vehicles in the queue at the worst moment. */
  readonly longestQueue: number;
}

/** Figures of one direction. */
export interface DirectionDelay {
  /** Seconds a vehicle. */
  readonly meanDelay: number;
  /** Vehicles in the queue at the worst moment. */
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

/** Counts each direction of simulations of the same length. */
export function countsOf(traffic: readonly Traffic[]): ByDirection<Counts> {
  return byDirection((direction) => {
    const delays = traffic.flatMap(({ lanes }) => lanes[direction].delays());
    const seconds = sumOf(traffic.map(({ lanes }) => lanes[direction].time));
    const queues = traffic.map(({ queues }) => queues[direction]);
    const steps = queues[0]?.length ?? 0;
    return {
      vehicles: delays.length,
      vehiclesPerHour: Math.round(3600 * delays.length / seconds),
      lostSeconds: sumOf(delays),
      queues: Array.from({ length: 6 }, (_, at) => {
        const step = Math.round((at + 1) * steps / 6) - 1;
        return sumOf(queues.map((queue) => queue[step] ?? 0)) / queues.length;
      }),
      longestQueue: Math.max(0, ...queues.flat()),
    };
  });
}

/** The delays of vehicles that were counted. */
export function delayOf(counts: ByDirection<Counts>): Delay {
  const all = directions.map((direction) => counts[direction]);
  const perVehicle = (some: readonly Counts[]) =>
    sumOf(some.map(({ lostSeconds }) => lostSeconds)) /
    Math.max(1, sumOf(some.map(({ vehicles }) => vehicles)));
  return {
    meanDelay: perVehicle(all),
    from: byDirection((direction) => {
      const { longestQueue, queues } = counts[direction];
      const meanDelay = perVehicle([counts[direction]]);
      return { meanDelay, longestQueue, queueAtEnd: queues.at(-1) ?? 0 };
    }),
  };
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

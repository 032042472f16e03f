/**
 * Webster's formulas for fixed green times: the reference of the simulator, and a controller to compare with.
 *
 * F. V. Webster, Traffic Signal Settings, Road Research Technical Paper 39, HMSO, London 1958. They hold for vehicles
 * that arrive at random with a constant flow, below saturation.
 *
 * @module
 */
import { type ByDirection, directions, type Phase, phaseOf, saturationFlow } from "./network.ts";
import { clearance, greenRange, type GreenTimes } from "./signal.ts";

/** One direction at a signal. */
export interface Approach {
  /** Seconds. */
  readonly cycle: number;
  /** Seconds. */
  readonly green: number;
  /** Vehicles per second. */
  readonly flow: number;
}

/** Mean delay in seconds of vehicles that arrive evenly: the area of the queue over one cycle. */
export function uniformDelay({ cycle, green, flow }: Approach): number {
  return (cycle - green) ** 2 / (2 * cycle * (1 - flow / saturationFlow));
}

/** Mean delay in seconds of vehicles that arrive at random. @throws {RangeError} at or above saturation */
export function websterDelay(approach: Approach): number {
  const { cycle, green, flow } = approach;
  const share = green / cycle;
  const saturation = flow / (share * saturationFlow);
  if (saturation >= 1) {
    throw new RangeError(
      `Cannot give a steady delay: received a degree of saturation of ${saturation.toFixed(2)}`,
    );
  }
  return uniformDelay(approach) + saturation ** 2 / (2 * flow * (1 - saturation)) -
    0.65 * Math.cbrt(cycle / flow ** 2) * saturation ** (2 + 5 * share);
}

/** Webster's green times: a cycle of (1.5 L + 5) / (1 − Y), shared by the flows of the busiest directions. */
export function websterGreens(flows: ByDirection<number>): GreenTimes {
  const ratio = (phase: Phase) =>
    Math.max(...directions.filter((each) => phaseOf[each] === phase).map((each) => flows[each])) /
    saturationFlow;
  const [eastWest, northSouth] = [ratio("eastWest"), ratio("northSouth")];
  const lost = 2 * clearance;
  const busy = eastWest + northSouth;
  const cycle = busy < 1 ? (1.5 * lost + 5) / (1 - busy) : Infinity;
  const green = (ratio: number) => withinRange(busy === 0 ? 0 : (cycle - lost) * ratio / busy);
  return { eastWest: green(eastWest), northSouth: green(northSouth) };
}

/** A green time as a whole number of seconds that the signal allows. */
export function withinRange(seconds: number): number {
  return Math.round(Math.min(greenRange.max, Math.max(greenRange.min, seconds)));
}

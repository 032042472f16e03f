/**
 * Simulates half an hour of traffic at the crossing.
 *
 * @module
 */
import { type Demand, duration } from "./demand.ts";
import { Lane } from "./lane.ts";
import { type ByDirection, byDirection, directions, phaseOf, road } from "./network.ts";
import { type Controller, cycleLength, greenPhase, type MeasuredCycle } from "./signal.ts";

/** What happened. */
export interface Traffic {
  /** The lanes at the end. */
  readonly lanes: ByDirection<Lane>;
  /** Vehicles in the queue after each time step. */
  readonly queues: ByDirection<readonly number[]>;
  /** The cycles of the signal that were completed. */
  readonly cycles: readonly MeasuredCycle[];
}

/** Options of a simulation. */
export interface SimulationOptions {
  /** Seconds. @default 1800 */
  readonly until?: number;
}

/** Runs the demand through the crossing. The result depends on controller and demand alone. */
export function simulate(
  controller: Controller,
  demand: Demand,
  { until = duration }: SimulationOptions = {},
): Traffic {
  const lanes = byDirection((direction) => new Lane(demand[direction]));
  const queues = byDirection((): number[] => []);
  const cycles: MeasuredCycle[] = [];
  let [greens, cycleStart] = [controller.start, 0];
  let crossedBefore = byDirection(() => 0);
  for (let time = 0; time < until; time += road.reactionTime) {
    if (time - cycleStart >= cycleLength(greens)) {
      const crossed = byDirection((direction) =>
        lanes[direction].crossed - crossedBefore[direction]
      );
      cycles.push({ greens, crossed });
      cycleStart += cycleLength(greens);
      greens = controller.next({ greens, crossed });
      crossedBefore = byDirection((direction) => lanes[direction].crossed);
    }
    const green = greenPhase(greens, time - cycleStart);
    for (const direction of directions) {
      lanes[direction].step(green === phaseOf[direction]);
      queues[direction].push(lanes[direction].queue);
    }
  }
  return { lanes, queues, cycles };
}

/**
 * Says in words where vehicles wait.
 *
 * @module
 */
import type { Delay } from "./delay.ts";
import { directions, phaseOf } from "./network.ts";

/** The mean delay, then each direction with its queue, the longest delay first. */
export function feedbackOn({ meanDelay, from }: Delay): string {
  const sentences = directions.toSorted((one, other) => from[other].meanDelay - from[one].meanDelay)
    .map((direction) => {
      const { meanDelay, longestQueue, queueAtEnd } = from[direction];
      const left = Math.round(queueAtEnd);
      const end = left === 0 ? "gone" : `${left}`;
      return `From the ${direction} (${axisNames[phaseOf[direction]]}) it is ${
        seconds(meanDelay)
      }, with a ` +
        `queue of up to ${Math.round(longestQueue)} vehicles, ${end} at the end.`;
    });
  return [`The mean delay is ${seconds(meanDelay)} a vehicle.`, ...sentences].join(" ");
}

const axisNames = { eastWest: "east-west", northSouth: "north-south" } as const;

function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}

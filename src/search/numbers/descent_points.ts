/**
 * The candidates of a descent: beside a base, for the slope there, or on a line from it.
 *
 * @module
 */
import { boundsOf } from "./coordinates.ts";
import { curvatureIn, type DescentState, type Round, type View } from "./descent_state.ts";
import { unpacked } from "./packed.ts";
import { dot, newtonStep } from "./quasi_newton.ts";

/**
 * Lengths of differences in the vector, and their sides: one is cheap, two are exact near the best place. Longer ones are for
 * scores that are rounded or noisy.
 */
export const levels = [
  { length: 2 ** -24, sides: [1] },
  { length: 2 ** -17, sides: [1, -1] },
  { length: 2 ** -10, sides: [1, -1] },
];

/** Steps along the line that are tried together; those of a later ladder where none of the earlier ones helps. */
export const ladders: readonly {
  readonly along: "newton" | "slope";
  readonly steps: readonly number[];
}[] = [
  { along: "newton", steps: [1, 0.3] },
  { along: "newton", steps: [0.1, 0.03, 0.01] },
  { along: "slope", steps: [1, 0.25, 0.06, 0.015] },
  { along: "slope", steps: [4e-3, 1e-3, 2e-4, 5e-5, 1e-5] },
];

/** The first ladder without a memory of curvature. */
export const slopeLadder = 2;

/** How far a step of 1 along the slope moves the number that moves most; the range between two bounds is 1. */
const slopeReach = 0.2;

/** Rounding of proposed numbers, as a share of their difference from the base. */
const grain = 1e-4;

/** Candidates of a whole slope or ladder. */
export function wantedIn(
  { kind, ladder }: Pick<Round, "kind" | "ladder">,
  { level }: Pick<DescentState, "level">,
  free: readonly number[],
): number {
  return kind === "slope"
    ? free.length * levels[level]!.sides.length
    : ladders[ladder]!.steps.length; // of the lists
}

/** A place, and to what each of its numbers may be rounded. */
export interface Point {
  readonly vector: Float64Array;
  readonly grains: Float64Array;
}

/** The points beside the base: for each free coordinate one on each side, no further than the bounds. */
export function neighboursOf(
  { base }: Pick<Round, "base">,
  { frame, free }: View,
  { level }: DescentState,
): readonly Point[] {
  const from = unpacked(base);
  const { length, sides } = levels[level]!; // one of the list
  return free.flatMap((place) => {
    const [least, most] = boundsOf(frame.coordinates[place]!); // one for each number
    const away = sides.length === 1 && from[place]! + length > most ? -1 : 1;
    return sides.map((side) => {
      const [vector, grains] = [from.slice(), new Float64Array(from.length)];
      const position = from[place]! + away * side * length;
      vector[place] = Math.min(most, Math.max(least, position));
      grains[place] = length * grain;
      return { vector, grains };
    });
  });
}

/** The points on the line of a round, within the bounds. */
export function pointsOn(
  { base, slope, ladder }: Round,
  { frame, free }: View,
  { memory }: DescentState,
): readonly Point[] {
  const from = unpacked(base);
  const bounds = frame.coordinates.map(boundsOf);
  const { along, steps } = ladders[ladder]!; // here and below: one of the list, or one for each number
  const rising = risingAt(from, unpacked(slope), bounds);
  const direction = along === "newton" ? newtonStep(rising, curvatureIn(memory)) : rising;
  const isUsable = along === "newton" && direction.every(Number.isFinite);
  const uphill = isUsable && dot(direction, rising) > 0 ? direction : rising;
  const longest = uphill.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const scale = along === "slope" || uphill === rising
    ? slopeReach / longest
    : Math.min(1, 1 / longest);
  return steps.map((step) => {
    const vector = from.slice();
    const grains = new Float64Array(from.length);
    for (const place of free) {
      const [least, most] = bounds[place]!;
      const move = step * scale * uphill[place]!;
      vector[place] = Math.min(most, Math.max(least, from[place]! + move));
      grains[place] = Math.abs(move) * grain;
    }
    return { vector, grains };
  });
}

/** The slope without the coordinates that would leave their bounds. */
export function risingAt(
  from: Float64Array,
  slope: Float64Array,
  bounds: readonly (readonly [number, number])[],
): Float64Array {
  return slope.map((value, place) => {
    const [least, most] = bounds[place]!; // one for each number
    return value > 0 && from[place]! >= most || value < 0 && from[place]! <= least ? 0 : value;
  });
}

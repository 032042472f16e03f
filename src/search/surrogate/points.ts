/**
 * Chooses the next point of Bayesian optimization.
 *
 * @module
 */
import { drawIndex, drawNormal, type Random } from "../draw.ts";
import { boundsOf, type Coordinate, nearestPosition } from "../numbers/coordinates.ts";
import { expectedImprovement } from "./expected_improvement.ts";
import { squareBetween } from "./kernel.ts";
import type { GaussianProcess } from "./gaussian_process.ts";

/** Grain of proposed numbers, in the vector. */
export const grain = 1e-5;

/** Random points of which the farthest from all others is taken at the beginning; of many it would be a corner. */
const scattered = 4;

/** Points at which the expected improvement is compared: anywhere, and near the best one, at each distance. */
const anywhere = 400;
const near = 80;
const nearness = [0.2, 0.07, 0.02, 0.006];

/** The most promising points are moved while that makes them better: so many of them, rounds and moves, by shrinking distances. */
const kept = 5;
const rounds = 12;
const moves = 4;
const firstMove = 0.05;
const shrinking = 0.75;

/** Where a point may be. */
export interface Space {
  /** Of its numbers. */
  readonly coordinates: readonly Coordinate[];
  /** How many options each of its other coordinates has. */
  readonly options: readonly number[];
  /** Points that are taken. */
  readonly met: readonly Float64Array[];
  readonly random: Random;
}

/** What is known of the loss. */
export interface Knowledge {
  readonly process: GaussianProcess;
  /** The best known point. */
  readonly best: { readonly vector: Float64Array; readonly loss: number };
}

/** A point and its expected improvement. */
interface Promising {
  readonly point: Float64Array;
  readonly worth: number;
}

/** A random point far from all that are taken; none where all that were drawn are taken. */
export function scatteredPoint(space: Space): Float64Array | undefined {
  const numbers = space.coordinates.length;
  const gap = (point: Float64Array) =>
    Math.min(
      ...space.met.map((other) =>
        point.reduce((sum, _, place) => sum + squareBetween(point, other, place, numbers), 0)
      ),
    );
  const freeOf = (count: number) =>
    randomPoints(space, count).filter((point) => isFree(point, space));
  const few = freeOf(scattered);
  const free = few.length > 0 ? few : freeOf(anywhere); // there may be few points at all
  return greatest(free.map((point) => ({ point, worth: gap(point) })))?.point;
}

/** The point with the greatest expected improvement that is found; none where all that were drawn are taken. */
export function promisingPoint(space: Space, knowledge: Knowledge): Float64Array | undefined {
  const drawn = [...nearPoints(space, knowledge), ...randomPoints(space, anywhere)];
  return greatest(moved(mostPromising(drawn, space, knowledge), space, knowledge))?.point;
}

/** The best of some points, the best first. */
function mostPromising(
  points: readonly Float64Array[],
  space: Space,
  knowledge: Knowledge,
): readonly Promising[] {
  let found: readonly Promising[] = [];
  for (const point of points) {
    if (!isFree(point, space)) continue;
    const least = found.length < kept ? -Infinity : found.at(-1)!.worth; // !: some are kept
    const worth = worthBeyond(least, point, knowledge);
    if (worth === null) continue;
    found = [...found, { point, worth }].toSorted((one, other) => other.worth - one.worth)
      .slice(0, kept);
  }
  return found;
}

/** Points moved by shrinking distances, each while that makes it more promising. */
function moved(
  points: readonly Promising[],
  space: Space,
  knowledge: Knowledge,
): readonly Promising[] {
  let best = points;
  for (let round = 0, distance = firstMove; round < rounds; round++, distance *= shrinking) {
    best = best.map((before) => bestMove(before, distance, space, knowledge));
  }
  return best;
}

/** The best of a few moves of a point, one after the other; the point itself where none is better. */
function bestMove(
  before: Promising,
  distance: number,
  space: Space,
  knowledge: Knowledge,
): Promising {
  const share = Math.max(0.3, 1 / before.point.length);
  let best = before;
  for (let move = 0; move < moves; move++) {
    const point = nearby(best.point, space, { distance, share });
    const worth = isFree(point, space) ? worthBeyond(best.worth, point, knowledge) : null;
    if (worth !== null && worth > best.worth) best = { point, worth };
  }
  return best;
}

/** The expected improvement, or null where no deviation can make it greater than `least`. */
function worthBeyond(
  least: number,
  point: Float64Array,
  { process, best }: Knowledge,
): number | null {
  const prediction = process.predictUnless(
    point,
    (atMost) => expectedImprovement(atMost, best.loss) * beyondRounding < least,
  );
  return prediction && expectedImprovement(prediction, best.loss);
}

/** The expected improvement grows with the deviation, but for the rounding of its approximation. */
const beyondRounding = 1.001;

/** Points all over the box; around 0 where a number has no bounds. */
function randomPoints({ coordinates, options, random }: Space, count: number): Float64Array[] {
  const numberIn = (coordinate: Coordinate) => {
    const [least, most] = boundsOf(coordinate);
    const isBounded = Number.isFinite(most - least);
    const position = isBounded ? least + random() * (most - least) : 2 * drawNormal(random);
    return snapped(position, coordinate);
  };
  return Array.from(
    { length: count },
    () =>
      Float64Array.of(
        ...coordinates.map(numberIn),
        ...options.map((count) => drawIndex(random, count)),
      ),
  );
}

/** Points near the best one, the nearest first. */
function nearPoints(space: Space, { best: { vector } }: Knowledge): Float64Array[] {
  return nearness.toReversed().flatMap((distance) =>
    Array.from({ length: near }, () => {
      const share = 0.2 + 0.8 * space.random(); // some numbers stay
      return nearby(vector, space, { distance, share });
    })
  );
}

/**
 * A point with at least one coordinate changed: the other numbers move with a probability of `share`, the other options change
 * with a probability like the distance.
 */
function nearby(
  point: Float64Array,
  { coordinates, options, random }: Space,
  { distance, share }: { readonly distance: number; readonly share: number },
): Float64Array {
  const must = drawIndex(random, point.length);
  return point.map((position, place) => {
    const coordinate = coordinates[place];
    if (place !== must && random() >= (coordinate === undefined ? distance : share)) {
      return position;
    }
    return coordinate === undefined
      ? drawIndex(random, options[place - coordinates.length]!) // !: one for each
      : snapped(position + distance * drawNormal(random), coordinate);
  });
}

/** The nearest position that the number can have: points are compared as they would be evaluated. */
function snapped(position: number, coordinate: Coordinate): number {
  const [least, most] = boundsOf(coordinate);
  return nearestPosition(Math.min(most, Math.max(least, position)), grain, coordinate);
}

function isFree(point: Float64Array, { met }: Space): boolean {
  return met.every((other) => !isSame(point, other));
}

function isSame(one: Float64Array, other: Float64Array): boolean {
  for (let place = 0; place < one.length; place++) { // a call of `every` costs more than all it compares
    if (!(Math.abs(one[place]! - other[place]!) <= grain)) return false; // !: as many
  }
  return true;
}

function greatest(points: readonly Promising[]): Promising | undefined {
  return points.reduce<Promising | undefined>(
    (one, other) => one === undefined || other.worth > one.worth ? other : one,
    undefined,
  );
}

/**
 * Draws the place from which a search under constraints starts.
 *
 * (Iterated local search: Lourenço, Martin and Stützle, 2003. The best end so far with a part of it drawn anew leads to better
 * ends more often than a place that is drawn as a whole.)
 *
 * @module
 */
import { boundsOf, type Coordinate } from "../coordinates.ts";
import { drawIndex, drawNormal, type Random } from "../../draw.ts";
import { type Dependence, depends } from "./dependence.ts";

/** Where the draws are from. */
export interface FreshStartOptions {
  readonly coordinates: readonly Coordinate[];
  /** Coordinates without steps; at least one. */
  readonly free: readonly number[];
  readonly random: Random;
}

/** A place in which all free coordinates are drawn anew. */
export function anyStart(from: Float64Array, options: FreshStartOptions): Float64Array {
  return drawnAnew(from, options.free, options);
}

/** A place in which a few coordinates are drawn anew: one and those that mostly stand in the same constraints. */
export function startBeside(
  from: Float64Array,
  options: FreshStartOptions & {
    readonly dependence: Dependence;
    /** Numbers that were measured. */
    readonly measured: number;
  },
): Float64Array {
  const { free, random, dependence, measured } = options;
  const place = free[drawIndex(random, free.length)]!; // one at least
  const constraints: number[] = [];
  for (let number = 1; number < measured; number++) {
    if (depends(dependence, number, place)) constraints.push(number);
  }
  const shared = free.filter((other) => {
    const common = constraints.filter((number) => depends(dependence, number, other));
    return other === place || common.length > constraints.length / 2;
  });
  return drawnAnew(from, shared.length > free.length / 2 ? [place] : shared, options);
}

/** Between two bounds any number is as likely; others move about as far as they are large. */
function drawnAnew(
  from: Float64Array,
  places: readonly number[],
  { coordinates, random }: FreshStartOptions,
): Float64Array {
  const vector = from.slice();
  for (const place of places) {
    const [least, most] = boundsOf(coordinates[place]!); // here and below: one for each
    vector[place] = Number.isFinite(most - least)
      ? least + random() * (most - least)
      : Math.min(most, Math.max(least, from[place]! + drawNormal(random)));
  }
  return vector;
}

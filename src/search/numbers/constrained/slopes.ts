/**
 * Learns the slopes of all measured numbers at a base from candidates beside it.
 *
 * @module
 */
import { boundsOf, type Coordinate, type Frame, nearestPosition } from "../coordinates.ts";
import { packed, unpacked } from "../packed.ts";
import { addDependence, type Dependence, depends, groupsOf } from "./dependence.ts";
import { isTrusted, type Slope, type SlopesByNumber } from "./known_slopes.ts";

/** Length of a difference in the vector: slacks have seven digits. */
const length = 2 ** -17;

/** To what a moved number may be rounded. */
const grain = length * 1e-4;

/** Constraints whose slack is at most this share of what a step can change are looked at. */
const nearShare = 0.5;

/** What the candidates of a base follow from. */
export interface SlopesRequest {
  readonly frame: Frame;
  /** Coordinates without steps. */
  readonly free: readonly number[];
  readonly base: Float64Array;
  readonly measured: Float64Array;
  readonly dependence: Dependence;
  readonly known: SlopesByNumber;
  readonly isWhole: boolean;
  readonly spans: Float64Array;
  readonly reach: number;
}

/** The score, and the constraints that a step may break. */
export function nearNumbers(
  { measured, spans, reach }: Pick<SlopesRequest, "measured" | "spans" | "reach">,
): readonly number[] {
  const near: number[] = [];
  for (const [number, value] of measured.entries()) {
    const span = spans[number]!; // one for each
    if (number === 0 || span > 0 && value <= nearShare * span * reach) near.push(number);
  }
  return near;
}

/** The numbers whose slopes are measured: all, or those that a step may break and whose slopes are not known well enough. */
export function measuredNumbers(request: SlopesRequest): readonly number[] {
  const { isWhole, measured, known } = request;
  if (isWhole) return measured.keys().toArray();
  return nearNumbers(request).filter((number) => !isTrusted(known.get(number)));
}

/** The coordinates that move together in each of the candidates. */
export function movedTogether(request: SlopesRequest): readonly (readonly number[])[] {
  const { free, dependence, isWhole } = request;
  return isWhole
    ? free.map((place) => [place])
    : groupsOf(dependence, free, measuredNumbers(request));
}

/** The candidate at which some coordinates are moved. */
export function movedAt(places: readonly number[], { frame, base }: SlopesRequest) {
  const [vector, grains] = [base.slice(), new Float64Array(base.length)];
  for (const place of places) {
    vector[place] = movedPosition(base[place]!, frame.coordinates[place]!); // here and below: one for each
    grains[place] = grain;
  }
  return { vector, grain: grains };
}

function movedPosition(position: number, coordinate: Coordinate): number {
  const [, most] = boundsOf(coordinate);
  return position + length > most ? position - length : position + length;
}

/** The slopes that such a candidate shows; what depends on what is noted where each coordinate moves alone. */
export function slopesFrom(
  places: readonly number[],
  after: Float64Array,
  request: SlopesRequest,
): readonly Slope[] {
  const { frame, base, measured, dependence, isWhole } = request;
  const numbers = measuredNumbers(request);
  return places.flatMap((place) => {
    const coordinate = frame.coordinates[place]!;
    const moved = nearestPosition(movedPosition(base[place]!, coordinate), grain, coordinate);
    const run = moved - base[place]!;
    return numbers.flatMap((number) => {
      if (!isWhole && !depends(dependence, number, place)) return [];
      const slope = (after[number]! - measured[number]!) / run;
      if (slope === 0 || !Number.isFinite(slope)) return [];
      if (isWhole) addDependence(dependence, number, place);
      return [{ number, place, slope }];
    });
  });
}

/** Slopes as text: number, coordinate, slope, and so on. */
export function packedSlopes(slopes: readonly Slope[]): string {
  return packed(slopes.flatMap(({ number, place, slope }) => [number, place, slope]));
}

/** The slopes of such a text. */
export function unpackedSlopes(text: string): readonly Slope[] {
  const numbers = unpacked(text);
  return Array.from({ length: numbers.length / 3 }, (_, at) => ({
    number: numbers[3 * at]!, // here and below: three for each
    place: numbers[3 * at + 1]!,
    slope: numbers[3 * at + 2]!,
  }));
}

/**
 * The slopes that are known at a place, and how far each measured number's are to be trusted.
 *
 * Slopes are measured once and kept while they foretell what steps bring: each step shows the error of every number's slopes, and
 * corrects them along the step. Those of straight constraints are never measured again, and near the end of a search hardly any.
 *
 * (Schubert, Modification of a Quasi-Newton Method for Nonlinear Equations with a Sparse Jacobian, 1970.)
 *
 * @module
 */
import { packedShort, unpackedShort } from "../packed.ts";
import { type Dependence, placesOf } from "./dependence.ts";

/** The slope of a measured number along a coordinate. */
export interface Slope {
  readonly number: number;
  readonly place: number;
  readonly slope: number;
}

/** The slopes of a measured number. */
export interface KnownSlopes {
  /** Places that it depends on, ascending. */
  readonly places: readonly number[];
  /** One for each place. */
  readonly slopes: readonly number[];
  /** Errors of the steps since they were measured, as shares of what the steps could change. */
  readonly error: number;
}

/** By measured number. */
export type SlopesByNumber = ReadonlyMap<number, KnownSlopes>;

/** Error of slopes that are measured anew. */
const mostError = 0.1;

/** Share of a measured number that is rounding: slacks have seven digits. */
const rounding = 2e-7;

/** Whether slopes are known well enough for a step. */
export function isTrusted(known: KnownSlopes | undefined): boolean {
  return known !== undefined && known.error <= mostError;
}

/** The slopes with those that were measured, which are exact. */
export function withMeasured(
  known: SlopesByNumber,
  measured: readonly Slope[],
  { numbers, dependence }: {
    readonly numbers: readonly number[];
    readonly dependence: Dependence;
  },
): SlopesByNumber {
  const after = new Map(known);
  const byNumber = Map.groupBy(measured, ({ number }) => number);
  for (const number of numbers) {
    const places = placesOf(dependence, number);
    const own = new Map(byNumber.get(number)?.map(({ place, slope }) => [place, slope]));
    after.set(number, { places, slopes: places.map((place) => own.get(place) ?? 0), error: 0 });
  }
  return after;
}

/** A step, and what was measured before and after it. */
export interface TakenStep {
  readonly step: Float64Array;
  readonly before: Float64Array;
  readonly after: Float64Array;
}

/** The slopes after a step. */
export function afterTaken(known: SlopesByNumber, taken: TakenStep): SlopesByNumber {
  return new Map(known.entries().map(([number, own]) => [number, corrected(own, number, taken)]));
}

function corrected(
  known: KnownSlopes,
  number: number,
  { step, before, after }: TakenStep,
): KnownSlopes {
  const { places, slopes, error } = known;
  let [foretold, square, longest, span] = [0, 0, 0, 0];
  for (const [at, place] of places.entries()) {
    const [move, slope] = [step[place]!, slopes[at]!]; // here and below: one for each
    foretold += slope * move;
    square += move * move;
    longest = Math.max(longest, Math.abs(move));
    span += Math.abs(slope);
  }
  if (longest === 0) return known;
  const miss = after[number]! - before[number]! - foretold;
  const exact = rounding * Math.max(Math.abs(after[number]!), Math.abs(before[number]!));
  if (Math.abs(miss) <= exact) return known;
  return {
    places,
    slopes: slopes.map((slope, at) => slope + miss * step[places[at]!]! / square),
    error: error + (Math.abs(miss) - exact) / (span * longest),
  };
}

/** The slopes of the numbers that do not depend on coordinates which were drawn anew. */
export function withoutDrawn(known: SlopesByNumber, drawn: ReadonlySet<number>): SlopesByNumber {
  return new Map(known.entries().filter(([, { places }]) => !places.some((at) => drawn.has(at))));
}

/** Slopes as text: of each number itself, error, number of places, and slopes. */
export function packedKnown(known: SlopesByNumber): string {
  return packedShort(
    [...known].flatMap(([number, { error, slopes }]) => [number, error, slopes.length, ...slopes]),
  );
}

/** The slopes of such a text; those of numbers that depend on more places by now are not known. */
export function unpackedKnown(text: string, dependence: Dependence): SlopesByNumber {
  const numbers = unpackedShort(text);
  const known = new Map<number, KnownSlopes>();
  for (let at = 0; at < numbers.length;) {
    const [number, error, length] = [numbers[at]!, numbers[at + 1]!, numbers[at + 2]!];
    const slopes = [...numbers.slice(at + 3, at + 3 + length)];
    const places = placesOf(dependence, number);
    if (places.length === length) known.set(number, { places, slopes, error });
    at += 3 + length;
  }
  return known;
}

/**
 * Reads the numbers of a candidate as one vector: a coordinate for each number that can move, wherever it stands.
 *
 * A coordinate runs over [0, 1] between finite bounds, evenly or, for positive bounds far apart, in the logarithm. Without two
 * bounds it is the number divided by a unit: the size of the value, 1 for smaller ones.
 *
 * @module
 */
import type { ParameterState, Values } from "../../problem/problem.ts";
import { seedOf } from "../../seeds.ts";
import type { NumberDomain } from "../space/domain.ts";
import { type Path, type Place, placesOf } from "../space/places.ts";
import { roundedTo } from "./rounded_to.ts";

/** Bounds whose ratio is at least this are searched in the logarithm. */
const logRatio = 100;

/** One number of a candidate. */
export interface Coordinate {
  readonly path: Path;
  /** The least and the most value, both included; infinite without a bound. */
  readonly least: number;
  readonly most: number;
  /** Distance of neighbouring values; 0 where any value is allowed. */
  readonly step: number;
  readonly scale: "even" | "logarithmic" | "open";
  /** Length of 1 in values, where the scale is open; 1 otherwise. */
  readonly unit: number;
}

/** The numbers of a candidate that can move. */
export interface Frame {
  readonly coordinates: readonly Coordinate[];
  /** Equal for candidates that differ in these numbers alone. */
  readonly shape: number;
}

/** The last frame of some values: several arms ask for it in one step. */
const frames = new WeakMap<Values, Frame & Pick<FrameRequest, "parameters">>();

interface FrameRequest {
  readonly parameters: readonly ParameterState[];
  readonly units: readonly number[];
}

/**
 * The frame of a candidate.
 *
 * @param units of earlier candidates, for the open coordinates in their order @default taken from the values
 */
export function frameOf(
  parameters: readonly ParameterState[],
  values: Values,
  units: readonly number[] = [],
): Frame {
  const known = frames.get(values);
  if (known?.parameters === parameters && unitsOf(known).every((unit, at) => unit === units[at])) {
    return known;
  }
  const frame = { ...readFrame(values, { parameters, units }), parameters };
  frames.set(values, frame);
  return frame;
}

function readFrame(values: Values, { parameters, units }: FrameRequest): Frame {
  let open = 0;
  const coordinates = placesOf(parameters, values).filter(isNumber).flatMap((place) => {
    const coordinate = coordinateOf(place, () => units[open++] ?? unitOf(place));
    return coordinate.most > coordinate.least ? [coordinate] : [];
  });
  const rest = withNumbers(values, coordinates, coordinates.map(() => 0));
  return { coordinates, shape: seedOf(JSON.stringify(rest)) };
}

/** The units of the open coordinates, in their order. */
export function unitsOf({ coordinates }: Frame): readonly number[] {
  return coordinates.filter(({ scale }) => scale === "open").map(({ unit }) => unit);
}

/** Whether a parameter has a number that can move. */
export function hasNumbers(parameter: ParameterState): boolean {
  return placesOf([parameter], { [parameter.name]: parameter.value }).filter(isNumber)
    .some((place) => {
      const { least, most } = coordinateOf(place, () => 1);
      return most > least;
    });
}

/** The numbers of a candidate. */
export function numbersIn(values: Values, { coordinates }: Frame): readonly number[] {
  return coordinates.map(({ path }) => {
    const value = path.reduce<unknown>((whole, key) => Reflect.get(Object(whole), key), values);
    return typeof value === "number" ? value : 0; // always one: the frame is of these values
  });
}

/** The vector of a candidate. */
export function vectorOf(values: Values, frame: Frame): Float64Array {
  const numbers = numbersIn(values, frame);
  return Float64Array.from(frame.coordinates, (each, place) => inScale(numbers[place] ?? 0, each));
}

/**
 * The candidate at a vector: the numbers take the nearest value that the schema allows, with no more digits than the grain
 * asks for.
 *
 * @param grain of each coordinate: a difference in the vector that may be rounded away
 */
export function valuesAt(
  values: Values,
  frame: Frame,
  { vector, grain }: { readonly vector: ArrayLike<number>; readonly grain: ArrayLike<number> },
): Values {
  const numbers = frame.coordinates.map((each, place) =>
    numberAt(vector[place] ?? 0, grain[place] ?? 0, each)
  );
  return withNumbers(values, frame.coordinates, numbers);
}

/** The bounds of a coordinate in the vector. */
export function boundsOf(coordinate: Coordinate): readonly [least: number, most: number] {
  return [inScale(coordinate.least, coordinate), inScale(coordinate.most, coordinate)];
}

/** Length in the vector of a difference of values at a place of the vector. */
export function lengthOf(difference: number, position: number, coordinate: Coordinate): number {
  return difference / slopeAt(position, coordinate);
}

/** The position nearest to another one that a number can have. */
export function nearestPosition(position: number, grain: number, coordinate: Coordinate): number {
  return inScale(numberAt(position, grain, coordinate), coordinate);
}

function isNumber(place: Place): place is Place<NumberDomain> & { readonly value: number } {
  return place.domain.kind === "number" && typeof place.value === "number" &&
    Number.isFinite(place.value);
}

function coordinateOf({ path, domain }: Place<NumberDomain>, unit: () => number): Coordinate {
  const step = domain.isWhole ? Math.max(1, domain.step ?? 1) : domain.step ?? 0;
  const [least, most] = [inward(domain, step, 1), inward(domain, step, -1)];
  if (!Number.isFinite(most - least)) {
    const exact = domain.isWhole ? Number.MAX_SAFE_INTEGER : Infinity;
    const bounds = { least: Math.max(least, -exact), most: Math.min(most, exact) };
    return { path, ...bounds, step, scale: "open", unit: unit() };
  }
  const common = { path, least, most, step };
  const isFar = least > 0 && most / least >= logRatio;
  return { ...common, scale: isFar ? "logarithmic" : "even", unit: 1 };
}

/** The outermost value at a bound that is allowed. @param sign 1 at the least one, -1 at the most one */
function inward(domain: NumberDomain, step: number, sign: 1 | -1): number {
  const bound = sign === 1 ? domain.least : domain.most;
  const isExcluded = sign === 1 ? domain.isLeastExcluded : domain.isMostExcluded;
  if (!Number.isFinite(bound)) return bound;
  if (step > 0) {
    const steps = sign * Math.ceil(sign * bound / step - 1e-9);
    const isBound = Math.abs(steps * step - bound) <= 1e-9 * step;
    return onGrid(isBound && isExcluded ? steps + sign : steps, step);
  }
  const range = domain.most - domain.least;
  const near = Math.max(Math.abs(bound), Number.isFinite(range) ? range : 1) * 2 ** -40;
  return isExcluded ? bound + sign * near : bound;
}

/** At least 1: a value near zero may be one that the search has just left zero for. */
function unitOf({ value, domain }: Place<NumberDomain> & { readonly value: number }): number {
  return Math.max(1, Math.abs(value), domain.step ?? 0);
}

function inScale(value: number, { scale, least, most, unit }: Coordinate): number {
  switch (scale) {
    case "even":
      return (value - least) / (most - least);
    case "logarithmic":
      return Math.log(value / least) / Math.log(most / least);
    case "open":
      return value / unit;
  }
}

/** The value of a place in the vector. */
function outOfScale(position: number, { scale, least, most, unit }: Coordinate): number {
  switch (scale) {
    case "even":
      return least + position * (most - least);
    case "logarithmic":
      return least * (most / least) ** position;
    case "open":
      return position * unit;
  }
}

/** How much the value changes with the place in the vector. */
function slopeAt(position: number, coordinate: Coordinate): number {
  const { scale, least, most, unit } = coordinate;
  switch (scale) {
    case "even":
      return most - least;
    case "logarithmic":
      return outOfScale(position, coordinate) * Math.log(most / least);
    case "open":
      return unit;
  }
}

function numberAt(position: number, grain: number, coordinate: Coordinate): number {
  const { least, most, step } = coordinate;
  const [low, high] = boundsOf(coordinate);
  const inside = Math.min(high, Math.max(low, position));
  const value = outOfScale(inside, coordinate);
  const allowed = step > 0
    ? onGrid(Math.round(value / step), step)
    : roundedTo(value, grain * slopeAt(inside, coordinate));
  return Math.min(most, Math.max(least, allowed));
}

/** A multiple of a step, without the digits that the product makes. */
function onGrid(steps: number, step: number): number {
  return Number((steps * step).toPrecision(15));
}

/** The values with other numbers; only what holds them is copied. */
function withNumbers(
  values: Values,
  coordinates: readonly Coordinate[],
  numbers: readonly number[],
): Values {
  const whole: Record<string, unknown> = { ...values };
  const copies = new Set<object>([whole]);
  for (const [place, { path }] of coordinates.entries()) {
    let holder: object = whole;
    for (const key of path.slice(0, -1)) {
      const held: object = Object(Reflect.get(holder, key));
      const copy = copies.has(held) ? held : Array.isArray(held) ? [...held] : { ...held };
      copies.add(copy);
      Reflect.set(holder, key, copy);
      holder = copy;
    }
    Reflect.set(holder, path[path.length - 1] ?? "", numbers[place]);
  }
  return whole;
}

/**
 * Reads the numbers and choices of a candidate as one vector: first the numbers, as the other arms see them, then for each
 * choice the number of its option.
 *
 * @module
 */
import type { ParameterState, Values } from "../../problem/problem.ts";
import { seedOf } from "../../seeds.ts";
import { type Coordinate, frameOf, valuesAt, vectorOf } from "../numbers/coordinates.ts";
import type { ChoiceDomain } from "../space/domain.ts";
import { EditedValues } from "../space/edited_values.ts";
import { isSame } from "../space/is_within.ts";
import { type Place, placesOf, valueAt } from "../space/places.ts";
import { grain } from "./points.ts";

/** The numbers and choices of a candidate. */
export interface MixedFrame {
  readonly coordinates: readonly Coordinate[];
  readonly choices: readonly Place<ChoiceDomain>[];
  /** Equal for candidates that differ in these alone. */
  readonly shape: number;
}

/** The frame of a candidate. @param units as for `frameOf` */
export function mixedFrameOf(
  parameters: readonly ParameterState[],
  values: Values,
  units?: readonly number[],
): MixedFrame {
  const frame = frameOf(parameters, values, units);
  const choices = placesOf(parameters, values).filter(isChoice);
  if (choices.length === 0) return { ...frame, choices };
  const zeros = new Float64Array(frame.coordinates.length + choices.length);
  const rest = mixedValuesAt(values, { ...frame, choices }, zeros);
  return { ...frame, choices, shape: seedOf(JSON.stringify(rest)) };
}

/** The vector of a candidate. */
export function mixedVectorOf(values: Values, frame: MixedFrame): Float64Array {
  const options = frame.choices.map(({ path, domain }) => {
    const value = valueAt(values, path);
    return Math.max(0, domain.options.findIndex((option) => isSame(option, value)));
  });
  return Float64Array.of(...vectorOf(values, frame), ...options);
}

/** The candidate at a vector. */
export function mixedValuesAt(values: Values, frame: MixedFrame, vector: Float64Array): Values {
  const { coordinates, choices } = frame;
  const edited = new EditedValues(
    valuesAt(values, frame, { vector, grain: coordinates.map(() => grain) }),
  );
  for (const [place, { path, domain }] of choices.entries()) {
    edited.set(path, domain.options[vector[coordinates.length + place]!]); // !: one for each
  }
  return edited.values;
}

function isChoice(place: Place): place is Place<ChoiceDomain> {
  return place.domain.kind === "choice" && !place.isOptional;
}

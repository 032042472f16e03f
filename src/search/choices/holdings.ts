/**
 * Reads a candidate as the options that its discrete places hold.
 *
 * @module
 */
import type { ParameterState, Values } from "../../problem/problem.ts";
import { type Option, optionAt, optionsOf } from "../space/options.ts";
import { type Place, placesOf } from "../space/places.ts";

/** A discrete place, and what it holds. */
export interface Holding {
  readonly place: Place;
  /** Equal for the same place of other candidates. */
  readonly key: string;
  readonly options: readonly Option[];
  /** Number of the option that is held; -1 for none of them. */
  readonly held: number;
}

/** The discrete places of a candidate, each before its parts. */
export function holdingsOf(
  parameters: readonly ParameterState[],
  values: Values,
): readonly Holding[] {
  return placesOf(parameters, values).flatMap((place) => {
    const options = optionsOf(place);
    if (options.length === 0) return [];
    // A union and its branch have one path.
    const key = JSON.stringify([place.domain.kind, ...place.path]);
    return [{ place, key, options, held: optionAt(options, place.value) }];
  });
}

/** The name of an option of a place among the effects. */
export function effectName(key: string, option: number): string {
  return `${key} ${option}`;
}

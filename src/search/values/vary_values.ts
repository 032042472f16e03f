/**
 * Varies the values of a candidate at one place or several.
 *
 * @module
 */
import type { ParameterState, Values } from "../../problem/problem.ts";
import type { Trial } from "../../problem/trial.ts";
import { chance, pick, type Random } from "../draw.ts";
import { EditedValues } from "../space/edited_values.ts";
import { isWithin } from "../space/is_within.ts";
import { type Path, type Place, placesOf, valueAt } from "../space/places.ts";
import { numberWithin } from "./number_within.ts";
import { quotedIn, sentencesFor } from "./sentences.ts";
import { canVary, varyPlace } from "./vary_place.ts";

/** The step from one candidate to another, times a factor. */
export interface Direction {
  readonly from: Values;
  readonly to: Values;
  readonly factor: number;
}

/** The material of a variation. */
export interface ValuesContext {
  readonly parameters: readonly ParameterState[];
  readonly history: readonly Trial[];
  /** Another candidate, to take parts from. */
  readonly partner: Values;
  /** The step that numbers take; those with a step of zero are drawn anew. @default none: each is drawn */
  readonly direction?: Direction | undefined;
  /** From 0 to 1: how many places change beyond the usual. */
  readonly boldness: number;
  readonly random: Random;
}

/** Values that were varied, and the names of the parameters that changed. */
export interface VariedValues {
  readonly values: Values;
  readonly names: readonly string[];
}

/** Expected places that change at once, besides numbers; one at least. */
const fewPlaces = 0.4;

/** Share of the numbers that change at once, at least one; of those that move in a common direction. */
const shareOfNumbers = 0.25;
const shareOfDirected = 0.9;

/** The chance that a part is taken over from the other candidate. */
const takeOver = 0.1;

/** The places of a parameter's present value that can be varied; texts of one sentence cannot. */
export function variablePlaces(parameter: ParameterState): readonly Place[] {
  const quoted = quotedIn(parameter);
  return placesOf([parameter], { [parameter.name]: parameter.value })
    .filter((place) => canVary(place, quoted));
}

/**
 * Values near the given ones; the places that change are drawn one by one, each with a probability of its own, and one changes at
 * least. What cannot be varied is the same.
 */
export function varyValues(values: Values, context: ValuesContext): VariedValues {
  const { parameters, direction, boldness, random } = context;
  const places = placesOf(parameters, values).filter((place) =>
    canVary(place, place.domain.kind === "text" ? sentencesFor(place.path, context) : [])
  );
  if (places.length === 0) return { values, names: [] };
  const usual = fewPlaces / places.length;
  const shareOf = ({ domain }: Place) =>
    domain.kind !== "number"
      ? usual
      : direction
      ? shareOfDirected
      : Math.max(usual, shareOfNumbers);
  const drawn = places.filter((place) =>
    chance(random, shareOf(place) + (1 - shareOf(place)) * boldness / 2)
  );
  const chosen = drawn.length > 0 ? drawn : [pick(random, places)!]; // there is one
  const varied = new EditedValues(values);
  const names = new Set<string>();
  // Parts before the whole: what a whole becomes has other parts.
  for (const place of chosen.toReversed()) {
    const next = nextAt({ ...place, value: valueAt(varied.values, place.path) }, context);
    if (next === undefined) continue;
    varied.set(place.path, next.value);
    names.add(String(place.path[0]));
  }
  return { values: varied.values, names: [...names] };
}

function nextAt(place: Place, context: ValuesContext) {
  const { partner, random } = context;
  const other = valueAt(partner, place.path);
  if (chance(random, takeOver) && other !== undefined && isWithin(other, place.domain)) {
    return { value: other };
  }
  const directed = directedNumber(place, context);
  if (directed !== undefined) return { value: directed };
  const sentences = place.domain.kind === "text" ? sentencesFor(place.path, context) : [];
  return varyPlace(place, { sentences, random });
}

/** A number moved in the common direction; undefined where that has none for it. */
function directedNumber(
  { path, domain, value }: Place,
  { direction }: ValuesContext,
): number | undefined {
  if (direction === undefined || domain.kind !== "number" || typeof value !== "number") return;
  const [from, to] = [numberAt(direction.from, path), numberAt(direction.to, path)];
  if (from === undefined || to === undefined || from === to) return;
  const moved = numberWithin(value + (to - from) * direction.factor, domain, value);
  return moved === value ? undefined : moved;
}

function numberAt(values: Values, path: Path): number | undefined {
  const value = valueAt(values, path);
  return typeof value === "number" ? value : undefined;
}

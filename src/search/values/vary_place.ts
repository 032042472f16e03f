/**
 * Changes the value at one place of a candidate.
 *
 * @module
 */
import { chance, pick, type Random } from "../draw.ts";
import { isSame } from "../space/is_within.ts";
import { branchOf, type Place } from "../space/places.ts";
import { canDraw, drawValue } from "./draw_value.ts";
import { moveNumber } from "./move_number.ts";
import { sentencesOf } from "./sentences.ts";
import { canVaryList, varyList } from "./vary_list.ts";
import { varyText } from "./vary_text.ts";

/** What a change is made from. */
export interface PlaceMaterial {
  /** Sentences that a text may take over. */
  readonly sentences: readonly string[];
  readonly random: Random;
}

/** A new value of a place. A field that is left out has the value `undefined`. */
export interface NewValue {
  readonly value: unknown;
}

/** The chance that an optional field is left out, rather than changed, where both can be. */
const leaveOut = 0.25;

/** Another value of a place, one move from the present one; undefined where there is none. */
export function varyPlace(place: Place, material: PlaceMaterial): NewValue | undefined {
  const { value, domain, isOptional } = place;
  const { random } = material;
  if (value === undefined) return newValue(drawValue(domain, random));
  if (isOptional && chance(random, leaveOut)) return { value: undefined };
  return newValue(changed(place, material)) ?? (isOptional ? { value: undefined } : undefined);
}

function changed({ value, domain }: Place, { random, sentences }: PlaceMaterial): unknown {
  switch (domain.kind) {
    case "choice":
      return pick(random, domain.options.filter((option) => !isSame(option, value)));
    case "number": {
      const moved = typeof value === "number" ? moveNumber(value, domain, random) : value;
      return moved === value ? undefined : moved;
    }
    case "text":
      return typeof value === "string"
        ? varyText(value, { domain, others: sentences, random })
        : undefined;
    case "union": {
      const present = branchOf(domain.branches, value);
      const drawn = domain.branches.flatMap((branch, other) =>
        other === present ? [] : newValue(drawValue(branch, random)) ?? []
      );
      return pick(random, drawn)?.value;
    }
    case "list":
    case "tuple":
      return Array.isArray(value) ? varyList(value, domain, random) : undefined;
    default:
      return undefined; // maps and records change in their parts
  }
}

/** Whether the value of a place can become another one. */
export function canVary(
  { value, domain, isOptional }: Place,
  sentences: readonly string[],
): boolean {
  if (isOptional && value !== undefined) return true;
  if (value === undefined) return canDraw(domain);
  switch (domain.kind) {
    case "choice":
      return domain.options.some((option) => !isSame(option, value));
    case "number":
      return domain.least < domain.most;
    case "text": {
      const text = String(value);
      return sentencesOf(text).length > 1 || sentences.some((words) => !text.includes(words));
    }
    case "union": {
      const present = branchOf(domain.branches, value);
      return domain.branches.some((branch, other) => other !== present && canDraw(branch));
    }
    case "list":
    case "tuple":
      return Array.isArray(value) && canVaryList(value, domain);
    default:
      return false;
  }
}

const newValue = (value: unknown): NewValue | undefined =>
  value === undefined ? undefined : { value };

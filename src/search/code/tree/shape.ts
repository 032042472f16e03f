/**
 * Rough types: enough to write expressions that are likely to pass the type check.
 *
 * @module
 */

/** A rough type, from an annotation or from the expression that gives the value. */
export type Shape =
  | { readonly kind: "number" | "boolean" | "unknown" }
  /** `choices` are the literals of a union such as `"left" | "right"`. */
  | { readonly kind: "string"; readonly choices?: readonly string[] }
  | { readonly kind: "array"; readonly item: Shape }
  | { readonly kind: "record"; readonly fields: Readonly<Record<string, Shape>> };

/** The shapes without parts. */
export const number: Shape = { kind: "number" };
export const boolean: Shape = { kind: "boolean" };
export const string: Shape = { kind: "string" };
export const unknown: Shape = { kind: "unknown" };

/** Whether a value of one shape may stand where the other stood; never when one is unknown. */
export function fits(value: Shape, place: Shape): boolean {
  if (value.kind !== place.kind) return false;
  switch (value.kind) {
    case "number":
    case "boolean":
      return true;
    case "string":
      return JSON.stringify(value) === JSON.stringify(place);
    case "array":
      return place.kind === "array" && fits(value.item, place.item);
    default:
      return false;
  }
}

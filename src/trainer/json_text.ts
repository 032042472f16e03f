/**
 * JSON that keeps -0 and is safe to show.
 *
 * @module
 */
import { printable } from "../printable.ts";

/** V8's JSON functions, which TypeScript's library does not declare yet. */
const { rawJSON } = JSON as unknown as { rawJSON: (text: string) => unknown };
const minusZero = rawJSON("-0");

/** Data as JSON on one line, without hidden characters. -0 is `-0`, which plain `JSON.stringify` writes as 0. */
export function jsonText(value: unknown): string {
  if (!hasMinusZero(value)) return printable(JSON.stringify(value)); // a replacer takes four times as long
  return printable(
    JSON.stringify(value, (_key, inner) => Object.is(inner, -0) ? minusZero : inner),
  );
}

function hasMinusZero(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return Object.is(value, -0);
  return Array.isArray(value) ? value.some(hasMinusZero) : Object.values(value).some(hasMinusZero);
}

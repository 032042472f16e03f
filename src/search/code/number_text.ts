/**
 * Numbers as a person would write them down.
 *
 * @module
 */

/** A number with at most so many significant digits, without an exponent where one can do without. */
export function numberText(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return "0";
  const magnitude = Math.abs(value);
  if (magnitude >= 10 ** digits && magnitude < 1e9) return String(Math.round(value));
  return String(Number(value.toPrecision(digits)));
}

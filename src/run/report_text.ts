/**
 * How a report prints values and numbers.
 *
 * @module
 */

/** A value as text: strings as they are, the rest as JSON. */
export function printed(value: unknown): string {
  if (typeof value === "string") return value;
  return JSON.stringify(value, null, 1) ?? String(value);
}

/** Text cut to 20,000 characters (or `limit`), saying how much is left out. */
export function bounded(text: string, limit = 20_000): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, limit)}… (${text.length - limit} characters more)`;
}

/** A score with at most six significant digits; a dash for none. */
export function score(value: number | null | undefined): string {
  if (value === null || value === undefined) return "–";
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
}

/** Change in percent of the first number, or plain when that says nothing. */
export function change(from: number | null, to: number | null): string {
  if (from === null || to === null || from === to) return "";
  const sign = to > from ? "+" : "−";
  const difference = Math.abs(to - from);
  if (from === 0 || difference > 2 * Math.abs(from)) return sign + score(difference);
  return `${sign}${(difference / Math.abs(from) * 100).toFixed(2)} %`;
}

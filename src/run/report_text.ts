/**
 * How a report prints values.
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

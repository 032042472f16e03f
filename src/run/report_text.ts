/**
 * Prints values for a report.
 *
 * @module
 */

/** A value as text: strings unchanged, other values as JSON. */
export function printed(value: unknown): string {
  if (typeof value === "string") return value;
  return JSON.stringify(value, null, 1) ?? String(value);
}

/** Text cut to 20,000 characters (or `limit`), with the number of omitted characters. */
export function bounded(text: string, limit = 20_000): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, limit)}… (${text.length - limit} characters more)`;
}

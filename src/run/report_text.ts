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

/** Maximum characters of a text in a report, unless its section says otherwise. */
export const maxText = 20_000;

/** A printed value to read: a string literal as its text, other values unchanged. */
export function readable(literal: string): string {
  if (!literal.startsWith('"')) return literal;
  try {
    return String(JSON.parse(literal));
  } catch {
    return literal; // it was cut
  }
}

/** A module as its last folder and file, since a report may leave its machine; other addresses unchanged. */
export function sourceText(source: string): string {
  if (!source.startsWith("file:") && !/^([A-Za-z]:)?[\\/]/.test(source)) return source;
  const path = source.split(/[\\/]/).slice(-2).join("/");
  return source.startsWith("file:") && URL.canParse(source) ? decodeText(path) : path;
}

function decodeText(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/**
 * Makes text safe to show: characters that a terminal or a page would obey, hide or reorder become escapes.
 *
 * @module
 */

/**
 * Control characters but line feed and tab, format characters (text direction, zero width, tags), lone surrogates,
 * line and paragraph separators.
 */
export const hidden: RegExp = /[[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]--[\n\t]]/gv;

/** The UTF-16 units of `hidden`, but lone surrogates. A text without them is passed on five times as fast. */
const suspects = // deno-lint-ignore no-control-regex -- these are the characters to find
  /[\0-\x08\x0b-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud804\ud80d\ud82f\ud834\udb40\ufeff\ufff9-\ufffb]/;

const escapes = new Map<string, string>();

/**
 * The text with hidden characters as `\uXXXX`, and CR LF as a line feed. JSON stays JSON of the same value, because
 * there these characters occur in strings only.
 */
export function printable(text: string): string {
  if (text.isWellFormed() && !suspects.test(text)) return text;
  return text.replaceAll("\r\n", "\n").replace(hidden, escapeOf);
}

/** The same on one line. */
export function plainText(text: string): string {
  return printable(text.replace(/\s+/g, " ").trim());
}

function escapeOf(character: string): string {
  let escape = escapes.get(character);
  if (escape === undefined) {
    const units = Array.from({ length: character.length }, (_, i) => character.charCodeAt(i));
    escape = units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
    escapes.set(character, escape);
  }
  return escape;
}

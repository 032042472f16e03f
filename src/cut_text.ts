/**
 * Cuts texts to a length, with a mark: how much is missing, or `…`.
 *
 * @module
 */

/**
 * The first `maxLength` characters, well-formed; a mark such as `… 79,990,000 characters cut` follows on a line of its own
 * when there were more.
 *
 * @example
 * ```ts
 * import { cutText } from "./cut_text.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(cutText("abc", 3), "abc");
 * assertEquals(cutText("abcdef", 3), "abc\n… 3 characters cut");
 * ```
 */
export function cutText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  return `${text.slice(0, maxLength).toWellFormed()}\n${cutMark(text.length - maxLength)}`;
}

/**
 * The text in at most `maxLength` characters, well-formed; one that was cut ends in `…`.
 *
 * @example
 * ```ts
 * import { shortText } from "./cut_text.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(shortText("abc", 3), "abc");
 * assertEquals(shortText("abcdef", 3), "ab…");
 * ```
 */
export function shortText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  return `${text.slice(0, Math.max(0, maxLength - 1)).toWellFormed()}…`;
}

/**
 * As `shortText`, cut between words where that loses less than two fifths.
 *
 * @example
 * ```ts
 * import { shortWords } from "./cut_text.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(shortWords("one two three", 10), "one two…");
 * ```
 */
export function shortWords(text: string, maxLength: number): string {
  const short = shortText(text, maxLength);
  if (short === text) return text;
  const whole = short.slice(0, -1).replace(/\s+\S*$/, "");
  return whole.length < maxLength * 0.6 ? short : `${whole}…`;
}

/**
 * The mark at the end of a text that lost so many characters. Each evaluation of a large example writes one, and
 * `toLocaleString` would make a formatter each time.
 *
 * @example
 * ```ts
 * import { cutMark } from "./cut_text.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(cutMark(1_234_567), "… 1,234,567 characters cut");
 * assertEquals(cutMark(1), "… 1 character cut");
 * ```
 */
export function cutMark(count: number): string {
  const grouped = String(count).replace(/\B(?=(\d{3})+$)/g, ",");
  return `… ${grouped} character${count === 1 ? "" : "s"} cut`;
}

/**
 * Words as a shell takes them.
 *
 * @module
 */

/** Quotes a word where a shell would read more into it. */
export function quoted(word: string): string {
  return /^[\w./@:+=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

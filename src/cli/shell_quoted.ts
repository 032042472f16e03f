/**
 * Quotes words for a shell.
 *
 * @module
 */

/** The word, in single quotes when it holds characters that a shell interprets. */
export function shellQuoted(word: string): string {
  return /^[\w./@:+=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/**
 * Makes text from tasks, candidates and models safe for a terminal.
 *
 * @module
 */

/** Characters that move the cursor, or hide or reorder text. */
// deno-lint-ignore no-control-regex -- these are the characters to find
const unsafe = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g;

/** Replaces unsafe characters; tabs and line ends stay. */
export function printable(text: string): string {
  return text.replace(unsafe, "\ufffd");
}

/** The same on one line. */
export function plainText(text: string): string {
  return printable(text).replace(/\s+/g, " ").trim();
}

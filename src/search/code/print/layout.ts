/**
 * Reads how statements are laid out.
 *
 * @module
 */

/** The blanks before a statement when it stands first in its line; `undefined` when something is before it. */
export function indentationOf(source: string, start: number): string | undefined {
  const before = source.slice(source.lastIndexOf("\n", start - 1) + 1, start);
  return /^\s*$/.test(before) ? before : undefined;
}

/** The text between a new statement and the one it is put before: a line break where that one begins a line. */
export function lineBreakBefore(source: string, start: number): string {
  const indentation = indentationOf(source, start);
  return indentation === undefined ? " " : `\n${indentation}`;
}

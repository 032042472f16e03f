/**
 * Fences around code in texts.
 *
 * @module
 */

/** Backticks, longer than every run of them in the source, so that none ends the fence. */
export function fenceFor(source: string): string {
  const runs = source.match(/`+/g) ?? [];
  return "`".repeat(runs.reduce((length, run) => Math.max(length, run.length + 1), 3));
}

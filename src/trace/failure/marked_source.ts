/**
 * Source text with the failing line marked, for failure reports.
 *
 * @module
 */

/**
 * The lines around one line, numbered; that line is followed by `<--- note`.
 *
 * @param source the whole text
 * @param line line number, from 1
 * @param note the text at the mark
 * @param around number of lines on each side @default 3
 */
export function markSource(source: string, line: number, note: string, around: number = 3): string {
  const lines = source.split("\n");
  const first = Math.max(1, line - around);
  const last = Math.min(lines.length, line + around);
  const width = String(last).length;
  const shown = lines.slice(first - 1, last).map((text, i) => {
    const numbered = `${String(first + i).padStart(width)} | ${text.slice(0, 200)}`;
    return first + i === line ? `${numbered}  <--- ${note}` : numbered;
  });
  return shown.join("\n");
}

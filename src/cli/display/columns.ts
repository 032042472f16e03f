/**
 * Fits coloured text to widths: lines cut to a width, rows as aligned columns.
 *
 * @module
 */
import { stripAnsiCode } from "@std/fmt/colors";

/** Cuts a line that may hold colours to `width` visible characters. */
export function cut(line: string, width: number): string {
  const plain = stripAnsiCode(line);
  return plain.length <= width ? line : `${plain.slice(0, Math.max(0, width - 1))}…`;
}

/** Rows as columns; all but the first are aligned to the right. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const visible = (cell: string) => stripAnsiCode(cell).length;
  const widths = (rows[0] ?? []).map((_, i) =>
    Math.max(...rows.map((row) => visible(row[i] ?? "")))
  );
  return rows.map((row) =>
    row.map((cell, i) => {
      const gap = " ".repeat((widths[i] ?? 0) - visible(cell));
      return i === 0 ? cell + gap : gap + cell;
    }).join("   ").trimEnd()
  );
}

/**
 * Fits coloured text to widths: lines cut to a width, rows as aligned columns.
 *
 * @module
 */
import {
  type Insertion,
  joined,
  styled,
  type TerminalText,
  terminalText,
} from "../terminal_text.ts";

/** Cuts a line to `width` visible characters; a line that is cut loses its colours. */
export function cut(line: Insertion, width: number): TerminalText {
  const text = terminalText(line);
  if (text.plain.length <= width) return text;
  return terminalText(`${text.plain.slice(0, Math.max(0, width - 1))}…`);
}

/** Breaks a line between words to fit a width; a line that is broken loses its colours. */
export function wrapped(line: Insertion, width: number): TerminalText[] {
  const text = terminalText(line);
  if (text.plain.length <= width) return [text];
  const rows = text.plain.split("\n").flatMap((part) => {
    const broken: string[] = [];
    for (const word of part.split(" ")) {
      const last = broken.at(-1);
      if (last === undefined || last.length + 1 + word.length > width) broken.push(word);
      else broken[broken.length - 1] = `${last} ${word}`;
    }
    return broken;
  });
  return rows.map((row) => terminalText(row));
}

/** Fills a cell with spaces to a width. */
export function padded(cell: Insertion, width: number, side: "start" | "end"): TerminalText {
  const text = terminalText(cell);
  const gap = " ".repeat(Math.max(0, width - text.plain.length));
  return side === "end" ? styled`${text}${gap}` : styled`${gap}${text}`;
}

/** Rows as columns; all but the first are aligned to the right. */
export function table(rows: readonly (readonly Insertion[])[]): TerminalText[] {
  const widths = (rows[0] ?? []).map((_, i) =>
    Math.max(...rows.map((row) => terminalText(row[i] ?? "").plain.length))
  );
  return rows.map((row) => {
    const length = 1 + row.findLastIndex((cell) => terminalText(cell).plain !== "");
    const cells = row.slice(0, length);
    return joined(
      cells.map((cell, i) => padded(cell, widths[i] ?? 0, i === 0 ? "end" : "start")),
      "   ",
    );
  });
}

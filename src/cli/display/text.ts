/**
 * Pieces of text that every display needs: counts, durations and lines cut to a width.
 *
 * @module
 */
import { stripAnsiCode } from "@std/fmt/colors";

/** A whole number with separators: `12,345`. */
export function countText(count: number): string {
  return Math.round(count).toString().replace(/\B(?=(\d{3})+$)/g, ",");
}

/** Seconds as `4 s`, `2 min 05 s`, `1 h 03 min`. */
export function durationText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const pad = (part: number) => String(part).padStart(2, "0");
  return hours > 0 ? `${hours} h ${pad(minutes)} min` : `${minutes} min ${pad(whole % 60)} s`;
}

/** Dollars as `$0.0123`, or `cost unknown`. */
export function costText(usd: number | null): string {
  if (usd === null) return "cost unknown";
  return `$${usd > 0 && usd < 1 ? usd.toFixed(4) : usd.toFixed(2)}`;
}

/** `1 step`, `2 steps`. */
export function plural(count: number, noun: string): string {
  return `${countText(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** What moves the cursor, hides or reorders text. */
// deno-lint-ignore no-control-regex -- these are the characters to find
const unsafe = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g;

/** Makes foreign text safe for a terminal; tabs and line ends stay. */
export function printable(text: string): string {
  return text.replace(unsafe, "\ufffd");
}

/** Makes foreign text one safe line. */
export function plainText(text: string): string {
  return printable(text).replace(/\s+/g, " ").trim();
}

/** Cuts a line that may hold colours to `width` visible characters. */
export function cut(line: string, width: number): string {
  if (stripAnsiCode(line).length <= width) return line;
  const plain = stripAnsiCode(line);
  return `${plain.slice(0, Math.max(0, width - 1))}…`;
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

/**
 * Writes the traced statements of a function: each line of its source with its effects.
 *
 * @module
 */
import { shortText } from "../cut_text.ts";
import type { StatementEvent } from "../../sandbox/protocol.ts";
import { briefNumbers } from "./value_text.ts";

/** Maximum characters of a source line. */
const maxSource = 100;

/**
 * One line for each source line with events, in source order. Where there are too many, those in the middle give way,
 * those that tell how the call ended last of all; "…" stands for a gap.
 *
 * `12: if (square !== ".") return; // then 63 times, else`
 *
 * @param source the text of the function; undefined when unknown
 * @param maxLines maximum number of lines, gaps not counted
 */
export function statementLines(
  events: readonly StatementEvent[],
  source: string | undefined,
  maxLines: number,
): readonly string[] {
  const lines = source?.split("\n") ?? [];
  const byLine = Map.groupBy(events.filter(isShown), ({ line }) => line);
  const width = Math.max(0, ...byLine.keys().map((line) => String(line).length));
  const rows = [...byLine].toSorted(([one], [other]) => one - other).map(([line, events]): Row => {
    const notes = events.map(noteOf).join(", ");
    const text = lines[line - 1]?.trim() ?? "";
    const shown = shortText(text, maxSource);
    const place = String(line).padStart(width);
    return {
      text: shown === "" ? `${place}: ${notes}` : `${place}: ${shown} // ${notes}`,
      isEnding: events.some(({ kind }) => endings.has(kind)),
    };
  });
  return withinLines(rows, maxLines);
}

interface Row {
  readonly text: string;
  readonly isEnding: boolean;
}

const endings: ReadonlySet<StatementEvent["kind"]> = new Set(["return", "throw", "catch"]);

/** The last endings, up to a half of the lines; then the first others, and a few of the last. */
function withinLines(rows: readonly Row[], maxLines: number): readonly string[] {
  if (rows.length <= maxLines) return rows.map(({ text }) => text);
  const ended = rows.filter(({ isEnding }) => isEnding).slice(-Math.ceil(maxLines / 2));
  const others = rows.filter(({ isEnding }) => !isEnding);
  const room = maxLines - ended.length;
  const tail = Math.floor(room / 3);
  const kept = new Set([
    ...ended,
    ...others.slice(0, room - tail),
    ...others.slice(others.length - tail),
  ]);
  return rows.flatMap((row, i) => {
    if (kept.has(row)) return [row.text];
    const isFirstOfGap = i === 0 || kept.has(rows[i - 1]!); // there is one before
    return isFirstOfGap ? ["…"] : [];
  });
}

/** Skips `undefined` returns of anonymous callbacks. */
function isShown({ kind, label, value }: StatementEvent): boolean {
  return kind !== "return" || label !== "anonymous" || value !== "undefined";
}

function noteOf({ unit, kind, label, value: long = "", count }: StatementEvent): string {
  const value = briefNumbers(long);
  const times = count === 1 ? "" : ` ${count} times`;
  const last = count === 1 ? "" : ` (the last of ${count})`;
  switch (kind) {
    case "assign":
      return `${label} = ${value}${last}`;
    case "branch":
      return `${label}${times}`;
    case "loop":
      return `${count} ${count === 1 ? "turn" : "turns"}`;
    case "return":
      return `${
        label === unit || label === "anonymous" ? "" : `${label} `
      }returned ${value}${last}`;
    case "catch":
      return `caught ${value}${last}`;
    case "throw":
      return `threw ${value}${last}`;
    default:
      return kind satisfies never;
  }
}

/**
 * Writes the traced statements of a function: each line of its source with its effects.
 *
 * @module
 */
import type { StatementEvent } from "../../sandbox/protocol.ts";

/** Maximum characters of a source line. */
const maxSource = 100;

/**
 * One line for each source line with events, in source order.
 *
 * `12: if (square !== ".") return; // then 63 times, else`
 *
 * @param source the text of the function; undefined when unknown
 */
export function statementLines(
  events: readonly StatementEvent[],
  source: string | undefined,
): readonly string[] {
  const lines = source?.split("\n") ?? [];
  const byLine = Map.groupBy(events.filter(isShown), ({ line }) => line);
  const width = Math.max(0, ...byLine.keys().map((line) => String(line).length));
  return [...byLine].toSorted(([one], [other]) => one - other).map(([line, events]) => {
    const notes = events.map(noteOf).join(", ");
    const text = lines[line - 1]?.trim() ?? "";
    const shown = text.length > maxSource ? `${text.slice(0, maxSource)}…` : text;
    const place = String(line).padStart(width);
    return shown === "" ? `${place}: ${notes}` : `${place}: ${shown} // ${notes}`;
  });
}

/** Skips `undefined` returns of anonymous callbacks. */
function isShown({ kind, label, value }: StatementEvent): boolean {
  return kind !== "return" || label !== "anonymous" || value !== "undefined";
}

function noteOf({ unit, kind, label, value = "", count }: StatementEvent): string {
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
    case "throw":
      return `threw ${value}${last}`;
    default:
      return kind satisfies never;
  }
}

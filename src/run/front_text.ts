/**
 * The front of a run in words, for the terminal.
 *
 * @module
 */
import type { RunView } from "./run_view.ts";

/** Maximum candidates shown. */
const maxLines = 8;

/** One line for each candidate of the front, the best score first; none for a front of one. */
export function frontLines(view: Pick<RunView, "front">): readonly string[] {
  const { front } = view;
  if (front.length < 2) return [];
  const lines = front
    .toSorted((one, other) => (other.score ?? -Infinity) - (one.score ?? -Infinity) || 0)
    .map(({ step, score, metrics }) =>
      `score ${exactText(score)}, ${
        Object.entries(metrics).map(([name, value]) => `${name} ${exactText(value)}`).join(", ")
      } (step ${step})`
    );
  const rest = lines.length - maxLines;
  return [
    `${front.length} candidates are trade-offs: none is beaten in everything.`,
    ...lines.slice(0, maxLines),
    ...(rest > 0 ? [`and ${rest} more, in the report`] : []),
  ];
}

/** A number at six digits; `–` for none. */
export function exactText(value: number | null): string {
  return value === null ? "–" : String(Number(value.toPrecision(6)));
}

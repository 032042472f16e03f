/**
 * What a chart says at each place of its horizontal axis, for a page on which a person reads it point by point.
 *
 * @module
 */
import { scoreText } from "../score_text.ts";
import type { Axis, Dot, Line, Panel } from "./panel_data.ts";

/** Maximum places of a chart; of more, evenly chosen ones are read. */
const maxReadings = 200;

/** Candidates that are named at one place, the kept ones first. */
const maxDots = 3;

/** One place of the horizontal axis. */
export interface Reading {
  /** Share of the field's width, from 0 to 1. */
  readonly share: number;
  readonly text: string;
}

/** The readings of all panels, from left to right. */
export function readingsOf(panels: readonly Panel[], { title, range, last }: Axis): Reading[] {
  const places = panels.flatMap(({ lines, dots }) => [...lines.flatMap(changesOf), ...dots]);
  const all = [...new Set(places.map(({ at }) => at))].sort((a, b) => a - b);
  const stride = Math.max(1, Math.ceil(all.length / maxReadings));
  const ats = all.filter((_, i) => i % stride === 0 || i === all.length - 1);
  return ats.map((at) => ({
    share: Math.round((at - range.low) / (range.high - range.low) * 10_000) / 10_000,
    text: [
      `${Math.round(at).toLocaleString("en-US")} of ${last.toLocaleString("en-US")} ${title}`,
      ...panels.flatMap((panel) => panelText(panel, at)),
    ].join(" · "),
  }));
}

/** Where a line begins, changes and ends. */
function changesOf({ places }: Line): Line["places"] {
  return places.filter(({ value }, i) =>
    i === 0 || i === places.length - 1 || value !== places[i - 1]?.value
  );
}

function panelText({ title, lines, dots }: Panel, at: number): string[] {
  const values = lines.flatMap(({ letter, places }) => {
    const value = places.findLast((place) => place.at <= at)?.value;
    return value === undefined ? [] : [`${letter ?? "best"} ${scoreText(value)}`];
  });
  const here = dots.filter((dot) => dot.at === at)
    .sort((one, other) => Number(other.isKept) - Number(one.isKept));
  const rest = here.length - maxDots;
  const said = [
    ...values,
    ...here.slice(0, maxDots).map(dotText),
    ...(rest > 0 ? [`${rest} more`] : []),
  ];
  return said.length === 0 ? [] : [`${title}: ${said.join(", ")}`];
}

function dotText({ name, value, isKept }: Dot): string {
  return `${scoreText(value)} (${name}, ${isKept ? "kept" : "not kept"})`;
}

/**
 * The style sheet of the chart of an experiment, for light and dark pages.
 *
 * @module
 */
import { lineColors } from "./chart_marks.ts";

const colors = (shade: 0 | 1) =>
  lineColors.map((pair, place) => `--line-${place}: ${pair[shade]};`).join(" ");

/** CSS that stands in the drawing itself, so that it is whole as a file. */
export const chartStyle = `
svg { --paper: #ffffff; --ink: #1f2328; --quiet: #59636e; --rule: #e3e8ed; --edge: #d1d9e0; ${
  colors(0)
} }
@media (prefers-color-scheme: dark) {
  svg { --paper: #10151c; --ink: #e6edf3; --quiet: #a3adb8; --rule: #262d36; --edge: #3a434e; ${
  colors(1)
} }
}
text { font: 14px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; fill: var(--ink); font-variant-numeric: tabular-nums; }
.title { font-size: 17px; font-weight: 650; }
.quiet { fill: var(--quiet); }
.paper { fill: var(--paper); stroke: var(--edge); }
.grid { stroke: var(--rule); fill: none; }
.frame { stroke: var(--quiet); fill: none; }
.line { fill: none; stroke-width: 2.2; stroke-linejoin: round; stroke-linecap: butt; }
.band { stroke: none; opacity: .15; }
.marker { stroke: var(--paper); stroke-width: 1.2; }
.leader { fill: none; stroke: var(--quiet); stroke-width: .8; opacity: .7; }
.anchor { fill: none; stroke: var(--ink); stroke-width: 1.1; stroke-dasharray: 1.5 3; }
.name { paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round; }
.anchor-name { font-style: italic; }
`;

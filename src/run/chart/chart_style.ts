/**
 * The style of the chart, for the style sheet of a page that defines the colors.
 *
 * @module
 */

/** CSS for `.chart`; it uses the variables `--ink`, `--quiet`, `--rule`, `--good`, `--bad`, `--warn`, `--accent` and `--card`. */
export const chartStyle = `
.chart { margin: 0; background: var(--card); border: 1px solid var(--rule); border-radius: 10px; padding: 12px; }
.chart { position: relative; } .chart [hidden] { display: none; }
.chart .reader { position: absolute; cursor: crosshair; touch-action: pan-y; border-radius: 6px; }
.chart .reader span { position: absolute; top: 0; bottom: 0; border-left: 1.5px solid var(--ink); }
.chart .reading { max-width: none; margin: 4px 4px 0; min-height: 3.1em; font-size: 13px; color: var(--ink); font-variant-numeric: tabular-nums; }
.chart > svg { width: 100%; height: auto; display: block; }
.chart > svg.narrow { display: none; }
@media (max-width: 560px) { .chart > svg.wide { display: none; } .chart > svg.narrow { display: block; } }
.chart text { fill: var(--quiet); font-size: 12px; font-variant-numeric: tabular-nums; }
.chart text.axis { fill: var(--ink); font-weight: 550; }
.chart text.edge { fill: var(--ink); paint-order: stroke; stroke: var(--card); stroke-width: 4px; }
.chart path { fill: none; }
.chart .grid path { stroke: var(--rule); } .chart .tick, .chart .frame { stroke: var(--quiet); }
.chart .zero { stroke: var(--ink); stroke-dasharray: 5 4; }
.chart .line { stroke: var(--good); stroke-width: 2.5; stroke-linejoin: round; }
.chart .run-0 { stroke: var(--accent); } .chart .run-1 { stroke: var(--good); stroke-dasharray: 9 4; }
.chart .run-2 { stroke: var(--bad); stroke-dasharray: 3 3; } .chart .run-3 { stroke: var(--warn); stroke-dasharray: 12 3 3 3; }
.chart .dropped { stroke: var(--quiet); stroke-width: 4.5; stroke-linecap: round; opacity: .45; }
.chart .few { stroke-width: 7; opacity: .6; }
.chart .kept { fill: var(--accent); stroke: var(--card); }
.chart .beyond { fill: var(--ink); }
.chart figcaption { color: var(--quiet); font-size: 12.5px; padding: 8px 4px 0; display: flex; flex-wrap: wrap; gap: 2px 18px; }
.chart figcaption span { display: inline-flex; align-items: center; gap: 6px; }
.chart .key { height: 10px; width: auto; }
`;

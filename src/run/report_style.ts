/**
 * The style sheet of a report, light and dark.
 *
 * @module
 */

/** CSS without external files or fonts. */
export const reportStyle = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#fbfaf7, #14161a); --card: light-dark(#fff, #1b1e24); --ink: light-dark(#1c1d1f, #e8e6e1);
  --quiet: light-dark(#6b6a66, #95938d); --rule: light-dark(#e6e3db, #2c3038);
  --good: light-dark(#0b7a53, #4cc38a); --bad: light-dark(#b3261e, #f2897f); --accent: light-dark(#2456b8, #8ab4ff);
  --good-wash: light-dark(#e4f5ec, #16301f); --bad-wash: light-dark(#fdecea, #3a1d1b);
  --mono: ui-monospace, "SF Mono", "Cascadia Code", "JetBrains Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
main { max-width: 960px; margin: 0 auto; padding: 40px 20px 80px; }
header { margin-bottom: 28px; }
h1 { font-size: 30px; line-height: 1.2; margin: 0 0 4px; letter-spacing: -.02em; }
h2 { font-size: 18px; margin: 40px 0 12px; letter-spacing: -.01em; }
h3 { font: 600 13px/1.4 var(--mono); margin: 0; }
p { margin: 6px 0; max-width: 72ch; }
.eyebrow { color: var(--quiet); font-size: 13px; margin: 0 0 10px; }
.quiet { color: var(--quiet); }
.good { color: var(--good); } .bad { color: var(--bad); }
.scores { display: grid; grid-template-columns: repeat(auto-fit, minmax(270px, 1fr)); gap: 14px; margin: 24px 0; }
.card { background: var(--card); border: 1px solid var(--rule); border-radius: 10px; padding: 16px 18px; }
.scores .name { color: var(--quiet); font-size: 13px; }
.scores .pair { display: flex; align-items: baseline; gap: 9px; font-variant-numeric: tabular-nums; flex-wrap: wrap; }
.scores .from { color: var(--quiet); font-size: 18px; } .scores .to { font-size: 27px; font-weight: 650; letter-spacing: -.02em; }
.chart { margin: 0; background: var(--card); border: 1px solid var(--rule); border-radius: 10px; padding: 12px; }
.chart svg { width: 100%; height: auto; display: block; }
.chart text { fill: var(--quiet); font-size: 11px; font-variant-numeric: tabular-nums; }
.chart .grid line { stroke: var(--rule); stroke-width: 1; }
.chart .line { fill: none; stroke: var(--good); stroke-width: 2.25; stroke-linejoin: round; }
.chart .area { fill: var(--good); opacity: .08; }
.chart .kept { fill: var(--accent); } .chart .dropped { fill: var(--quiet); opacity: .3; }
figcaption { color: var(--quiet); font-size: 12.5px; padding: 6px 6px 0; }
.key { display: inline-block; width: 10px; height: 10px; border-radius: 5px; margin: 0 6px 0 18px; vertical-align: -1px; }
.line-key { background: var(--good); height: 3px; width: 16px; vertical-align: 3px; margin-left: 0; }
.kept-key { background: var(--accent); } .dropped-key { background: var(--quiet); opacity: .45; }
.scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--rule); border-radius: 10px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: 14px; }
th { text-align: left; font-weight: 550; color: var(--quiet); font-size: 12.5px; white-space: nowrap; }
th, td { padding: 7px 14px; border-bottom: 1px solid var(--rule); vertical-align: top; }
tr:last-child > td, tr:last-child > th { border-bottom: 0; }
td.number, th.number { text-align: right; white-space: nowrap; width: 1%; }
tr.new td { background: var(--good-wash); }
code, pre { font-family: var(--mono); font-size: 12.5px; }
pre { margin: 0; overflow-x: auto; line-height: 1.5; tab-size: 2; }
.code { background: var(--card); border: 1px solid var(--rule); border-radius: 10px; margin: 10px 0; overflow: hidden; }
.code > h3 { padding: 9px 14px; border-bottom: 1px solid var(--rule); display: flex; gap: 10px; align-items: baseline; }
.code > h3 small { color: var(--quiet); font: 12.5px system-ui, sans-serif; }
.code > pre { padding: 8px 0; }
.diff span { display: block; padding: 0 14px; min-height: 1.5em; width: max-content; min-width: 100%; }
.diff .added { background: var(--good-wash); } .diff .removed { background: var(--bad-wash); }
.diff .skip { color: var(--quiet); }
td p { margin: 3px 0; max-width: 62ch; overflow-wrap: anywhere; }
details { margin: 4px 0; } details > summary { cursor: pointer; color: var(--quiet); }
details pre { padding: 10px 14px; background: var(--paper); border: 1px solid var(--rule); border-radius: 8px; margin: 6px 0; max-height: 420px; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 22px; margin: 0; font-size: 14px; }
dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
.note { border-left: 3px solid var(--bad); padding: 2px 14px; margin: 14px 0; }
footer { margin-top: 48px; color: var(--quiet); font-size: 12.5px; }
@media print { body { background: #fff; } main { padding: 0; } details > summary { display: none; } td > details > summary { display: block; } }
`;

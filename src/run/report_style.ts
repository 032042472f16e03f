/**
 * The style sheet of a report: light, dark, narrow and printed.
 *
 * @module
 */
import { chartStyle } from "./chart/chart_style.ts";

/** CSS without external files or fonts. */
export const reportStyle = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#fbfaf7, #14161a); --card: light-dark(#fff, #1b1e24); --ink: light-dark(#1c1d1f, #e8e6e1);
  --quiet: light-dark(#63625e, #9c9a94); --rule: light-dark(#e6e3db, #2c3038);
  --good: light-dark(#0b7a53, #4cc38a); --bad: light-dark(#b3261e, #f2897f); --warn: light-dark(#8f5f00, #e0b252);
  --accent: light-dark(#2456b8, #8ab4ff);
  --good-wash: light-dark(#e4f5ec, #16301f); --bad-wash: light-dark(#fdecea, #3a1d1b); --warn-wash: light-dark(#fdf3dc, #33290f);
  --mono: ui-monospace, "SF Mono", "Cascadia Code", "JetBrains Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
main { max-width: 960px; margin: 0 auto; padding: 40px 20px 80px; overflow-wrap: anywhere; }
header { margin-bottom: 24px; }
h1 { font-size: 30px; line-height: 1.2; margin: 0 0 4px; letter-spacing: -.02em; }
h2 { font-size: 18px; margin: 40px 0 12px; letter-spacing: -.01em; }
h3 { font: 600 13px/1.4 var(--mono); margin: 0; }
p { margin: 6px 0; max-width: 72ch; }
a { color: var(--accent); }
.eyebrow { color: var(--quiet); font-size: 13px; margin: 0 0 10px; }
.quiet, .name { color: var(--quiet); } .name { font-size: 13px; }
.good { color: var(--good); } .bad { color: var(--bad); }
.card, .code, .list, .scroll, .verdict { background: var(--card); border: 1px solid var(--rule); border-radius: 10px; }
.verdict { border-left: 5px solid var(--quiet); padding: 14px 18px; color: var(--ink); }
.verdict h2 { font-size: 22px; margin: 0 0 4px; } .verdict p { max-width: none; }
.verdict.good { border-left-color: var(--good); } .verdict.good h2 { color: var(--good); }
.verdict.bad { border-left-color: var(--bad); } .verdict.bad h2 { color: var(--bad); }
.scores { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(270px, 100%), 1fr)); gap: 14px; margin: 14px 0; }
.card { padding: 14px 18px; }
.pair { display: flex; align-items: baseline; gap: 0 9px; font-variant-numeric: tabular-nums; flex-wrap: wrap; }
.from { color: var(--quiet); font-size: 18px; } .to { font-size: 25px; font-weight: 650; letter-spacing: -.02em; }
.note { border-left: 5px solid var(--warn); background: var(--warn-wash); border-radius: 6px; padding: 4px 14px; margin: 12px 0; }
.note.bad { border-left-color: var(--bad); background: var(--bad-wash); color: var(--ink); }
.note.bad b { color: var(--bad); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: 14px; }
table.values { table-layout: fixed; }
th { text-align: left; font-weight: 550; color: var(--quiet); font-size: 12.5px; overflow-wrap: normal; }
th, td { padding: 7px 12px; border-bottom: 1px solid var(--rule); vertical-align: top; }
tr:last-child > td, tr:last-child > th { border-bottom: 0; }
td.number, th.number { text-align: right; width: 1%; } td.number { white-space: nowrap; }
tr.new td { background: var(--good-wash); }
code, pre { font-family: var(--mono); font-size: 12.5px; }
pre { margin: 4px 0; line-height: 1.5; tab-size: 2; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 420px; overflow: auto; padding: 8px 12px; background: var(--paper); border: 1px solid var(--rule); border-radius: 8px; }
.code { margin: 10px 0; overflow: hidden; }
.code > h3 { padding: 9px 14px; border-bottom: 1px solid var(--rule); display: flex; flex-wrap: wrap; gap: 0 10px; align-items: baseline; }
.code > h3 small { color: var(--quiet); font: 12.5px system-ui, sans-serif; }
.code > pre { padding: 8px 0; margin: 0; border: 0; max-height: none; background: none; }
pre.diff { padding: 8px 0; }
.diff span { display: block; padding: 0 14px; min-height: 1.5em; }
.diff .added { background: var(--good-wash); } .diff .removed { background: var(--bad-wash); }
.diff .skip { color: var(--quiet); }
details { margin: 6px 0; } summary { cursor: pointer; color: var(--quiet); }
.list > details, .list details > details.example { margin: 0; border-bottom: 1px solid var(--rule); padding: 7px 14px; }
.sides > :first-child:nth-last-child(odd) { grid-column: 1 / -1; }
.said p { white-space: pre-line; } .list > .said { border-bottom: 1px solid var(--rule); padding: 7px 14px; } .list > .said:last-child { border-bottom: 0; }
.list > details:last-child { border-bottom: 0; }
.list summary { color: var(--ink); } .list summary.more { color: var(--quiet); }
.list > details:not(.example):has(> .more) { padding: 7px 0; } summary.more { padding: 0 14px; }
.row { display: grid; grid-template-columns: minmax(0, 1fr) repeat(3, 6.1rem); gap: 8px; font-variant-numeric: tabular-nums; list-style: none; }
.row > span + span { text-align: right; }
.row > span:first-child::before { content: "▸ "; color: var(--quiet); } details[open] > .row > span:first-child::before { content: "▾ "; }
.row.head { padding: 7px 14px; border-bottom: 1px solid var(--rule); color: var(--quiet); font-size: 12.5px; }
.row.head > span:first-child::before { content: ""; }
.sides { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 6px 12px; padding: 6px 0; }
.attempt > summary > *, .refusal > summary > * { margin-right: 10px; }
.refusal .reason { display: block; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 4px 22px; margin: 0; font-size: 14px; }
dt { color: var(--quiet); } dd { margin: 0; }
footer { margin-top: 48px; color: var(--quiet); font-size: 12.5px; }
.fronts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 340px), 460px)); gap: 12px; margin: 12px 0; } .fronts:empty { display: none; }
.drawings { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 12px; margin: 12px 0; }
.drawings > figure { margin: 0; break-inside: avoid; } .drawing { width: 100%; height: auto; max-height: 460px; display: block; }
.drawing * { stroke: var(--tone); stroke-width: 1.5px; vector-effect: non-scaling-stroke; fill: none; stroke-linejoin: round; }
.drawing .filled { fill: color-mix(in srgb, var(--tone) 16%, transparent); }
.drawing text { fill: var(--tone); stroke: none; text-anchor: middle; dominant-baseline: central; font-variant-numeric: tabular-nums; }
.drawing .ink { --tone: var(--ink); } .drawing .quiet { --tone: var(--quiet); } .drawing .accent { --tone: var(--accent); }
.drawing .good { --tone: var(--good); } .drawing .bad { --tone: var(--bad); } .drawing .warn { --tone: var(--warn); }
${chartStyle}
@media (max-width: 560px) {
  main { padding: 24px 14px 60px; }
  h1 { font-size: 25px; }
  .row { grid-template-columns: minmax(0, 1fr) 3.9rem 3.9rem 4.1rem; gap: 4px; font-size: 13.5px; }
  .sides { grid-template-columns: minmax(0, 1fr); }
  th, td { padding: 6px 8px; }
  dl { grid-template-columns: minmax(0, 1fr); gap: 0; } dd { margin-bottom: 8px; }
}
@media print {
  :root { color-scheme: light; --paper: #fff; }
  body { font-size: 12px; } main { padding: 0; max-width: none; }
  pre { max-height: none; } .note, .verdict, .chart, .card { break-inside: avoid; }
  h2 { break-after: avoid; }
  details.shown::details-content { content-visibility: visible; display: block; block-size: auto; }
  * { print-color-adjust: exact; }
}
`;

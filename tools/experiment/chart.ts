/**
 * The chart of an experiment as one SVG file: a line with its error band for each method, and flat lines for what took no
 * search.
 *
 * @module
 */
import { type Html, markup } from "../../src/run/report_html.ts";
import { ticks, tickText } from "../../src/run/chart/scale.ts";
import { spreadLabels } from "./chart_labels.ts";
import { type LineLook, lineLook } from "./chart_marks.ts";
import { type ChartScale, chartScale } from "./chart_scale.ts";
import { chartStyle } from "./chart_style.ts";
import type { Anchor, Experiment } from "./experiment.ts";
import type { MethodSummary } from "./summary.ts";

/** Size of the drawing in its own units, which are pixels of a page as wide. */
const [width, height] = [720, 440];
const [left, top, bottom] = [68, 78, height - 62];

/** Length of the piece of a line beside its name, and where it begins behind the field. */
const [sample, gap] = [30, 26];

/** Markers of one line, about. */
const markerCount = 7;

/** What of an experiment is drawn. */
export type ChartedExperiment = Pick<
  Experiment,
  "title" | "unit" | "isMaximized" | "scale" | "axis" | "points" | "methods" | "anchors"
>;

/** The chart of the methods with complete runs. */
export function chartSvg(experiment: ChartedExperiment, all: readonly MethodSummary[]): string {
  const { title, unit, isMaximized, axis, points, scale: kind = "linear", anchors = [] } =
    experiment;
  const shown = all.filter(({ seeds }) => seeds > 0);
  const names = [...shown.map(({ method }) => method), ...anchors.map(({ name }) => name)];
  const right = Math.max(
    width - 310,
    width - gap - sample - 22 - 7.9 * Math.max(0, ...names.map(({ length }) => length)),
  );
  const y = heightsOf(
    chartScale(
      kind,
      shown.flatMap(({ mean, standardError }) =>
        mean.flatMap((value, i) => [value - standardError[i]!, value + standardError[i]!]) // !: as many
      ),
      [...shown.map(({ mean }) => mean.at(-1)!), ...anchors.map(({ value }) => value)], // !: a point each
    ),
  );
  const last = points.at(-1) ?? 1;
  const x = (point: number) => round(left + point / last * (right - left));
  const methods = Object.keys(experiment.methods);
  const lines = shown.map((summary): Line => ({
    summary,
    look: lineLook(methods.indexOf(summary.method)),
    place: methods.indexOf(summary.method),
  }));
  const field: Field = { x, y, points, right };
  return `${markup`
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
  <title>${title}</title>
  <desc>${description(experiment, shown)}</desc>
  <style>${chartStyle.trim().replaceAll(/\n\s*/g, " ")}</style>
  <rect class="paper" x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8"/>
  <text class="title" x="20" y="32">${title}</text>
  <text class="quiet" x="20" y="56">${unit} (${isMaximized ? "higher" : "lower"} is better)</text>
  ${axes(field, axis)}
  ${lines.map((line) => band(line, field))}
  ${anchors.map(({ value }) => markup`<path class="anchor" d="M${left} ${y.of(value)}H${right}"/>`)}
  ${lines.map((line) => curve(line, field))}
  ${labels(lines, anchors, field)}
  <text class="quiet" x="20" y="${height - 14}">mean and standard error of ${runsText(shown)}</text>
</svg>`}`.trim() + "\n";
}

interface Line {
  readonly summary: MethodSummary;
  readonly look: LineLook;
  /** Its place among the methods: lines have their markers at different points. */
  readonly place: number;
}

interface Heights extends Pick<ChartScale, "ticks" | "shows"> {
  of(value: number): number;
}

interface Field {
  readonly x: (point: number) => number;
  readonly y: Heights;
  readonly points: readonly number[];
  /** Right edge of the field. */
  readonly right: number;
}

function heightsOf({ share, shows, ticks }: ChartScale): Heights {
  return { of: (value) => round(bottom - share(value) * (bottom - top)), shows, ticks };
}

function axes({ x, y, points, right }: Field, axis: string): Html {
  const last = points.at(-1) ?? 1;
  const marks = ticks({ low: 0, high: last }, 6).filter(Number.isInteger);
  return markup`
  ${
    y.ticks.map(({ value, text }) =>
      markup`
  <path class="grid" d="M${left} ${y.of(value)}H${right}"/>
  <text class="quiet" x="${left - 9}" y="${y.of(value) + 5}" text-anchor="end">${text}</text>`
    )
  }
  ${
    marks.map((value) =>
      markup`
  <path class="frame" d="M${x(value)} ${bottom}v5"/>
  <text class="quiet" x="${x(value)}" y="${bottom + 21}" text-anchor="middle">${
        tickText(value, 1)
      }</text>`
    )
  }
  <path class="frame" d="M${left} ${top - 8}V${bottom}H${right}"/>
  <text x="${right}" y="${bottom + 42}" text-anchor="end">${axis}</text>`;
}

function band({ summary: { mean, standardError }, look }: Line, { x, y, points }: Field): Html {
  const edge = (sign: 1 | -1) =>
    mean.map((value, i) => `${x(points[i]!)} ${y.of(value + sign * standardError[i]!)}` // !: no more numbers than points
    );
  return markup`
  <path class="band" fill="var(--${look.color})" d="M${
    [...edge(1), ...edge(-1).reverse()].join("L")
  }z"/>`;
}

function curve({ summary: { mean }, look, place }: Line, { x, y, points }: Field): Html {
  const at = mean.map((value, i) => [x(points[i]!), y.of(value)] as const); // !: no more numbers than points
  const stride = Math.max(1, Math.round(points.length / markerCount));
  const marked = at.filter((_, i) =>
    i > 0 && i < at.length - 1 && i % stride === place % stride && y.shows(mean[i]!) // !: as above
  );
  return markup`
  <path class="line" stroke="var(--${look.color})" stroke-dasharray="${look.dash || "none"}" d="M${
    at.map(([x, y]) => `${x} ${y}`).join("L")
  }"/>
  <path class="marker" fill="var(--${look.color})" d="${
    marked.map(([x, y]) => look.marker(x, y)).join("")
  }"/>`;
}

/** Names behind the ends of the lines, each with a piece of its line. */
function labels(
  lines: readonly Line[],
  anchors: readonly Anchor[],
  { y, right }: Field,
): readonly Html[] {
  const ends = [
    ...lines.map(({ summary }) => y.of(summary.mean.at(-1)!)), // !: a point at least
    ...anchors.map(({ value }) => y.of(value)),
  ];
  const heights = spreadLabels(ends, { distance: 19, low: top - 4, high: bottom });
  const start = right + gap;
  const text = (name: string, height: number, style: string) =>
    markup`<text class="name ${style}" x="${start + sample + 8}" y="${height + 5}">${name}</text>`;
  const leader = (i: number) =>
    markup`<path class="leader" d="M${right + 2} ${ends[i]}L${start - 4} ${heights[i]}"/>`;
  return [
    ...lines.map(({ summary, look }, i) => {
      const at = round(heights[i]!); // !: a height each
      return markup`
  ${leader(i)}
  <path class="line" stroke="var(--${look.color})" stroke-dasharray="${
        look.dash || "none"
      }" d="M${start} ${at}h${sample}"/>
  <path class="marker" fill="var(--${look.color})" d="${look.marker(start + sample / 2, at)}"/>
  ${text(summary.method, at, "")}`;
    }),
    ...anchors.map(({ name, source }, i) => {
      const at = round(heights[lines.length + i]!); // !: a height each
      return markup`
  ${leader(lines.length + i)}
  <path class="anchor" d="M${start} ${at}h${sample}"/>
  <g><title>${source}</title>${text(name, at, "anchor-name")}</g>`;
    }),
  ];
}

function runsText(shown: readonly MethodSummary[]): string {
  const counts = shown.map(({ seeds }) => seeds);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return `${least === most ? most : `${least} to ${most}`} runs`;
}

/** The chart in words, for screen readers. */
function description(
  { axis, points, anchors = [] }: ChartedExperiment,
  shown: readonly MethodSummary[],
): string {
  return [
    ...shown.map(({ method, mean }) =>
      `${method}: ${short(mean[0])} at the start, ${short(mean.at(-1))} after ${
        points.at(-1)
      } ${axis}.`
    ),
    ...anchors.map(({ name, value }) => `${name}: ${short(value)}.`),
  ].join(" ");
}

function short(value: number | undefined): string {
  return value === undefined ? "unknown" : String(Number(value.toPrecision(3)));
}

function round(coordinate: number): number {
  return Math.round(coordinate * 10) / 10;
}

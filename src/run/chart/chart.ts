/**
 * The chart of a run as inline SVG, without scripts: the best score by step, and each candidate's difference to what
 * it was compared with. Report and live page use it; `chart_style.ts` has its colors.
 *
 * @module
 */
import { type Html, markup } from "../report_html.ts";
import { scoreText } from "../score_text.ts";
import type { ChartData, ChartDot, CurvePoint } from "./chart_data.ts";
import { clamped, type Range, ticks, tickStep, tickText, visibleRange } from "./scale.ts";

/** Sizes of a drawing in its own units; `css` names the width of page it is for. */
interface Layout {
  readonly css: "wide" | "narrow";
  readonly width: number;
  readonly left: number;
  readonly right: number;
  /** Height of the field of one panel. */
  readonly field: number;
  readonly stepTicks: number;
}

const layouts: readonly Layout[] = [
  { css: "wide", width: 880, left: 72, right: 14, field: 180, stepTicks: 12 },
  { css: "narrow", width: 360, left: 58, right: 10, field: 150, stepTicks: 6 },
];

/** Room above a field for its title, and below it for the numbers of its steps. */
const above = 36;
const below = 24;

/** Room below the last panel for the title of the step axis. */
const foot = 18;

/** Maximum points of one drawing; of more, evenly chosen ones are drawn. */
const maxPoints = 4_000;

/** Fewer dots than these are drawn larger. */
const fewDots = 150;

/** Kept candidates have a text of their own unless there are more than these. */
const maxTexts = 200;

/** One field with its own vertical axis. */
interface Panel {
  readonly title: string;
  readonly range: Range;
  readonly line: readonly CurvePoint[];
  readonly dots: readonly ChartDot[];
  /** Whether zero gets a line of its own. */
  readonly hasZero: boolean;
}

/** The chart with its legend, or a sentence when there is no data. */
export function chartOf(data: ChartData): Html {
  const panels = panelsOf(data);
  if (panels.length === 0) return markup`<p class="quiet">No score yet.</p>`;
  const lastStep = Math.max(1, ...[data.curve, data.looks, data.differences].map(lastStepOf));
  const failed = data.failedLooks + data.failedComparisons;
  return markup`
    <figure class="chart">
      ${
    layouts.map((layout) => drawing(layout, { panels, lastStep, description: description(data) }))
  }
      <figcaption>
        <span><svg class="key" viewBox="0 0 20 10"><path class="line" d="M1 5H19"/></svg>best so far</span>
        <span><svg class="key" viewBox="0 0 10 10"><path class="kept" d="${
    diamond(5, 5)
  }"/></svg>kept</span>
        <span><svg class="key" viewBox="0 0 10 10"><path class="dropped" d="M5 5h0"/></svg>not kept</span>
        ${
    panels.some(hasHidden) && markup`
          <span><svg class="key" viewBox="0 0 10 10"><path class="beyond" d="${
      arrow(5, 8, 1)
    }"/></svg>beyond the scale</span>`
  }
        ${failed > 0 && markup`<span>${failed} without a score are not drawn</span>`}
      </figcaption>
    </figure>
  `;
}

function panelsOf({ split, curve, looks, differences }: ChartData): Panel[] {
  const scores = curve.map(({ score }) => score);
  const kept = differences.filter(({ isKept }) => isKept).map(({ value }) => value);
  return [
    ...(curve.length === 0 ? [] : [{
      title: `mean score on ${split}`,
      range: visibleRange([...scores, ...looks.map(({ value }) => value)], scores),
      line: curve,
      dots: looks,
      hasZero: false,
    }]),
    ...(differences.length === 0 ? [] : [{
      title: "difference on the examples of a step",
      range: visibleRange(differences.map(({ value }) => value), [0, ...kept]),
      line: [],
      dots: differences,
      hasZero: true,
    }]),
  ];
}

/** Candidates of one step stand beside each other. */
interface Point {
  readonly dot: ChartDot;
  readonly x: number;
}

interface DrawingOptions {
  readonly panels: readonly Panel[];
  readonly lastStep: number;
  readonly description: string;
}

function drawing(layout: Layout, { panels, lastStep, description }: DrawingOptions): Html {
  const { width, field } = layout;
  const height = panels.length * (above + field + below) + foot;
  const x = xScale(layout, lastStep);
  return markup`
    <svg class="${layout.css}" viewBox="0 0 ${width} ${height}" role="img">
      <title>Scores by step</title>
      <desc>${description}</desc>
      ${
    panels.map((panel, i) =>
      panelDrawing(panel, { layout, x, lastStep, top: i * (above + field + below) + above })
    )
  }
      <text class="axis" x="${width - layout.right}" y="${height - 4}" text-anchor="end">step</text>
    </svg>
  `;
}

interface PanelPlace {
  readonly layout: Layout;
  readonly x: (step: number) => number;
  readonly lastStep: number;
  /** Upper edge of the field. */
  readonly top: number;
}

function panelDrawing(panel: Panel, { layout, x, lastStep, top }: PanelPlace): Html {
  const { left, right, width, field, stepTicks } = layout;
  const { range, line, dots } = panel;
  const bottom = top + field;
  const y = (value: number) =>
    round(top + (range.high - clamped(value)) / (range.high - range.low) * field);
  const marks = ticks(range, 5);
  const step = tickStep(range, 5);
  const points = pointsOf(dots, x);
  const isIn = ({ dot }: Point) => isShown(dot, range);
  const kept = points.filter((point) => isIn(point) && point.dot.isKept);
  const mark = ({ dot, x }: Point) => diamond(x, y(dot.value));
  const below = points.filter(({ dot }) => dot.value < range.low);
  const beyond = points.filter(({ dot }) => dot.value > range.high);
  return markup`
    <text class="axis" x="2" y="${top - 12}">${panel.title}</text>
    <g class="grid">${
    marks.map((value) =>
      markup`
      <path d="M${left} ${y(value)}H${width - right}"/>
      <text x="${left - 8}" y="${y(value) + 4}" text-anchor="end">${tickText(value, step)}</text>`
    )
  }
    </g>
    ${
    ticks({ low: 0, high: lastStep }, stepTicks).filter(Number.isInteger).map((value) =>
      markup`
      <path class="tick" d="M${x(value)} ${bottom}v4"/>
      <text x="${x(value)}" y="${bottom + 17}" text-anchor="middle">${tickText(value, 1)}</text>`
    )
  }
    <path class="frame" d="M${left} ${top}V${bottom}H${width - right}"/>
    ${panel.hasZero && markup`<path class="zero" d="M${left} ${y(0)}H${width - right}"/>`}
    <path class="${dots.length < fewDots ? "dropped few" : "dropped"}" d="${
    dotPath(points.filter((point) => isIn(point) && !point.dot.isKept), y)
  }"/>
    ${line.length > 0 && markup`<path class="line" d="${linePath(line, { x, y, lastStep })}"/>`}
    ${kept.length > maxTexts && markup`<path class="kept" d="${kept.map(mark).join("")}"/>`}
    ${kept.length <= maxTexts && kept.map((point) => keptMark(point, mark(point)))}
    ${
    edgeMarks(beyond, {
      at: top,
      direction: -1,
      text: `${beyond.length} above ${tickText(range.high, step / 10)}`,
      layout,
    })
  }
    ${
    edgeMarks(below, {
      at: bottom,
      direction: 1,
      text: `${below.length} below ${tickText(range.low, step / 10)}`,
      layout,
    })
  }
  `;
}

function keptMark({ dot }: Point, path: string): Html {
  return markup`
    <path class="kept" d="${path}"><title>step ${dot.step}: ${scoreText(dot.value)}</title></path>`;
}

interface EdgeOptions {
  /** Vertical coordinate of the edge. */
  readonly at: number;
  /** 1 at the lower edge, -1 at the upper. */
  readonly direction: 1 | -1;
  readonly text: string;
  readonly layout: Layout;
}

/** Arrows at the edge of a field for the points beyond it, and their number. */
function edgeMarks(
  points: readonly Point[],
  { at, direction, text, layout }: EdgeOptions,
): Html | false {
  if (points.length === 0) return false;
  const places = [...new Set(points.map(({ x }) => Math.round(x / 4) * 4))];
  return markup`
    <path class="beyond" d="${
    places.map((x) => arrow(x, at - direction * 2, direction)).join("")
  }"/>
    <text class="edge" x="${layout.width - layout.right - 2}" y="${
    direction === 1 ? at - 14 : at + 20
  }"
      text-anchor="end">${text}</text>`;
}

function xScale({ width, left, right }: Layout, lastStep: number): (step: number) => number {
  return (step) => round(left + (step + 0.5) / (lastStep + 1) * (width - left - right));
}

function pointsOf(dots: readonly ChartDot[], x: (step: number) => number): Point[] {
  const counts = new Map<number, number>();
  for (const { step } of dots) counts.set(step, (counts.get(step) ?? 0) + 1);
  const seen = new Map<number, number>();
  return dots.map((dot) => {
    const place = seen.get(dot.step) ?? 0;
    seen.set(dot.step, place + 1);
    return { dot, x: x(dot.step + ((place + 0.5) / (counts.get(dot.step) ?? 1) - 0.5) * 0.8) };
  });
}

/** One path for all points, which round caps draw as dots; points at the same place are drawn once. */
function dotPath(points: readonly Point[], y: (value: number) => number): string {
  const places = [
    ...new Set(
      points.map(({ dot, x }) => `${Math.round(x * 2) / 2} ${Math.round(y(dot.value) * 2) / 2}`),
    ),
  ];
  const stride = Math.ceil(places.length / maxPoints);
  return places.filter((_, i) => i % stride === 0).map((place) => `M${place}h0`).join("");
}

function linePath(
  curve: readonly CurvePoint[],
  { x, y, lastStep }: {
    x: (step: number) => number;
    y: (score: number) => number;
    lastStep: number;
  },
): string {
  const changes = curve.filter(({ score }, i) => i === 0 || score !== curve[i - 1]?.score);
  const path = changes.map(({ step, score }, i) =>
    i === 0 ? `M${x(step)} ${y(score)}` : `H${x(step)}V${y(score)}`
  );
  return `${path.join("")}H${x(lastStep)}`;
}

function diamond(x: number, y: number): string {
  return `M${x} ${round(y - 4.5)}l4.5 4.5l-4.5 4.5l-4.5 -4.5z`;
}

function arrow(x: number, y: number, direction: 1 | -1): string {
  return `M${x} ${y}l-4 ${-7 * direction}h8z`;
}

function isShown({ value }: ChartDot, { low, high }: Range): boolean {
  return value >= low && value <= high;
}

function hasHidden({ dots, range }: Panel): boolean {
  return !dots.every((dot) => isShown(dot, range));
}

function lastStepOf(items: readonly { readonly step: number }[]): number {
  return items.reduce((last, { step }) => Math.max(last, step), 0);
}

/** The chart in words, for screen readers. */
function description({ split, curve, looks, differences }: ChartData): string {
  const [first, last] = [curve[0], curve.at(-1)];
  return [
    ...(first && last
      ? [
        `The best mean score on ${split} is ${scoreText(first.score)} at step ${first.step} ` +
        `and ${scoreText(last.score)} at step ${last.step}.`,
      ]
      : []),
    `${looks.length} candidates were evaluated on all of ${split}.`,
    `Of ${differences.length} comparisons on the examples of a step, ${
      differences.filter(({ value }) => value > 0).length
    } were better and ${differences.filter(({ isKept }) => isKept).length} were kept.`,
  ].join(" ");
}

function round(coordinate: number): number {
  return Math.round(coordinate * 10) / 10;
}

/**
 * Draws the panels of a chart one below the other: fields with a common horizontal axis, lines and dots.
 *
 * @module
 */
import { type Html, markup } from "../report_html.ts";
import { scoreText } from "../score_text.ts";
import type { Axis, Dot, Line, Panel, Place } from "./panel_data.ts";
import { readingsOf } from "./readings.ts";
import { clamped, type Range, ticks, tickStep, tickText } from "./scale.ts";

/** Sizes of a drawing in its own units; `css` names the width of page it is for. */
interface Layout {
  readonly css: "wide" | "narrow";
  readonly width: number;
  readonly left: number;
  readonly right: number;
  /** Height of the field of one panel. */
  readonly field: number;
  /** Ticks of the horizontal axis. */
  readonly ticks: number;
}

const layouts: readonly Layout[] = [
  { css: "wide", width: 880, left: 72, right: 14, field: 180, ticks: 12 },
  { css: "narrow", width: 360, left: 58, right: 10, field: 150, ticks: 5 },
];

/** Room above a field for its title, and below it for the numbers of its axis. */
const above = 36;
const below = 24;

/** Room below the last panel for the title of the axis. */
const foot = 18;

/** Maximum points of one drawing; of more, evenly chosen ones are drawn. */
const maxPoints = 4_000;

/** Fewer dots than these are drawn larger. */
const fewDots = 150;

/** Width of the letter of a line: those of lines that end together stand beside each other. */
const letterWidth = 13;

/** Kept candidates have a text of their own unless there are more than these. */
const maxTexts = 200;

/** The horizontal axis, and words for screen readers. */
export interface DrawingOptions {
  readonly axis: Axis;
  readonly title: string;
  readonly description: string;
  /** Whether a script of the page lets a person read it point by point. */
  readonly isReadable: boolean;
}

/** The panels, drawn for wide pages and for narrow ones. */
export function drawings(panels: readonly Panel[], options: DrawingOptions): Html[] {
  const drawn = layouts.map((layout) => drawing(layout, panels, options));
  return options.isReadable ? [...drawn, reader(panels, options)] : drawn;
}

/** What a script needs to read the chart point by point: a slider over the drawing, hidden where no script runs. */
function reader(panels: readonly Panel[], { axis, title }: DrawingOptions): Html {
  const readings = readingsOf(panels, axis);
  return markup`
    <div class="readings" hidden data-readings="${JSON.stringify(readings)}"></div>
    <div class="reader" hidden data-own tabindex="0" role="slider" aria-label="Read the chart: ${title}"
      aria-valuemin="0" aria-valuemax="${
    Math.max(0, readings.length - 1)
  }" aria-valuenow="0" aria-valuetext="${readings[0]?.text ?? ""}"></div>
    <p class="reading" hidden data-own aria-hidden="true"></p>`;
}

/** Whether a dot lies beyond the scale. */
export function hasHidden({ dots, range }: Panel): boolean {
  return !dots.every((dot) => isShown(dot, range));
}

function drawing(
  layout: Layout,
  panels: readonly Panel[],
  { axis, title, description }: DrawingOptions,
): Html {
  const { width, left, right, field } = layout;
  const height = panels.length * (above + field + below) + foot;
  const { low, high } = axis.range;
  const x = (at: number) => round(left + (at - low) / (high - low) * (width - left - right));
  return markup`
    <svg class="${layout.css}" viewBox="0 0 ${width} ${height}" role="img" data-left="${
    left / width
  }" data-right="${1 - right / width}">
      <title>${title}</title>
      <desc>${description}</desc>
      ${
    panels.map((panel, i) =>
      panelDrawing(panel, { layout, x, axis, top: i * (above + field + below) + above })
    )
  }
      <text class="axis" x="${width - right}" y="${
    height - 4
  }" text-anchor="end">${axis.title}</text>
    </svg>
  `;
}

interface PanelPlace {
  readonly layout: Layout;
  readonly x: (at: number) => number;
  readonly axis: Axis;
  /** Upper edge of the field. */
  readonly top: number;
}

/** A dot with its horizontal coordinate. */
interface Point {
  readonly dot: Dot;
  readonly x: number;
}

function panelDrawing(panel: Panel, { layout, x, axis, top }: PanelPlace): Html {
  const { left, right, width, field } = layout;
  const { range, lines, dots } = panel;
  const bottom = top + field;
  const y = (value: number) =>
    round(top + (range.high - clamped(value)) / (range.high - range.low) * field);
  const marks = ticks(range, 5);
  const step = tickStep(range, 5);
  const points = dots.map((dot) => ({ dot, x: x(dot.at) }));
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
    ticks({ low: 0, high: axis.last }, layout.ticks).filter(Number.isInteger).map((value) =>
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
    ${lines.map((line, i) => lineDrawing(line, i, { x, y, last: axis.last }))}
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

interface LinePlace {
  readonly x: (at: number) => number;
  readonly y: (value: number) => number;
  readonly last: number;
}

function lineDrawing({ places, letter }: Line, index: number, place: LinePlace): Html | false {
  const end = places.at(-1);
  if (end === undefined) return false;
  const last = letter === undefined ? place.last : end.at;
  return markup`<path class="line${letter !== undefined && ` run-${index}`}" d="${
    linePath(places, { ...place, last })
  }"/>${
    letter !== undefined &&
    markup`<text class="edge" text-anchor="end" x="${place.x(last) - index * letterWidth}" y="${
      place.y(end.value) - 7
    }">${letter}</text>`
  }`;
}

function keptMark({ dot }: Point, path: string): Html {
  return markup`
    <path class="kept" d="${path}"><title>${dot.name}: ${scoreText(dot.value)}</title></path>`;
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

function linePath(places: readonly Place[], { x, y, last }: LinePlace): string {
  const changes = places.filter(({ value }, i) => i === 0 || value !== places[i - 1]?.value);
  const path = changes.map(({ at, value }, i) =>
    i === 0 ? `M${x(at)} ${y(value)}` : `H${x(at)}V${y(value)}`
  );
  return `${path.join("")}H${x(last)}`;
}

/** The path of the mark of a kept candidate. */
export function diamond(x: number, y: number): string {
  return `M${x} ${round(y - 4.5)}l4.5 4.5l-4.5 4.5l-4.5 -4.5z`;
}

/** The path of an arrow at an edge. */
export function arrow(x: number, y: number, direction: number): string {
  return `M${x} ${y}l-4 ${-7 * direction}h8z`;
}

function isShown({ value }: Dot, { low, high }: Range): boolean {
  return value >= low && value <= high;
}

function round(coordinate: number): number {
  return Math.round(coordinate * 10) / 10;
}

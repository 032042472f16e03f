/**
 * The score curve of a run as inline SVG: the best score so far as a line, compared candidates as dots.
 *
 * @module
 */
import { type Html, markup } from "./report_html.ts";
import type { CurvePoint, RunView } from "./run_view.ts";

const size = { width: 880, height: 260, left: 64, right: 16, top: 14, bottom: 34 } as const;

/** Vertical coordinate of the horizontal axis. */
const floor = size.height - size.bottom;

/** A tried candidate. */
interface Dot {
  readonly step: number;
  readonly score: number;
  readonly isAccepted: boolean;
}

/** Maps steps and scores to coordinates of the drawing. */
interface Scale {
  readonly x: (step: number) => number;
  readonly y: (score: number) => number;
  readonly lastStep: number;
  readonly range: Range;
}

/** The chart, or a sentence when there is no data. Colors come from the page's style. */
export function scoreChart(view: RunView): Html {
  const { curve } = view;
  if (curve.length === 0) return markup`<p class="quiet">No score yet.</p>`;
  const dots = triedCandidates(view);
  const scale = scaleOf(curve, dots);
  const { x, y, lastStep } = scale;
  const path =
    curve.map(({ step, score }, i) =>
      i === 0 ? `M${x(step)} ${y(score)}` : `H${x(step)}V${y(score)}`
    ).join("") + `H${x(lastStep)}`;
  return markup`
    <figure class="chart">
      <svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="Best score by step">
    ${scoreLines(scale)}
    ${stepLabels(scale)}
    <path class="area" d="${path}V${floor}H${size.left}Z"/>
    ${dots.map((dot) => dotMark(dot, scale))}
    <path class="line" d="${path}"/>
      </svg>
      <figcaption><span class="key line-key"></span>best so far on ${view.split}
    ${
    dots.length > 0 && markup`
      <span class="key kept-key"></span>kept<span
        class="key dropped-key"></span>not kept, on the examples of its step
    `
  }
      </figcaption>
    </figure>
  `;
}

function scaleOf(curve: readonly CurvePoint[], dots: readonly Dot[]): Scale {
  const lastStep = Math.max(1, ...curve.map(({ step }) => step), ...dots.map(({ step }) => step));
  const range = scoreRange(curve.map(({ score }) => score));
  const [width, height] = [size.width - size.left - size.right, floor - size.top];
  const depth = (score: number) =>
    (range.high - clamp(score, range)) / (range.high - range.low) * height;
  return {
    x: (step) => round(size.left + step / lastStep * width),
    y: (score) => round(size.top + depth(score)),
    lastStep,
    range,
  };
}

function scoreLines({ y, range: { low, high } }: Scale): Html[] {
  return ticks(low, high, 5).map((score) =>
    markup`
      <g class="grid">
        <line x1="${size.left}" x2="${size.width - size.right}" y1="${y(score)}" y2="${y(score)}" />
        <text x="${size.left - 8}" y="${y(score) + 4}" text-anchor="end">${
      tickText(score, high - low)
    }</text>
      </g>
    `
  );
}

function stepLabels({ x, lastStep }: Scale): Html[] {
  return ticks(0, lastStep, 8).filter(Number.isInteger).map((step) =>
    markup`<text class="tick" x="${x(step)}" y="${floor + 20}" text-anchor="middle">${step}</text>`
  );
}

function dotMark({ step, score, isAccepted }: Dot, { x, y }: Scale): Html {
  return markup`
    <circle class="${isAccepted ? "kept" : "dropped"}" cx="${x(step)}" cy="${y(score)}" r="3">
      <title>step ${step}: ${score}</title>
    </circle>
  `;
}

/** Compared candidates, at most about 2,000, so that the report of a long run opens fast. */
function triedCandidates(view: RunView): Dot[] {
  const all = view.steps.flatMap(({ step, comparisons }) =>
    comparisons.flatMap(({ score, isAccepted }) =>
      score === null ? [] : [{ step, score, isAccepted }]
    )
  );
  const stride = Math.ceil(all.length / 2000);
  return all.filter((dot, i) => dot.isAccepted || i % stride === 0);
}

/** The range of the curve, with a margin for slightly worse candidates; others are drawn at its edge. */
function scoreRange(curve: readonly number[]): Range {
  const [low, high] = [Math.min(...curve), Math.max(...curve)];
  const reach = high - low || Math.abs(high) * 0.01 || 1;
  return { low: low - 0.3 * reach, high: high + 0.12 * reach };
}

interface Range {
  readonly low: number;
  readonly high: number;
}

function clamp(score: number, { low, high }: Range): number {
  return Math.min(high, Math.max(low, score));
}

/** Round numbers between two bounds, about `count` of them. */
function ticks(low: number, high: number, count: number): number[] {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((value) => value >= rough) ??
    rough;
  const first = Math.ceil(low / step);
  return Array.from(
    { length: Math.max(0, Math.floor(high / step) - first + 1) },
    (_, i) => (first + i) * step,
  );
}

function tickText(score: number, span: number): string {
  return score.toFixed(Math.max(0, Math.min(6, 1 - Math.floor(Math.log10(span)))));
}

function round(coordinate: number): number {
  return Math.round(coordinate * 10) / 10;
}

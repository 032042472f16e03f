/**
 * The front of a run as inline SVG: each candidate by one metric and its score.
 *
 * @module
 */
import { exactText } from "../front_text.ts";
import { type Html, markup } from "../report_html.ts";
import type { FrontPoint } from "../run_front.ts";
import { diamond } from "./panel.ts";
import { clamped, type Range, ticks, tickStep, tickText } from "./scale.ts";

const [width, height] = [430, 290];
const field = { left: 66, right: 412, top: 34, bottom: 240 };

/** Maximum number of candidates in a drawing. */
const maxPoints = 400;

/** Score against one metric; nothing where fewer than two candidates have both. */
export function frontChart(
  points: readonly FrontPoint[],
  { metric, direction, best }: {
    readonly metric: string;
    readonly direction: string;
    /** The candidate with the best score. */
    readonly best: string | undefined;
  },
): Html | false {
  const places = points.flatMap(({ score, metrics, step, candidate }) => {
    const x = metrics[metric];
    return score === null || x === undefined ? [] : [{ x, y: score, step, candidate }];
  }).slice(0, maxPoints);
  if (places.length < 2) return false;
  const [across, up] = [rangeOf(places.map(({ x }) => x)), rangeOf(places.map(({ y }) => y))];
  const x = (value: number) =>
    round(field.left + shareOf(value, across) * (field.right - field.left));
  const y = (value: number) =>
    round(field.bottom - shareOf(value, up) * (field.bottom - field.top));
  const [stepAcross, stepUp] = [tickStep(across, 4), tickStep(up, 5)];
  return markup`
    <figure class="chart">
      <svg viewBox="0 0 ${width} ${height}" role="img">
        <title>Score and ${metric} of the front</title>
        <desc>${
    places.slice(0, 20).map(({ x, y, step }) =>
      `Step ${step}: score ${exactText(y)}, ${metric} ${exactText(x)}. `
    )
  }</desc>
        <text class="axis" x="2" y="18">score</text>
        <g class="grid">${
    ticks(up, 5).map((value) =>
      markup`
          <path d="M${field.left} ${y(value)}H${field.right}"/>
          <text x="${field.left - 8}" y="${y(value) + 4}" text-anchor="end">${
        tickText(value, stepUp)
      }</text>`
    )
  }</g>
        ${
    ticks(across, 4).map((value) =>
      markup`
        <path class="tick" d="M${x(value)} ${field.bottom}v4"/>
        <text x="${x(value)}" y="${field.bottom + 17}" text-anchor="middle">${
        tickText(value, stepAcross)
      }</text>`
    )
  }
        <path class="frame" d="M${field.left} ${field.top}V${field.bottom}H${field.right}"/>
        <text class="axis" x="${field.right}" y="${
    height - 6
  }" text-anchor="end">${metric} (${direction} is better)</text>
        ${
    places.map((place) =>
      markup`<path class="kept" d="${diamond(x(place.x), y(place.y))}"><title>${
        place.candidate === best ? "best, " : ""
      }step ${place.step}: score ${exactText(place.y)}, ${metric} ${
        exactText(place.x)
      }</title></path>`
    )
  }
      </svg>
    </figure>
  `;
}

/** The range of values with some room around them. */
function rangeOf(values: readonly number[]): Range {
  const known = values.map(clamped);
  const low = known.reduce((least, value) => Math.min(least, value), Infinity);
  const high = known.reduce((most, value) => Math.max(most, value), -Infinity);
  const margin = ((high - low) || Math.abs(high) * 0.1 || 1) * 0.08;
  return { low: low - margin, high: high + margin };
}

function shareOf(value: number, { low, high }: Range): number {
  return (clamped(value) - low) / (high - low);
}

function round(coordinate: number): number {
  return Math.round(coordinate * 10) / 10;
}

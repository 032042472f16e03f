/**
 * The chart of a run as inline SVG, without scripts: the best score, and each candidate's difference to what it was
 * compared with. Report and live page use it; `chart_style.ts` has its colors.
 *
 * @module
 */
import { type Html, markup } from "../report_html.ts";
import { scoreText } from "../score_text.ts";
import type { ChartData, ChartDot, CurvePoint } from "./chart_data.ts";
import { arrow, diamond, drawings, hasHidden } from "./panel.ts";
import type { Axis, Dot, Panel } from "./panel_data.ts";
import { visibleRange } from "./scale.ts";

/** What the horizontal axis counts. */
export type ChartAxis = "step" | "evaluations";

/** Dots of one step are spread over this share of its width. */
const spread = 0.8;

/** The chart with its legend, or a sentence when there is no data. @param by what the horizontal axis counts */
export function chartOf(data: ChartData, by: ChartAxis = "step"): Html {
  const panels = panelsOf(data, by);
  if (panels.length === 0) return markup`<p class="quiet">No score yet.</p>`;
  const failed = data.failedLooks + data.failedComparisons;
  return markup`
    <figure class="chart">
      ${
    drawings(panels, {
      axis: by === "step" ? stepAxis(data) : evaluationsAxis([data]),
      title: by === "step" ? "Scores by step" : "Scores by evaluations",
      description: description(data),
      isReadable: by === "evaluations", // on the page; a report has no scripts
    })
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

/** A run in a chart of several. */
export interface ComparedCurve {
  /** Letter that marks its line. */
  readonly letter: string;
  readonly name: string;
  readonly data: ChartData;
}

/** The best scores of several runs over their evaluations, or a sentence when there is none. */
export function comparedChart(runs: readonly ComparedCurve[]): Html {
  const scores = runs.flatMap(({ data }) => data.curve.map(({ score }) => score));
  if (scores.length === 0) return markup`<p class="quiet">No score yet.</p>`;
  const axis = evaluationsAxis(runs.map(({ data }) => data));
  const panel: Panel = {
    title: `best mean score on ${
      [...new Set(runs.map(({ data }) => data.split))].join(" or ")
    } so far`,
    range: visibleRange(scores, runs.flatMap(({ data }) => data.curve.at(-1)?.score ?? [])),
    lines: runs.map(({ letter, data }) => ({
      letter,
      places: [...placesOf(data.curve, "evaluations"), ...endOf(data)],
    })),
    dots: [],
    hasZero: false,
  };
  const words = runs.map(({ letter, name, data: { curve, evaluations } }) =>
    `${letter}, ${name}: ${scoreText(curve[0]?.score ?? null)} at first, ` +
    `${scoreText(curve.at(-1)?.score ?? null)} after ${evaluations} evaluations.`
  ).join(" ");
  return markup`
    <figure class="chart">
      ${
    drawings([panel], {
      axis,
      title: "Best scores by evaluations",
      description: words,
      isReadable: true,
    })
  }
      <figcaption>${
    runs.map(({ letter, name }, i) =>
      markup`
        <span><svg class="key" viewBox="0 0 20 10"><path class="line run-${i}" d="M1 5H19"/></svg>${letter} ${name}</span>`
    )
  }</figcaption>
    </figure>
  `;
}

function panelsOf({ split, curve, looks, differences }: ChartData, by: ChartAxis): Panel[] {
  const scores = curve.map(({ score }) => score);
  const kept = differences.filter(({ isKept }) => isKept).map(({ value }) => value);
  return [
    ...(curve.length === 0 ? [] : [{
      title: `mean score on ${split}`,
      range: visibleRange([...scores, ...looks.map(({ value }) => value)], scores),
      lines: [{ places: placesOf(curve, by) }],
      dots: dotsOf(looks, by),
      hasZero: false,
    }]),
    ...(differences.length === 0 ? [] : [{
      title: "difference on the examples of a step",
      range: visibleRange(differences.map(({ value }) => value), [0, ...kept]),
      lines: [],
      dots: dotsOf(differences, by),
      hasZero: true,
    }]),
  ];
}

function placesOf(curve: readonly CurvePoint[], by: ChartAxis): Panel["lines"][number]["places"] {
  return curve.map((point) => ({ at: by === "step" ? point.step : point.at, value: point.score }));
}

/** The end of a run's line: its last evaluation. */
function endOf({ curve, evaluations }: ChartData): { at: number; value: number }[] {
  const last = curve.at(-1);
  return last === undefined ? [] : [{ at: evaluations, value: last.score }];
}

/** By steps, candidates of one step stand beside each other. */
function dotsOf(dots: readonly ChartDot[], by: ChartAxis): Dot[] {
  const counts = new Map<number, number>();
  for (const { step } of dots) counts.set(step, (counts.get(step) ?? 0) + 1);
  const seen = new Map<number, number>();
  return dots.map(({ step, at, value, isKept }) => {
    const place = seen.get(step) ?? 0;
    seen.set(step, place + 1);
    const beside = ((place + 0.5) / (counts.get(step) ?? 1) - 0.5) * spread;
    return { at: by === "step" ? step + beside : at, value, isKept, name: `step ${step}` };
  });
}

function stepAxis({ curve, looks, differences }: ChartData): Axis {
  const last = [curve, looks, differences].flat()
    .reduce((most, { step }) => Math.max(most, step), 1);
  return { title: "step", range: { low: -0.5, high: last + 0.5 }, last };
}

function evaluationsAxis(all: readonly ChartData[]): Axis {
  const last = all.reduce((most, { evaluations }) => Math.max(most, evaluations), 1);
  return { title: "evaluations", range: { low: 0, high: last }, last };
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

/**
 * The section of a report with the judgement on the run, and its scores and costs.
 *
 * @module
 */
import { baselineText } from "./baseline_text.ts";
import { sharesText } from "../model/shares_text.ts";
import { type Html, markup } from "./report_html.ts";
import type { RunView } from "./run_view.ts";
import { changeText, scoreTexts } from "./score_text.ts";
import { verdictText } from "./verdict_text.ts";

/** Whether the run got better, and how sure that is. @param summary the result of the task's `summarize` */
export function verdictSection(view: RunView, summary: string | undefined): Html {
  const { headline, tone, details } = verdictText(view);
  const [first, ...others] = details;
  return markup`
    <section class="verdict ${tone}">
      <h2>${headline}</h2>
      ${first !== undefined && markup`<p>${first}</p>`}
      ${summary !== undefined && markup`<p>${summary}</p>`}
      ${others.map((detail) => markup`<p class="quiet">${detail}</p>`)}
    </section>
    <section class="scores">${scoreCards(view)}</section>
  `;
}

/** The costs of the run. */
export function costSection({ spent, started, finished, split }: RunView): Html {
  const baseline = finished && baselineText(finished, split);
  const { evaluations, calls, promptTokens, completionTokens, seconds, usd } = spent;
  const shares = sharesText(spent);
  const items: (readonly [string, string])[] = [
    ["evaluations", count(evaluations)],
    ["time", `${seconds.toFixed(1)} s`],
  ];
  if (calls > 0 || (started?.model ?? null) !== null) {
    items.push(["model calls", `${count(calls)}${shares === undefined ? "" : ` (${shares})`}`]);
    items.push(["tokens", `${count(promptTokens)} in, ${count(completionTokens)} out`]);
    items.push(["cost", usd === null ? "price unknown" : `$${usd === 0 ? 0 : usd.toFixed(4)}`]);
  }
  return markup`
    <div class="scores">${
    items.map(([name, value]) => card(name, markup`<span class="to">${value}</span>`))
  }</div>
    ${baseline !== undefined && markup`<p>${baseline}</p>`}
  `;
}

function scoreCards(view: RunView): Html[] {
  const { finished, initialScore } = view;
  const test = finished?.test ?? null;
  const best = view.best?.score ?? initialScore;
  return [
    ...(test === null
      ? []
      : [scoreCard("mean score on test, never used to choose", test.initial, test.best)]),
    scoreCard(`mean score on ${view.split}, used to choose`, initialScore, best),
  ];
}

function scoreCard(label: string, from: number | null, to: number | null): Html {
  const [before, after] = scoreTexts([from, to]);
  return card(
    label,
    markup`<span class="from">${before} →</span> <span class="to">${after}</span>
    <span class="quiet">${changeText(from, to)}</span>`,
  );
}

function card(label: string, content: Html): Html {
  return markup`
    <div class="card">
      <div class="name">${label}</div>
      <div class="pair">${content}</div>
    </div>
  `;
}

function count(number: number): string {
  return number.toLocaleString("en-US");
}

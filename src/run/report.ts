/**
 * Renders a run as one HTML file that works offline and without scripts.
 *
 * @module
 */
import type { RunEvent } from "../trainer/event.ts";
import { scoreChart } from "./report_chart.ts";
import { type Html, markup } from "./report_html.ts";
import { parametersSection } from "./report_parameters.ts";
import { examplesSection } from "./report_examples.ts";
import { rejectionsSection } from "./report_rejections.ts";
import { stepsSection } from "./report_steps.ts";
import { reportStyle } from "./report_style.ts";
import { type RunView, viewOf } from "./run_view.ts";
import { changeText, scoreTexts } from "./score_text.ts";

/** Texts of the task that are not in the events. */
export interface ReportOptions {
  /** The result of the task's `summarize`. */
  readonly summary?: string;
}

/**
 * Renders the report of a run from its events; the run may be in progress. Text from tasks, candidates and models
 * is escaped, and the page forbids scripts and requests. The log may be long: other work runs meanwhile.
 *
 * @param events all events of the run, in order
 */
export async function renderReport(
  events: Iterable<RunEvent>,
  options: ReportOptions = {},
): Promise<string> {
  const view = await viewOf(events);
  const parameters = await parametersSection(view);
  const { started } = view;
  const name = started?.task.name ?? "run";
  return markup`
    <!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'">
        <title>${name} · Opto report</title>
        <style>${trusted(reportStyle)}</style>
      </head>
      <body>
        <main>
    <header>
    <p class="eyebrow">${eyebrow(view)}</p>
    <h1>${name}</h1>
    ${started?.task.objective && markup`<p>${started.task.objective}</p>`}
    </header>
    ${failure(view)}
    <section class="scores">${scoreCards(view)}</section>
    ${options.summary !== undefined && markup`<p>${options.summary}</p>`}
    ${scoreChart(view)}
    <h2>What changed</h2>
    ${parameters}
    <h2>Steps</h2>
    ${stepsSection(view)}
    <h2>Examples, before and after</h2>
    ${examplesSection(view)}
    <h2>Refused</h2>
    ${rejectionsSection(view)}
    <h2>The run</h2>
    ${settings(view)}
    <footer>Made by Opto from the file events.jsonl in the same directory.</footer>
        </main>
      </body>
    </html>
  `.toString().trimStart();
}

/** The style sheet is constant text of the library. */
function trusted(css: string): Html {
  return markup([css] as unknown as TemplateStringsArray); // as: constant text is a template without values
}

function eyebrow({ started, finished }: RunView): string {
  const state = finished === undefined ? "running" : {
    steps: "finished all steps",
    budget: `stopped when the budget of ${finished.budget ?? "the run"} was spent`,
    target: "reached the target score",
    patience: "stopped: no improvement for the given number of steps",
    interrupted: "interrupted",
    failed: "failed",
  }[finished.stopReason];
  return [started?.at.replace("T", " ").replace(/\.\d+Z$/, " UTC"), state].filter(Boolean)
    .join(" · ");
}

function failure({ finished, warnings }: RunView): Html {
  return markup`${
    finished?.error &&
    markup`<div class="note"><p class="bad"><b>${finished.error.code}</b>: ${finished.error.message}</p>${
      finished.error.advice && markup`<p>${finished.error.advice}</p>`
    }</div>`
  }${
    [...new Set(warnings.map(({ message }) => message))].slice(0, 20).map((text) =>
      markup`
        <div class="note">
          <p>${text}</p>
        </div>
      `
    )
  }`;
}

function scoreCards(view: RunView): Html[] {
  const { finished, initialScore } = view;
  const test = finished?.test ?? null;
  return [
    scoreCard(`score on ${view.split}`, initialScore, view.best?.score ?? initialScore),
    ...(test === null
      ? []
      : [scoreCard("score on test, never used to choose", test.initial, test.best)]),
    card(
      "spent",
      markup`<span class="to">${count(view.spent.evaluations)}</span>
      <span class="quiet">${spentText(view)}</span>`,
    ),
  ];
}

function scoreCard(label: string, from: number | null, to: number | null): Html {
  const [before, after] = scoreTexts([from, to]);
  const tone = (to ?? 0) > (from ?? 0) ? "good" : "quiet";
  return card(
    label,
    markup`<span class="from">${before} →</span> <span class="to">${after}</span>
    <span class="${tone}">${changeText(from, to)}</span>`,
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

function spentText({ spent }: RunView): string {
  const { calls, promptTokens, completionTokens, seconds, usd } = spent;
  return [
    `evaluations in ${seconds.toFixed(1)} s`,
    ...(calls > 0
      ? [`${count(calls)} model calls, ${count(promptTokens + completionTokens)} tokens`]
      : []),
    ...(calls > 0 && usd !== null ? [`$${usd.toFixed(4)}`] : []),
  ].join(", ");
}

function count(number: number): string {
  return number.toLocaleString("en-US");
}

function settings(view: RunView): Html {
  const { started } = view;
  if (started === undefined) return markup`<p class="quiet">The run has not started.</p>`;
  const limits = Object.entries(started.budget)
    .flatMap(([name, limit]) => limit === null ? [] : [`${limit} ${name}`]).join(", ");
  const { examples } = started.task;
  const rows: (readonly [string, string | number])[] = [
    ["optimizer", started.optimizer],
    ["trainer", started.trainer],
    ["model", started.model ?? "none: built-in search"],
    ["steps", started.steps],
    ["examples in a step", started.batchSize],
    ["at the same time", started.concurrency],
    ["seed", started.seed],
    ["budget", limits || "no limit"],
    [
      "examples",
      `${examples.train} train, ${examples.validation} validation, ${examples.test} test`,
    ],
    [
      "best candidate",
      view.best === undefined ? "none" : `${view.best.candidate}, from step ${view.best.step}`,
    ],
  ];
  if (view.resumes > 0) {
    rows.push(["resumed", view.resumes === 1 ? "once" : `${view.resumes} times`]);
  }
  if (started.taskSource !== undefined) rows.push(["task", started.taskSource]);
  rows.push(...Object.entries(started.environment ?? {}));
  for (const { limit, otherwise } of started.missingLimits ?? []) {
    rows.push([`not enforced: ${limit}`, `instead: ${otherwise}`]);
  }
  return markup`
    <div class="card">
      <dl>${
    rows.map(([term, text]) =>
      markup`
          <dt>${term}</dt>
          <dd>${text}</dd>
        `
    )
  }</dl>
    </div>
  `;
}

/**
 * Renders a run as one HTML file that works offline and without scripts.
 *
 * @module
 */
import type { RunEvent } from "../trainer/event.ts";
import { chartOf } from "./chart/chart.ts";
import { attemptsSection } from "./report_attempts.ts";
import { drawingsSection } from "./report_drawings.ts";
import { feedbackSection } from "./report_feedback.ts";
import { frontSection } from "./report_front.ts";
import { examplesSection } from "./report_examples.ts";
import { type Html, markup } from "./report_html.ts";
import { notesSection } from "./report_notes.ts";
import { parametersSection } from "./report_parameters.ts";
import { refusalsSection } from "./report_refusals.ts";
import { stepsSection } from "./report_steps.ts";
import { reportStyle } from "./report_style.ts";
import { sourceText } from "./report_text.ts";
import { costSection, verdictSection } from "./report_verdict.ts";
import { foldedStory } from "./folded_story.ts";
import type { RunStory } from "./run_story.ts";
import type { RunView } from "./run_view.ts";

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
  return await renderStory(await foldedStory(events), options);
}

/** Renders the same from the events as a story has them. */
export async function renderStory(
  { view, attempts }: RunStory,
  options: ReportOptions = {},
): Promise<string> {
  const parameters = await parametersSection(view);
  const tried = await attemptsSection(attempts);
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
    ${verdictSection(view, options.summary)}
    ${frontSection(view)}
    ${notesSection(view)}
    ${drawingsSection(view)}
    <h2>What changed</h2>
    ${parameters}
    <h2>Examples, before and after</h2>
    ${examplesSection(view)}
    ${feedbackSection(view)}
    <h2>Cost</h2>
    ${costSection(view)}
    <h2>How it went</h2>
    ${chartOf(view.chart)}
    ${stepsSection(view, attempts)}
    <h2>What was tried</h2>
    ${tried}
    <h2>What was refused</h2>
    ${refusalsSection(view)}
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

function settings(view: RunView): Html {
  const { started } = view;
  if (started === undefined) return markup`<p class="quiet">The run has not started.</p>`;
  const limits = Object.entries(started.budget)
    .flatMap(([name, limit]) => limit === null ? [] : [`${limit.toLocaleString("en-US")} ${name}`])
    .join(", ");
  const { examples } = started.task;
  const rows: (readonly [string, string | number])[] = [
    ["optimizer", started.optimizer],
    ["trainer", started.trainer],
    ["model", started.model ?? "none: built-in search"],
    ...(started.agentModel === undefined
      ? []
      : [["model of the agent", started.agentModel] as const]),
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
  if (started.taskSource !== undefined) rows.push(["task", sourceText(started.taskSource)]);
  rows.push(...Object.entries(started.environment ?? {}));
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

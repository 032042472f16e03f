/**
 * What is printed when a run has ended: before and after, where the result lies, how to go on.
 *
 * @module
 */
import { bold, cyan, dim, green, red, yellow } from "@std/fmt/colors";
import type { RunView } from "../../run/run_view.ts";
import type { FinishedEvent } from "../../trainer/event.ts";
import type { Task } from "../../task/task.ts";
import { programName } from "../program_name.ts";
import { changeText, costText, countText, durationText, plural, scoreText, table } from "./text.ts";

/** The lines after a run that was not broken off by an error. */
export function endingLines(view: RunView, task: Pick<Task, "summarize"> | undefined): string[] {
  const { finished } = view;
  if (finished === undefined) return [];
  return [
    `${headline(finished)} ${dim(`${spentText(finished)}.`)}`,
    "",
    ...scoreTable(view, finished).map((line) => `  ${line}`),
    "",
    ...summaries(view, finished, task).flatMap((line) => [`  ${line}`, ""]),
    ...places(finished).map((line) => `  ${line}`),
  ];
}

/** The command that continues the run. */
export function resumeCommandText(runDir: string): string {
  return `${programName()} resume ${quoted(runDir)}`;
}

function headline(finished: FinishedEvent): string {
  const { stopReason, budget, best } = finished;
  switch (stopReason) {
    case "steps":
      return green(bold("Done."));
    case "target":
      return `${green(bold("Done:"))} the target score ${scoreText(best.score)} is reached.`;
    case "patience":
      return `${green(bold("Done:"))} no better candidate for a while.`;
    case "budget":
      return `${yellow(bold("Stopped:"))} the budget of ${budget ?? "the run"} is spent.`;
    case "interrupted":
      return `${yellow(bold("Stopped"))} as asked; everything is saved.`;
    case "failed":
      return red(bold("Failed."));
    default:
      return stopReason satisfies never;
  }
}

function spentText({ evaluations, seconds, usage }: FinishedEvent): string {
  const tokens = usage.promptTokens + usage.completionTokens;
  return [
    plural(evaluations, "evaluation"),
    ...(usage.calls > 0
      ? [plural(usage.calls, "model call"), `${countText(tokens)} tokens`, costText(usage.usd)]
      : []),
    durationText(seconds),
  ].join(", ");
}

function scoreTable(view: RunView, finished: FinishedEvent): string[] {
  const row = (name: string, initial: number | null, best: number | null) => {
    const change = changeText(initial, best);
    return [
      name,
      scoreText(initial),
      bold(scoreText(best)),
      change.startsWith("+") ? green(change) : dim(change),
    ];
  };
  const rows = [
    ["score", "before", "after", ""].map((word) => dim(word)),
    row(view.split, finished.initial.score, finished.best.score),
  ];
  if (finished.test !== null) rows.push(row("test", finished.test.initial, finished.test.best));
  return table(rows);
}

/** The task's own words on the hardest split there is: test, else the one candidates were chosen on. */
function summaries(
  view: RunView,
  finished: FinishedEvent,
  task: Pick<Task, "summarize"> | undefined,
): string[] {
  if (task?.summarize === undefined) return [];
  const split = finished.test === null ? view.split : "test";
  const scores = finished.test ??
    { initial: finished.initial.score, best: finished.best.score };
  return [task.summarize({
    split,
    initial: scores.initial,
    best: scores.best,
    initialMetrics: view.metrics("initial", split),
    bestMetrics: view.metrics("best", split),
  })];
}

function places({ runDir, stopReason }: FinishedEvent): string[] {
  const isOpen = stopReason === "budget" || stopReason === "interrupted";
  return [
    `${dim("best code  ")} ${runDir}/best/`,
    `${dim("report     ")} ${runDir}/report.html`,
    ...(isOpen ? [`${dim("to go on   ")} ${cyan(resumeCommandText(runDir))}`] : []),
  ];
}

/** Quoted for a shell where it has to be. */
function quoted(word: string): string {
  return /^[\w./@:+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

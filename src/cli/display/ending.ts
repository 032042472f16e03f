/**
 * The text at the end of a run: scores before and after, paths of the results, and the command that continues it.
 *
 * @module
 */
import { bold, cyan, dim, green, red, yellow } from "@std/fmt/colors";
import type { RunView } from "../../run/run_view.ts";
import type { FinishedEvent } from "../../trainer/event.ts";
import { changeText, scoreText, scoreTexts } from "../../run/score_text.ts";
import { costText, countText, durationText, plural } from "./amount_text.ts";
import { table } from "./columns.ts";
import { printable } from "./printable.ts";

/** Texts that are not in the events. */
export interface EndingOptions {
  /** Result of the task's `summarize`. */
  readonly summary: string | undefined;
  /** The command that continues the run. */
  readonly resume: string;
}

/** The lines after a run that has not failed. */
export function endingLines(view: RunView, { summary, resume }: EndingOptions): string[] {
  const { finished } = view;
  if (finished === undefined) return [];
  return [
    "",
    `${headline(finished)} ${dim(`${spentText(finished)}.`)}`,
    "",
    ...scoreTable(view, finished).map((line) => `  ${line}`),
    "",
    ...(summary === undefined ? [] : [`  ${printable(summary)}`, ""]),
    ...resultPaths(finished, resume).map((line) => `  ${line}`),
  ];
}

function headline(finished: FinishedEvent): string {
  const { stopReason, budget, best } = finished;
  switch (stopReason) {
    case "steps":
      return green(bold("Done."));
    case "target":
      return `${green(bold("Done:"))} the target score ${scoreText(best.score)} is reached.`;
    case "patience":
      return `${green(bold("Done:"))} no better candidate was found for a while.`;
    case "budget":
      return `${yellow(bold("Stopped:"))} the budget of ${budget ?? "the run"} is spent.`;
    case "interrupted":
      return `${yellow(bold("Stopped"))} on request. Everything is saved.`;
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

function scoreTable({ split }: RunView, { initial, best, test }: FinishedEvent): string[] {
  const pairs = [
    { name: split, before: initial.score, after: best.score },
    ...(test === null ? [] : [{ name: "test", before: test.initial, after: test.best }]),
  ];
  const texts = scoreTexts(pairs.flatMap(({ before, after }) => [before, after]));
  return table([
    ["score", "before", "after", ""].map((word) => dim(word)),
    ...pairs.map(({ name, before, after }, i) => {
      const change = changeText(before, after);
      return [
        name,
        texts[2 * i] ?? "",
        bold(texts[2 * i + 1] ?? ""),
        change.startsWith("+") ? green(change) : dim(change),
      ];
    }),
  ]);
}

function resultPaths({ runDir, stopReason }: FinishedEvent, resume: string): string[] {
  const isOpen = stopReason === "budget" || stopReason === "interrupted";
  return [
    `${dim("best code  ")} ${runDir}/best/`,
    `${dim("report     ")} ${runDir}/report.html`,
    ...(isOpen ? [`${dim("continue   ")} ${cyan(resume)}`] : []),
  ];
}

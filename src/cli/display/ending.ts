/**
 * The text at the end of a run: scores before and after, paths of the results, and the command that continues it.
 *
 * @module
 */
import { baselineText } from "../../run/baseline_text.ts";
import { sharesText } from "../../model/shares_text.ts";
import { byClockText } from "../../run/by_clock_text.ts";
import { frontLines } from "../../run/front_text.ts";
import type { RunView } from "../../run/run_view.ts";
import type { FinishedEvent } from "../../trainer/event.ts";
import { changeText, scoreText, scoreTexts } from "../../run/score_text.ts";
import { type VerdictText, verdictText } from "../../run/verdict_text.ts";
import { costText, countText, durationText, plural } from "../../run/amount_text.ts";
import { startFails } from "../../trainer/start_warning.ts";
import { table } from "./columns.ts";
import { warningText } from "./warning_text.ts";
import {
  bold,
  cyan,
  dim,
  green,
  type Insertion,
  red,
  styled,
  type TerminalText,
  yellow,
} from "../terminal_text.ts";

/** Texts that are not in the events. */
export interface EndingOptions {
  /** Result of the task's `summarize`. */
  readonly summary: string | undefined;
  /** The command that continues the run. */
  readonly resume: string;
}

/** The lines after a run that has not failed. */
export function endingLines(view: RunView, { summary, resume }: EndingOptions): Insertion[] {
  const { finished } = view;
  if (finished === undefined) return [];
  return [
    "",
    styled`${headline(finished)} ${dim(`${spentText(finished)}.`)}`,
    "",
    ...scoreTable(view, finished).map((line) => styled`  ${line}`),
    "",
    ...verdictLines(verdictText(view)).map((line) => styled`  ${line}`),
    "",
    ...baselineLines(view, finished),
    ...(summary === undefined ? [] : [`  ${summary}`, ""]),
    ...frontText(view),
    ...startLines(view),
    ...lostLines(view),
    ...byClockLines(view),
    ...resultPaths(finished, resume).map((line) => styled`  ${line}`),
  ];
}

function headline(finished: FinishedEvent): TerminalText {
  const { stopReason, budget, best } = finished;
  switch (stopReason) {
    case "steps":
      return green(bold("Done."));
    case "target":
      return styled`${green(bold("Done:"))} the target score ${scoreText(best.score)} is reached.`;
    case "patience":
      return styled`${green(bold("Done:"))} no better candidate was found for a while.`;
    case "budget":
      return styled`${yellow(bold("Stopped:"))} the budget of ${budget ?? "the run"} is spent.`;
    case "interrupted":
      return styled`${yellow(bold("Stopped"))} on request. Everything is saved.`;
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
      ? [callsText(usage), `${countText(tokens)} tokens`, costText(usage.usd)]
      : []),
    durationText(seconds),
  ].join(", ");
}

function callsText(usage: FinishedEvent["usage"]): string {
  const shares = sharesText(usage);
  return `${plural(usage.calls, "model call")}${shares === undefined ? "" : ` (${shares})`}`;
}

function scoreTable({ split }: RunView, { initial, best, test }: FinishedEvent): TerminalText[] {
  const pairs = [
    { name: split, before: initial.score, after: best.score },
    ...(test === null ? [] : [{ name: "test", before: test.initial, after: test.best }]),
  ];
  const texts = scoreTexts(pairs.flatMap(({ before, after }) => [before, after]));
  return table([
    ["score", "before", "after", ""].map((word) => dim(word)),
    ...pairs.map(({ name, before, after }, i) => {
      return [
        name,
        texts[2 * i] ?? "",
        bold(texts[2 * i + 1] ?? ""),
        dim(changeText(before, after)),
      ];
    }),
  ]);
}

/** What the model added over the built-in search. */
function baselineLines({ split }: RunView, finished: FinishedEvent): Insertion[] {
  const text = baselineText(finished, split);
  return text === undefined ? [] : [`  ${text}`, ""];
}

/** The trade-offs, for a task that declares metrics. */
function frontText(view: RunView): Insertion[] {
  const lines = frontLines(view);
  return lines.length === 0 ? [] : [...lines.map((line) => `  ${line}`), ""];
}

/** The warning about a start that failed everywhere, once more: what was improved may be a mistake of the task. */
function startLines({ warnings }: RunView): Insertion[] {
  const warning = warnings.find(({ code }) => code === startFails);
  return warning === undefined ? [] : [red(`  ${warningText(warning)}`), ""];
}

function verdictLines({ headline, tone, details }: VerdictText): TerminalText[] {
  const colors = { good: green, bad: red, plain: yellow } as const;
  return [bold(colors[tone](headline)), ...details.map((detail) => dim(detail))];
}

/** The steps that were lost because the model gave no answer, with the last reason. */
function lostLines({ lost, step }: RunView): Insertion[] {
  const last = lost.at(-1);
  if (last === undefined) return [];
  const steps = new Set(lost.map((event) => event.step)).size;
  return [
    yellow(
      `  ${steps} of ${
        plural(step, "step")
      } got no proposal, for want of an answer. The last time:`,
    ),
    `  ${warningText(last)}`,
    "",
  ];
}

/** How much depends on the speed of the machine. */
function byClockLines(view: RunView): Insertion[] {
  const text = byClockText(view);
  return text === undefined ? [] : [yellow(`  ${text.message}`), dim(`  ${text.advice}`), ""];
}

function resultPaths({ runDir, stopReason }: FinishedEvent, resume: string): TerminalText[] {
  const isOpen = stopReason === "budget" || stopReason === "interrupted";
  return [
    styled`${dim("best code  ")} ${runDir}/best/`,
    styled`${dim("report     ")} ${runDir}/report.html`,
    ...(isOpen ? [styled`${dim("continue   ")} ${cyan(resume)}`] : []),
  ];
}

/**
 * `diff`: the changes of a run, or how several runs differ.
 *
 * @module
 */
import { join } from "node:path";
import {
  changesSinceFirst,
  type ComparedRun,
  differingSettings,
  type ParameterDiff,
  parameterDiffs,
  scoresOfRun,
} from "../../run/compare_runs.ts";
import type { DiffLine } from "../../code/line_diff.ts";
import { RunView } from "../../run/run_view.ts";
import { changeText, scoreText, scoreTexts } from "../../run/score_text.ts";
import { streamEventLog } from "../../trainer/event_log.ts";
import { plainText, printable } from "../../printable.ts";
import { type Command, defineCommand } from "../command.ts";
import { costText, countText } from "../../run/amount_text.ts";
import { cut, table } from "../display/columns.ts";
import { bold, cyan, dim, green, type Insertion, lines, red, styled } from "../terminal_text.ts";

const details =
  `With one run: what it changed from its start to its best. With several: scores, spending and the
settings that differ, then the parameters of each run's best against those of the first.`;

/** Most runs of one comparison, and characters of a cell. */
const maxRuns = 20;
const maxCell = 40;

/** Prints scores, settings, and a diff of every parameter that differs. */
export const diffCommand: Command = defineCommand({
  usage: "RUN [RUN…]",
  words: [1, maxRuns],
  details,
  options: { json: { kind: "flag", help: "Print one line of JSON" } },
  run({ words, options: { json } }, { terminal }) {
    const runs = words.map((runDir) => ({
      runDir,
      view: new RunView(streamEventLog(join(runDir, "events.jsonl"))),
    }));
    const bests = runs.map(({ view }) => view.bestValues);
    const [only] = runs;
    const isOne = only !== undefined && runs.length === 1;
    const parameters = parameterDiffs(isOne ? [only.view.initialValues, ...bests] : bests);
    if (json) terminal.out(`${printable(JSON.stringify(jsonOf(runs, parameters)))}\n`);
    else {
      terminal.out(lines([
        ...isOne ? [scoreLine(only)] : comparison(runs),
        ...parameterLines(parameters, isOne ? [] : namesOf(runs)),
      ]));
    }
    return Promise.resolve(0);
  },
});

function jsonOf(runs: readonly ComparedRun[], parameters: readonly ParameterDiff[]): object {
  return {
    type: "diff",
    runs: runs.map(scoresOfRun),
    settings: Object.fromEntries(
      Object.entries(differingSettings(runs)).map(([name, values]) => [name, values.map(orNull)]),
    ),
    changed: changesSinceFirst(runs),
    parameters: parameters.map(({ name, values, diffs }) => ({
      name,
      values: values.map(orNull),
      diffs: diffs.map((diff) => diff.map((line) => line === null ? "⋯" : lineText(line))),
    })),
  };
}

/** A value as JSON has it in a list. */
function orNull(value: unknown): unknown {
  return value === undefined ? null : value;
}

function scoreLine(run: ComparedRun): Insertion {
  const { initial, best } = scoresOfRun(run);
  return styled`${dim("score")} ${scoreText(initial)} → ${bold(scoreText(best))} ${
    changeText(initial, best)
  }`;
}

/** Scores, spending and differing settings as rows, with a column for each run. */
function comparison(runs: readonly ComparedRun[]): Insertion[] {
  const all = runs.map(scoresOfRun);
  const row = (name: string, cells: readonly Insertion[]) => [dim(name), ...cells];
  const tests = all.map(({ test }) => test?.best ?? null);
  const changed = changesSinceFirst(runs).map((names) => names.map(plainText).join(", "));
  return [
    ...table([
      row("", namesOf(runs).map((name) => cyan(name))),
      row("task", all.map(({ task }) => cut(plainText(task ?? "–"), maxCell))),
      row("start", scoreTexts(all.map(({ initial }) => initial))),
      row("best", scoreTexts(all.map(({ best }) => best)).map((text) => bold(text))),
      ...(tests.every((test) => test === null) ? [] : [row("test", scoreTexts(tests))]),
      row("evaluations", all.map(({ evaluations }) => countText(evaluations))),
      row("model calls", all.map(({ usage }) => countText(usage.calls))),
      row("tokens", all.map(({ usage }) => countText(usage.promptTokens + usage.completionTokens))),
      row("cost", all.map(({ usage }) => costText(usage.usd))),
      ...Object.entries(differingSettings(runs)).map(([name, values]) =>
        row(plainText(name), values.map(settingText))
      ),
    ]),
    ...changed.flatMap((names, i) =>
      names === ""
        ? []
        : [styled`${dim("other in")} ${cyan(namesOf(runs)[i + 1] ?? "")}${dim(":")} ${names}`]
    ),
  ];
}

function settingText(value: unknown): Insertion {
  if (value === undefined || value === null) return "–";
  return cut(plainText(typeof value === "string" ? value : JSON.stringify(value)), maxCell);
}

function namesOf(runs: readonly ComparedRun[]): readonly string[] {
  return runs.map(({ runDir }) => plainText(runDir));
}

/** @param names of the compared runs; empty for one run */
function parameterLines(
  parameters: readonly ParameterDiff[],
  names: readonly string[],
): Insertion[] {
  if (parameters.length === 0) {
    return [dim(names.length === 0 ? "No parameter changed." : "No parameter differs.")];
  }
  return parameters.flatMap(({ name, diffs }) =>
    diffs.flatMap((diff, i) => {
      if (diff.length === 0) return [];
      const sides = names.length > 2 ? ` (${names[0]} → ${names[i + 1]})` : "";
      return ["", styled`${cyan(plainText(name))}${dim(sides)}`, ...diff.map(coloredLine)];
    })
  );
}

function coloredLine(line: DiffLine | null): Insertion {
  if (line === null) return dim("  ⋯");
  if (line.kind === "same") return lineText(line);
  return line.kind === "added" ? green(lineText(line)) : red(lineText(line));
}

function lineText({ kind, text }: DiffLine): string {
  return `${kind === "same" ? " " : kind === "added" ? "+" : "-"} ${text}`;
}

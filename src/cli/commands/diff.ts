/**
 * `diff`: the changes of a run, or the difference between the best of two runs.
 *
 * @module
 */
import { join } from "@std/path";
import { hunks, lineDiff } from "../../code/line_diff.ts";
import { RunView } from "../../run/run_view.ts";
import { streamEventLog } from "../../trainer/event_log.ts";
import type { Values } from "../../problem/problem.ts";
import { type Command, defineCommand } from "../command.ts";
import { changeText, scoreText } from "../../run/score_text.ts";
import { bold, cyan, dim, green, type Insertion, lines, red, styled } from "../terminal_text.ts";

/** Prints a diff of every parameter that changed. */
export const diffCommand: Command = defineCommand({
  usage: "RUN [OTHER]",
  words: [1, 2],
  options: {},
  run({ words: [runDir = "", otherDir] }, { terminal }) {
    const run = readRun(runDir);
    const other = otherDir === undefined ? undefined : readRun(otherDir);
    const [before, after] = other === undefined
      ? [{ score: run.initialScore, values: run.initialValues }, bestOf(run)]
      : [bestOf(run), bestOf(other)];
    const change = changeText(before.score, after.score);
    terminal.out(lines([
      styled`${dim("score")} ${scoreText(before.score)} → ${
        bold(scoreText(after.score))
      } ${change}`,
      ...changedParameters(before.values, after.values),
    ]));
    return Promise.resolve(0);
  },
});

function readRun(runDir: string): RunView {
  return new RunView(streamEventLog(join(runDir, "events.jsonl")));
}

function bestOf(view: RunView): { readonly score: number | null; readonly values: Values } {
  return { score: view.best?.score ?? view.initialScore, values: view.bestValues };
}

function changedParameters(before: Values, after: Values): Insertion[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changed = names.flatMap((name) => {
    const [from, to] = [printed(before[name]), printed(after[name])];
    return from === to ? [] : ["", cyan(name), ...coloredDiff(from, to)];
  });
  return changed.length > 0 ? changed : [dim("No parameter changed.")];
}

function coloredDiff(from: string, to: string): Insertion[] {
  return hunks(lineDiff(from, to), 3).map((line) => {
    if (line === null) return dim("  ⋯");
    if (line.kind === "same") return `  ${line.text}`;
    return line.kind === "added" ? green(`+ ${line.text}`) : red(`- ${line.text}`);
  });
}

function printed(value: unknown): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value, null, 1);
}

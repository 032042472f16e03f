/**
 * `list`: the runs in a folder with their scores and spending.
 *
 * @module
 */
import { basename } from "node:path";
import { plainText, printable } from "../../printable.ts";
import { type RunEntry, runEntry, runsIn } from "../../run/run_entry.ts";
import { scoreText } from "../../run/score_text.ts";
import { type Command, defineCommand } from "../command.ts";
import { costText, countText, durationText } from "../../run/amount_text.ts";
import { cut, table } from "../display/columns.ts";
import { bold, dim, type Insertion, lines, red, yellow } from "../terminal_text.ts";

/** Where `optimize` makes run directories. */
const defaultFolder = "opto-runs";

/** Prints a table of runs, the latest last. */
export const listCommand: Command = defineCommand({
  usage: "[DIR]",
  words: [0, 1],
  details:
    `DIR is a folder of runs, ${defaultFolder} unless given. A state is why a run ended; "unfinished" runs or was
killed, and resume continues it; the log of an "unreadable" one is damaged.`,
  options: { json: { kind: "flag", help: "Print one run per line as JSON" } },
  run({ words: [folder = defaultFolder], options: { json } }, { terminal }) {
    const runs = runsIn(folder).map(runEntry).sort(byStart);
    if (json) {
      for (const run of runs) terminal.out(`${printable(JSON.stringify(run))}\n`);
    } else if (runs.length === 0) terminal.out(`There are no runs in ${plainText(folder)}.\n`);
    else {
      terminal.out(lines([
        ...table([header.map((text) => dim(text)), ...runs.map(row)]),
        ...runs.flatMap(({ runDir, error }) =>
          error === undefined ? [] : [red(plainText(`${basename(runDir)}: ${error}`))]
        ),
      ]));
    }
    return Promise.resolve(0);
  },
});

function byStart({ at: a }: RunEntry, { at: b }: RunEntry): number {
  return (a ?? "") < (b ?? "") ? -1 : (a ?? "") > (b ?? "") ? 1 : 0;
}

const header = ["run", "task", "started", "state", "step", "start", "best", "evaluations", "spent"];

/** Maximum characters of a name. */
const maxCell = 40;

function row(run: RunEntry): Insertion[] {
  const { runDir, task, at, state, step, steps, initial, best, usage, evaluations, seconds } = run;
  const spent = usage.calls === 0
    ? durationText(seconds)
    : `${countText(usage.calls)} calls, ${costText(usage.usd)}, ${durationText(seconds)}`;
  return [
    cut(plainText(basename(runDir)), maxCell),
    cut(plainText(task ?? "–"), maxCell),
    at?.slice(0, 16).replace("T", " ") ?? "–",
    stateText(state),
    `${step}/${steps}`,
    scoreText(initial.score),
    bold(scoreText(best.score)),
    countText(evaluations),
    spent,
  ];
}

function stateText(state: RunEntry["state"]): Insertion {
  if (state === "failed" || state === "unreadable") return red(state);
  return state === "unfinished" || state === "interrupted" ? yellow(state) : state;
}

/**
 * A run in a terminal: a few lines that are redrawn in place.
 *
 * @module
 */
import { plainText } from "../../printable.ts";
import type { RunView } from "../../run/run_view.ts";
import type { RunEvent } from "../../trainer/event.ts";
import type { Terminal } from "../terminal.ts";
import {
  bold,
  cyan,
  dim,
  green,
  type Insertion,
  joined,
  red,
  styled,
  type TerminalText,
  terminalText,
  yellow,
} from "../terminal_text.ts";
import type { Display } from "./display.ts";
import { refusalText } from "./refusal_text.ts";
import { sparkline } from "./sparkline.ts";
import { changeText, scoreText } from "../../run/score_text.ts";
import { costText, countText, durationText, plural } from "../../run/amount_text.ts";
import { cut, wrapped } from "./columns.ts";
import { startFails } from "../../trainer/start_warning.ts";
import { timeLeft } from "./time_left.ts";
import { Waiting } from "./waiting.ts";
import { warningText } from "./warning_text.ts";

/** At most ten frames a second. */
const frameMs = 100;

/** Redraws a block of lines at the foot of the terminal; warnings scroll above it. */
export function liveDisplay(
  terminal: Pick<Terminal, "redraw" | "columns">,
  now: () => number = () => performance.now(),
): Display {
  const startedMs = now();
  let drawn = 0;
  let lastMs = -Infinity;
  let latest: RunView | undefined;
  let usedBefore: number | undefined;
  const waiting = new Waiting(now);
  const timer = setInterval(() => draw(), 500);
  Deno.unrefTimer(timer as unknown as number); // as: the npm typings of timers differ from Deno's

  function draw(isForced = false): void {
    if (latest === undefined || (!isForced && now() - lastMs < frameMs)) return;
    lastMs = now();
    const width = terminal.columns() - 1;
    const used = (usedBefore ?? 0) + (lastMs - startedMs) / 1000;
    const lines = frame(latest, { used, width, waiting: waiting.text }).map((line) =>
      cut(line, width)
    );
    terminal.redraw(drawn, lines);
    drawn = lines.length;
  }

  function note(text: Insertion, paint = terminalText): void {
    terminal.redraw(drawn, wrapped(text, terminal.columns() - 1).map((row) => paint(row)));
    drawn = 0;
    draw(true);
  }

  return {
    show(event, view) {
      latest = view;
      waiting.follow(view);
      usedBefore ??= view.spent.seconds; // before a resumed run started
      if (event.type === "warning") {
        const paint = event.code === startFails ? red : yellow;
        return note(`warning: ${warningText(event)}`, paint);
      }
      const text = noteOf(event, view);
      if (text === undefined) draw();
      else note(cut(text, terminal.columns() - 1));
    },
    note: (text) => note(text),
    close() {
      clearInterval(timer);
      terminal.redraw(drawn, []);
      drawn = 0;
    },
  };
}

function noteOf(event: RunEvent, view: RunView): TerminalText | undefined {
  if (event.type === "proposed") {
    const text = refusalText(event, view);
    return text === undefined ? undefined : dim(`  ${text}`);
  }
  if (event.type !== "model-trouble" || event.kind === "failed") return undefined; // a warning follows
  return yellow(`  model: ${event.kind}, ${plainText(event.reason)}`);
}

function frame(
  view: RunView,
  { used, width, waiting }: {
    readonly used: number;
    readonly width: number;
    readonly waiting: string | undefined;
  },
): Insertion[] {
  const { started, spent } = view;
  if (started === undefined) return [dim("  starting")];
  const steps = started.steps;
  const done = Math.min(1, view.step / Math.max(1, steps));
  const barWidth = Math.min(30, Math.max(8, width - 40));
  const filled = Math.round(done * barWidth);
  const bar = styled`${cyan("━".repeat(filled))}${dim("━".repeat(barWidth - filled))}`;
  const change = changeText(view.initialScore, view.best?.score ?? null);
  return [
    "",
    styled`  ${dim("step")}  ${bold(String(view.step))}${dim(` of ${steps}`)}  ${bar}  ${
      dim(waiting ?? activity(view))
    }`,
    styled`  ${dim("best")}  ${bold(scoreText(view.best?.score ?? null))}  ${
      change.startsWith("+") ? bold(change) : dim(change === "" ? "" : "no improvement yet")
    }  ${green(sparkline(view.curve.map(({ score }) => score), barWidth))}`,
    styled`  ${dim("cost")}  ${plural(spent.evaluations, "evaluation")}${modelCost(view)}${
      dim(" · ")
    }${timeText(view, used)}`,
    "",
  ];
}

/** The current activity, from the last events of the step. */
function activity(view: RunView): string {
  if (view.isTesting) return "evaluating on the test split";
  if (view.step === 0) return "evaluating the initial values";
  const step = view.steps.at(-1);
  const refused = step?.proposals.reduce((sum, { rejections }) => sum + rejections.length, 0) ?? 0;
  const tried = step?.comparisons.length ?? 0;
  return [
    tried > 0 ? `${tried} tried` : "",
    refused > 0 ? `${refused} refused` : "",
  ].filter(Boolean).join(", ");
}

function modelCost({ started, spent }: RunView): Insertion {
  if (started?.model === null || started === undefined) return "";
  if (spent.calls === 0) return styled`${dim(" · ")}no answered call yet`;
  const tokens = spent.promptTokens + spent.completionTokens;
  const parts = [plural(spent.calls, "call"), `${countText(tokens)} tokens`, costText(spent.usd)];
  return joined(parts.map((part) => styled`${dim(" · ")}${part}`), "");
}

/** Time used, and time left where that can be said. */
function timeText(view: RunView, used: number): Insertion {
  const left = timeLeft(view, used);
  if (left === null) return durationText(used);
  return styled`${durationText(used)}${
    dim(`, ${left.isLimit ? "at most" : "about"} ${durationText(left.seconds)} left`)
  }`;
}

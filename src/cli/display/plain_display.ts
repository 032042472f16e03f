/**
 * A run as plain lines: one per step, for logs and pipes.
 *
 * @module
 */
import type { RunView } from "../../run/run_view.ts";
import { plainText } from "../../printable.ts";
import type { RunEvent } from "../../trainer/event.ts";
import type { Terminal } from "../terminal.ts";
import { lines } from "../terminal_text.ts";
import type { Display } from "./display.ts";
import { refusalText } from "./refusal_text.ts";
import { scoreText } from "../../run/score_text.ts";
import { costText, countText, durationText, plural } from "../../run/amount_text.ts";
import { cut } from "./columns.ts";
import { Waiting } from "./waiting.ts";
import { warningText } from "./warning_text.ts";

/** Longest line; longer ones are cut. */
const maxColumns = 200;

/** Seconds of waiting for the model before the first line says so; the next says it after twice as long. */
const firstWait = 15;

/** The clock of a plain display. */
export interface PlainClock {
  /** Milliseconds that only grow. */
  now(): number;
  /** Calls `tick` now and then until the returned function is called. */
  repeat(tick: () => void): () => void;
}

const machineClock: PlainClock = {
  now: () => performance.now(),
  repeat(tick) {
    const timer = setInterval(tick, 1_000);
    Deno.unrefTimer(timer as unknown as number); // as: the npm typings of timers differ from Deno's
    return () => clearInterval(timer);
  },
};

/** Writes one line per step, warning and model failure, and now and then one while it waits for the model. */
export function plainDisplay(
  terminal: Pick<Terminal, "out">,
  clock: PlainClock = machineClock,
): Display {
  const line = (text: string) => terminal.out(lines([cut(text, maxColumns)]));
  let isTesting = false;
  let step = 0;
  const waiting = new Waiting(clock.now);
  let nextWait = firstWait;
  const stop = clock.repeat(() => {
    if ((waiting.seconds ?? 0) < nextWait) return;
    line(`step ${step}: ${waiting.text}`);
    nextWait *= 2;
  });
  return {
    show(event, view) {
      if (view.isTesting && !isTesting) line("test: the start and the best on the test split");
      isTesting = view.isTesting;
      step = view.step;
      waiting.follow(view);
      if (waiting.seconds === null) nextWait = firstWait;
      if (event.type === "warning") terminal.out(lines([`warning: ${warningText(event)}`]));
      const text = lineOf(event, view);
      if (text !== undefined) line(text);
    },
    note: (text) => terminal.out(lines([text])),
    close: stop,
  };
}

function lineOf(event: RunEvent, view: RunView): string | undefined {
  switch (event.type) {
    case "resumed":
      return `resumed at step ${event.step}`;
    case "model-trouble":
      if (event.kind === "failed") return undefined; // a warning follows
      return `step ${event.step}: ${event.kind} (${plainText(event.reason)})`;
    case "proposed":
      return refusalText(event, view);
    case "best":
      return event.step > 0 ? undefined : `start: score ${scoreText(event.score)} on ${view.split}`;
    case "step": {
      const isBetter = view.best?.step === event.step;
      const { spent } = event;
      const parts = [
        `step ${String(event.step).padStart(String(event.steps).length)}/${event.steps}`,
        `best ${scoreText(event.best)}${isBetter ? " (new)" : ""}`,
        plural(spent.evaluations, "evaluation"),
        ...(spent.calls > 0
          ? [
            plural(spent.calls, "call"),
            `${countText(spent.promptTokens + spent.completionTokens)} tokens`,
            costText(spent.usd),
          ]
          : []),
        durationText(spent.seconds),
      ];
      return parts.join("  ");
    }
    default:
      return undefined;
  }
}

import { assert, assertEquals, assertFalse, assertStringIncludes } from "@std/assert";
import { wrapped } from "../../src/cli/display/columns.ts";
import { endingLines } from "../../src/cli/display/ending.ts";
import { liveDisplay } from "../../src/cli/display/live_display.ts";
import { plainDisplay } from "../../src/cli/display/plain_display.ts";
import { timeLeft } from "../../src/cli/display/time_left.ts";
import { terminalOn } from "../../src/cli/terminal.ts";
import { joined, terminalText, useColors } from "../../src/cli/terminal_text.ts";
import { RunView } from "../../src/run/run_view.ts";
import type { EventOf, RunEvent } from "../../src/trainer/event.ts";
import { sampleRun } from "../support/sample_run.ts";
import { noUsage } from "../../src/model/spending.ts";

useColors(false);

/** A run of the sample task with a model of unknown price. */
const started: EventOf<"started"> = {
  ...sampleRun()[0] as EventOf<"started">, // as: the first event of every run
  model: "teller",
};
const asking = (step: number): RunEvent => ({
  type: "asking",
  step,
  proposal: 0,
  attempt: 0,
  model: "teller",
});
const exchange: RunEvent = {
  type: "exchange",
  step: 3,
  key: "k",
  request: { messages: [] },
  response: {
    text: "",
    finishReason: "stop",
    model: "teller",
    usage: { promptTokens: 5, completionTokens: 5, usd: null },
  },
};
const stepEnd = (step: number, seconds: number): EventOf<"step"> => ({
  type: "step",
  step,
  steps: 6,
  current: 0,
  best: 0,
  spent: {
    ...noUsage,
    calls: step,
    usd: null,
    evaluations: step,
    seconds,
  },
});
const lost: EventOf<"warning"> = {
  type: "warning",
  step: 2,
  code: "model-lost",
  message: "Step 2 got no proposal from the model. busy",
  advice: "Run it again later.",
};

function page() {
  let written = "";
  const terminal = terminalOn({
    writeOut: (codes) => void (written += codes),
    writeErr: () => {},
    isLive: true,
    columns: () => 100,
  });
  return { terminal, text: () => written };
}

/** A display of a view that events are applied to. */
function shown(display: { show: (event: RunEvent, view: RunView) => void }) {
  const view = new RunView();
  return (...events: readonly RunEvent[]) => {
    for (const event of events) {
      view.apply(event);
      display.show(event, view);
    }
  };
}

Deno.test("liveDisplay() says how long it has been asking the model, and no cost before an answer", () => {
  const { terminal, text } = page();
  let nowMs = 0;
  const display = liveDisplay(terminal, () => nowMs);
  const show = shown(display);
  show(started, asking(3));
  nowMs = 22_000;
  show(asking(3)); // a second call: the first is the one that is waited for
  assertStringIncludes(text(), "asking teller, 22 s");
  assertStringIncludes(text(), "no answered call yet");
  assertFalse(text().includes("$0.00"));
  nowMs = 23_000;
  show(exchange, { type: "model-trouble", step: 3, kind: "failed", reason: "busy" });
  nowMs = 24_000;
  const before = text().length;
  show(stepEnd(3, 20));
  const after = text().slice(before);
  assertFalse(after.includes("asking"), after);
  assertStringIncludes(after, "cost unknown");
  display.close();
});

Deno.test("plainDisplay() says now and then that it waits for the model", () => {
  const { terminal, text } = page();
  let nowMs = 0;
  let tick = () => {};
  const display = plainDisplay(terminal, {
    now: () => nowMs,
    repeat(given) {
      tick = given;
      return () => tick = () => {};
    },
  });
  const show = shown(display);
  show(started, asking(3));
  for (let second = 1; second <= 130; second++) {
    nowMs = second * 1_000;
    tick();
  }
  const waits = [...text().matchAll(/step 3: asking teller, (.*)/g)].map(([, duration]) =>
    duration
  );
  assertEquals(waits, ["15 s", "30 s", "1 min 00 s", "2 min 00 s"]);
  show(exchange, asking(3));
  nowMs += 16_000;
  tick();
  assertStringIncludes(text().slice(-40), "asking teller, 16 s");
  show(lost);
  assertStringIncludes(
    text(),
    "warning: Step 2 got no proposal from the model. busy. Run it again later.",
  );
  display.close();
});

Deno.test("timeLeft() goes by the pace of finished steps with their waits, and is silent where it is unknown", () => {
  const budget = { ...started.budget, seconds: null };
  const view = (...ends: readonly RunEvent[]) => new RunView([{ ...started, budget }, ...ends]);
  assertEquals(timeLeft(view(), 5), null);
  assertEquals(timeLeft(view(stepEnd(1, 10)), 12), null);
  const two = view(stepEnd(1, 10), stepEnd(2, 30));
  assertEquals(timeLeft(two, 30), { seconds: 80, isLimit: false });
  assertEquals(timeLeft(two, 40), { seconds: 70, isLimit: false });
  assertEquals(timeLeft(two, 60), { seconds: 60, isLimit: false }); // the running step is due: three are left
  assertEquals(timeLeft(two, 71), null); // it takes more than twice as long as the others
  const limited = new RunView([
    { ...started, budget: { ...budget, seconds: 90 } },
    stepEnd(1, 10),
    stepEnd(2, 30),
  ]);
  assertEquals(timeLeft(limited, 71), { seconds: 19, isLimit: true });
});

Deno.test("endingLines() says how many steps were lost to the model, with the last reason and advice", () => {
  const lines = endingLines(new RunView([...sampleRun(), lost]), {
    summary: undefined,
    resume: "r",
  });
  const text = joined(lines, "\n").plain;
  assertStringIncludes(text, "1 of 6 steps got no proposal, for want of an answer. The last time:");
  assertStringIncludes(text, "Step 2 got no proposal from the model. busy. Run it again later.");
  const whole = joined(
    endingLines(new RunView(sampleRun()), { summary: undefined, resume: "r" }),
    "\n",
  );
  assertFalse(whole.plain.includes("for want"));
});

Deno.test("wrapped() breaks lines between words", () => {
  const line =
    "No model is named: the built-in search proposes. --model NAME asks a language model.";
  const rows = wrapped(line, 80).map((row) => row.plain);
  assertEquals(rows.join(" "), line);
  assert(rows.length === 2 && rows.every((row) => row.length <= 80));
  assertEquals(wrapped("x".repeat(90), 80).map((row) => row.plain), ["x".repeat(90)]);
  const fitting = terminalText("short");
  assertEquals(wrapped(fitting, 80), [fitting]);
});

Deno.test("RunView counts calls under way, and tries that were paid for", () => {
  const usage = { promptTokens: 3, completionTokens: 4, usd: 1 };
  const view = new RunView([started, asking(1), asking(1)]);
  assertEquals(view.asking, 2);
  view.apply({ type: "model-trouble", step: 1, kind: "retry", reason: "broken", usage });
  assertEquals([view.asking, view.spent.calls, view.spent.promptTokens, view.spent.usd], [
    2,
    1,
    3,
    1,
  ]);
  view.apply({ type: "model-trouble", step: 1, kind: "failed", reason: "broken" });
  assertEquals(view.asking, 1);
  view.apply({ type: "answered", step: 1, proposal: 0, suggestions: 1 });
  assertEquals(view.asking, 0);
});

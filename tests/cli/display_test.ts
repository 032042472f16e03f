import { assert, assertEquals, assertFalse, assertStringIncludes } from "@std/assert";
import { stripAnsiCode } from "@std/fmt/colors";
import type { Display } from "../../src/cli/display/display.ts";
import { endingLines } from "../../src/cli/display/ending.ts";
import { jsonDisplay } from "../../src/cli/display/json_display.ts";
import { liveDisplay } from "../../src/cli/display/live_display.ts";
import { plainDisplay } from "../../src/cli/display/plain_display.ts";
import { sparkline } from "../../src/cli/display/sparkline.ts";
import { changeText, scoreText } from "../../src/run/score_text.ts";
import { durationText } from "../../src/run/amount_text.ts";
import { terminalOn } from "../../src/cli/terminal.ts";
import { joined, useColors } from "../../src/cli/terminal_text.ts";
import { plainText } from "../../src/printable.ts";
import { RunView } from "../../src/run/run_view.ts";
import type { RunEvent } from "../../src/trainer/event.ts";
import { sampleRun } from "../support/sample_run.ts";

useColors(false);

/** Collects the output. */
function page(columns = 80) {
  const written = { out: "", err: "" };
  return {
    written,
    terminal: terminalOn({
      writeOut: (codes) => void (written.out += codes),
      writeErr: (codes) => void (written.err += codes),
      isLive: true,
      columns: () => columns,
    }),
  };
}

function play(display: Display, events: readonly RunEvent[]): void {
  const view = new RunView();
  for (const event of events) {
    view.apply(event);
    display.show(event, view);
  }
  display.close();
}

/** The screen of a terminal after these bytes: lines, cursor up, clear to the end of line and screen. */
function screen(text: string): string[] {
  const lines = [""];
  let row = 0;
  // deno-lint-ignore no-control-regex -- reads terminal codes
  for (const [code, up] of text.matchAll(/\x1b\[(\d*)A|\x1b\[K|\x1b\[J|\r|\n|[^\x1b\r\n]+/g)) {
    if (up !== undefined) row = Math.max(0, row - Number(up || 1));
    else if (code === "\x1b[J") lines.splice(row, lines.length, "");
    else if (code === "\n") lines[++row] ??= "";
    else if (code !== "\r" && code !== "\x1b[K") lines[row] = code;
  }
  return lines;
}

Deno.test("jsonDisplay() writes each event as one line on standard output, notes elsewhere", () => {
  const { terminal, written } = page();
  const display = jsonDisplay(terminal);
  display.note("from the task");
  play(display, sampleRun());
  assertEquals(written.err, "from the task\n");
  const lines = written.out.trimEnd().split("\n").map((line) => JSON.parse(line));
  assertEquals(lines, JSON.parse(JSON.stringify(sampleRun())));
});

Deno.test("plainDisplay() shows in one line why a proposal of a model was refused", () => {
  const refusals = (model: string | null) => {
    const { terminal, written } = page();
    const events = sampleRun().map((event) =>
      event.type === "started" ? { ...event, model } : event
    );
    play(plainDisplay(terminal), events);
    return written.out.split("\n").filter((line) => line.includes("refused"));
  };
  assertEquals(refusals(null), []); // refusals of the search are too many to show
  const [line = "", ...others] = refusals("some-model");
  assertEquals(others, []);
  assert(line.startsWith("step 3: priority refused (line "), line);
  assert(line.length <= 200);
});

Deno.test("plainDisplay() says when the test begins", () => {
  const { terminal, written } = page();
  play(plainDisplay(terminal), sampleRun());
  const lines = written.out.trimEnd().split("\n");
  assertEquals(lines.filter((line) => line.startsWith("test: ")).length, 1);
});

Deno.test("plainDisplay() writes one bounded line per step", () => {
  const { terminal, written } = page();
  const long: RunEvent = {
    type: "warning",
    step: 1,
    code: "careful",
    message: "x\n\x1b[2J".repeat(500),
  };
  play(plainDisplay(terminal), [...sampleRun(), long]);
  const lines = written.out.trimEnd().split("\n");
  assertEquals(lines.length, 9);
  assertEquals(lines[0], "start: score -210.20 on validation");
  assertEquals(lines[2], "step 2/6  best -209.60 (new)  18 evaluations  3 s");
  assertFalse(written.out.includes("\x1b"));
  assert(lines.slice(0, -1).every((line) => line.length <= 200));
  assert((lines.at(-1)?.length ?? 0) <= 1_100); // warnings are told in full, up to a length
});

Deno.test("liveDisplay() redraws in place, within the width, and leaves nothing behind", () => {
  let clock = 0;
  const { terminal, written } = page(60);
  const display = liveDisplay(terminal, () => clock += 101);
  const view = new RunView();
  for (const event of sampleRun().slice(0, -1)) {
    view.apply(event);
    display.show(event, view);
  }
  const shown = screen(written.out);
  assertEquals(shown.filter((line) => line.includes("step")).length, 1);
  assertStringIncludes(shown.join("\n"), "6 of 6");
  assertStringIncludes(shown.join("\n"), "-208.10");
  assert(shown.every((line) => stripAnsiCode(line).length < 60), shown.join("\n"));
  display.close();
  assertEquals(screen(written.out).join(""), "");
});

Deno.test("liveDisplay() draws at most ten frames a second", () => {
  let clock = 0;
  const { terminal, written } = page();
  const display = liveDisplay(terminal, () => clock += 1);
  play(display, Array.from({ length: 20 }, () => sampleRun().slice(0, -1)).flat());
  const frames = written.out.split("best  ").length - 1;
  assert(frames > 0 && frames <= clock / 100 + 1, `${frames} frames in ${clock} ms`);
});

Deno.test("liveDisplay() keeps notes above the frame", () => {
  const { terminal, written } = page();
  let clock = 0;
  const display = liveDisplay(terminal, () => clock += 101);
  const view = new RunView(sampleRun().slice(0, 10));
  display.show(sampleRun()[10] as RunEvent, view); // as: the sample has more
  display.note("printed by the task");
  display.close();
  assertEquals(screen(written.out).filter((line) => line !== ""), ["printed by the task"]);
});

Deno.test("endingLines() shows scores, paths and the command that continues", () => {
  const text = (events: readonly RunEvent[]) =>
    joined(
      endingLines(new RunView(events), { summary: "1 % fewer bins", resume: "opto resume x" }),
      "\n",
    ).plain;
  const done = text(sampleRun());
  for (
    const part of [
      "-210.20   -208.10   +1.00 %",
      "-211.00",
      "1 % fewer bins",
      "opto-runs/sample/best/",
    ]
  ) {
    assertStringIncludes(done, part);
  }
  assertFalse(done.includes("opto resume x"));
  const events = sampleRun();
  const last = events.pop();
  if (last?.type !== "finished") throw new Error("the sample run has no end");
  assertStringIncludes(text([...events, { ...last, stopReason: "interrupted" }]), "opto resume x");
  assertStringIncludes(
    text([...events, { ...last, stopReason: "budget", budget: "seconds" }]),
    "the budget of seconds is spent",
  );
});

Deno.test("sparkline() squeezes to the width and keeps the last value", () => {
  assertEquals(sparkline([1, 2, 3, 4, 5, 6, 7, 8], 20), "▁▂▃▄▅▆▇█");
  assertEquals(sparkline(Array.from({ length: 1000 }, (_, i) => i), 8), "▁▂▃▄▅▆▇█");
  assertEquals(sparkline([3, 3], 8), "▁▁");
  assertEquals(sparkline([], 8), "");
});

Deno.test("numbers are shown with a suitable number of digits", () => {
  assertEquals([-209.854, 0.8125, 12345.678, 3, null, 0.00001].map((score) => scoreText(score)), [
    "-209.85",
    "0.8125",
    "12345.7",
    "3",
    "–",
    "0.0000100",
  ]);
  assertEquals(changeText(-210, -208), "+0.95 %");
  assertEquals(changeText(0.5, 0.4), "−20 %");
  assertEquals(changeText(0, 0.4), "+0.4000");
  assertEquals(changeText(1, 1), "no change");
  assertEquals([4.4, 125, 3780].map(durationText), ["4 s", "2 min 05 s", "1 h 03 min"]);
  assertEquals(plainText("a\x1b[31m\nb\u202e"), "a\\u001b[31m b\\u202e");
});

Deno.test("a start that fails everywhere is red on every row, live and at the end; other warnings are yellow", () => {
  const warning: RunEvent = {
    type: "warning",
    step: 0,
    code: "start-fails",
    message: "The start fails on each of 24 examples: (TypeError) no such thing",
    advice: "Stop and mend it, unless the failure is what shall be improved.",
    file: "/home/ann/task.ts",
    line: 12,
    failed: 24,
    of: 24,
  };
  const [started, ...rest] = sampleRun();
  const shown = (event: RunEvent) => {
    const { terminal, written } = page(60);
    const view = new RunView();
    const events = [started!, event, ...rest];
    for (const each of events) view.apply(each);
    liveDisplay(terminal).show(event, view);
    const ending = joined(endingLines(view, { summary: undefined, resume: "" }), "\n").coded;
    return { live: written.out, ending };
  };
  useColors(true);
  try {
    const { live, ending } = shown(warning);
    const rows = live.split("\n").filter((row) => /start fails|task\.ts|improved/.test(row));
    assert(rows.length >= 2, live);
    assert(rows.every((row) => row.includes("\x1b[31m")), JSON.stringify(rows));
    assertStringIncludes(stripAnsiCode(ending), "no such thing (/home/ann/task.ts:12) Stop and");
    assertStringIncludes(ending, "\x1b[31m  The start fails");
    const often = shown({ ...warning, code: "start-fails-sometimes" });
    assertStringIncludes(often.live, "\x1b[33m");
    assertFalse(stripAnsiCode(often.ending).includes("The start fails"));
  } finally {
    useColors(false);
  }
});

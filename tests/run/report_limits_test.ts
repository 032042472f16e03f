import { assertEquals, assertStringIncludes } from "@std/assert";
import { lineDiff } from "../../src/run/line_diff.ts";
import { renderReport } from "../../src/run/report.ts";
import { examplesSection } from "../../src/run/report_examples.ts";
import { rejectionsSection } from "../../src/run/report_rejections.ts";
import { stepsSection } from "../../src/run/report_steps.ts";
import { leftOut } from "../../src/run/report_table.ts";
import { bounded, printed } from "../../src/run/report_text.ts";
import { RunView } from "../../src/run/run_view.ts";
import { changeText, scoreText, scoreTexts } from "../../src/run/score_text.ts";
import type { Rejection } from "../../src/problem/proposal.ts";
import type { EventOf, RunEvent } from "../../src/trainer/event.ts";
import { sampleRun } from "../support/sample_run.ts";

const count = (text: string, part: string) => text.split(part).length - 1;
const numbers = (length: number) => Array.from({ length }, (_, place) => place);

function proposed(more: Partial<EventOf<"proposed">> = {}): RunEvent {
  return {
    type: "proposed",
    step: 1,
    proposal: 0,
    attempt: 0,
    outcome: "suggestion",
    rejections: [],
    reasoning: "because",
    ...more,
  };
}

const compared = (candidate: string, isAccepted: boolean): RunEvent => ({
  type: "compared",
  step: 1,
  candidate,
  against: "first",
  score: 1,
  againstScore: 0,
  isAccepted,
  reason: "compared",
});

const refusals = (rejections: readonly Rejection[]) =>
  rejectionsSection(new RunView([proposed({ rejections })])).toString();

Deno.test("bounded() keeps 20,000 characters, or as many as its caller says, and counts the rest", () => {
  assertEquals(bounded("x".repeat(20_000)), "x".repeat(20_000));
  assertEquals(bounded("x".repeat(20_001)), `${"x".repeat(20_000)}… (1 characters more)`);
  assertEquals([bounded("abc", 3), bounded("abcd", 2)], ["abc", "ab… (2 characters more)"]);
});

Deno.test("printed() writes strings as they are and the rest as JSON", () => {
  assertEquals([printed("a"), printed([1]), printed(undefined)], ["a", "[\n 1\n]", "undefined"]);
});

Deno.test("leftOut() counts the rows above 400, or above those that are shown", () => {
  assertEquals([leftOut(400), leftOut(3, 3)], [false, false]);
  assertStringIncludes(leftOut(401).toString(), ">1 more are in events.jsonl.");
  assertStringIncludes(leftOut(5, 3).toString(), ">2 more are in events.jsonl.");
});

Deno.test("the report shows 400 steps, and counts the others", () => {
  const best = (step: number): RunEvent => ({
    type: "best",
    step,
    candidate: "c",
    score: step,
    parameters: {},
  });
  for (const [steps, note] of [[400, 0], [401, 1]] as const) {
    const view = new RunView(numbers(steps).map((step) => best(step + 1)));
    view.steps.forEach(({ proposals }) => proposals.push(proposed() as EventOf<"proposed">)); // as: made so
    const section = stepsSection(view).toString();
    assertEquals([count(section, "<tr class"), count(section, "1 more are in")], [400, note]);
  }
});

Deno.test("the report shows 100 examples, and counts the others", () => {
  const [started] = sampleRun() as [EventOf<"started">]; // as: a run begins with this event
  for (const [examples, note] of [[100, 0], [101, 1]] as const) {
    const task = { ...started.task, examples: { train: 0, validation: examples, test: 0 } };
    const evaluated = numbers(examples).map((index): RunEvent => ({
      type: "evaluated",
      step: 0,
      candidate: started.candidate,
      example: { split: "validation", index },
      score: 1,
      feedback: "",
      metrics: {},
      output: "",
      durationMs: 1,
    }));
    const view = new RunView([{ ...started, task }, ...evaluated]);
    const section = examplesSection(view).toString();
    assertEquals([count(section, "<td>validation "), count(section, "1 more are in")], [100, note]);
  }
});

Deno.test("the report shows 20 different warnings", async () => {
  const shown = async (warnings: number) => {
    const events = numbers(warnings).flatMap((number): RunEvent[] => {
      const warning = {
        type: "warning",
        step: 0,
        code: "careful",
        message: `warning <${number}>`,
      } as const;
      return [warning, warning];
    });
    return count(await renderReport([...sampleRun(), ...events]), "warning &lt;");
  };
  assertEquals([await shown(20), await shown(21)], [20, 20]);
});

Deno.test("the report shows four proposals of a step open, and folds more", () => {
  const section = (proposals: number) =>
    stepsSection(new RunView(numbers(proposals).map((proposal) => proposed({ proposal }))))
      .toString();
  assertEquals([4, 5].map((proposals) => count(section(proposals), "<details")), [0, 1]);
  assertEquals([4, 5].map((proposals) => count(section(proposals), "<p>because")), [4, 5]);
});

Deno.test("the report shows 60 proposals of a step beside those that were kept", () => {
  const section = (others: number) =>
    stepsSection(
      new RunView([
        proposed({ candidate: "kept" }),
        compared("kept", true),
        ...numbers(others).map((proposal) => proposed({ proposal: proposal + 1 })),
      ]),
    ).toString();
  assertEquals([60, 61].map((others) => count(section(others), "<p>because")), [61, 61]);
  assertStringIncludes(section(60), "61 proposed, 1 accepted");
});

Deno.test("the report bounds the reasons of proposals and of failed model calls", () => {
  const reasoned = (length: number) =>
    stepsSection(new RunView([proposed({ reasoning: "x".repeat(length) })])).toString();
  assertEquals([2_000, 2_001].map((length) => count(reasoned(length), "characters more")), [0, 1]);
  const failed = (length: number) =>
    stepsSection(
      new RunView([proposed(), {
        type: "model-trouble",
        step: 1,
        kind: "retry",
        reason: "x".repeat(length),
      }]),
    ).toString();
  assertEquals([400, 401].map((length) => count(failed(length), "characters more")), [0, 1]);
});

Deno.test("the report bounds refusals: reason, value, faults, line and mark", () => {
  const fault = { stage: "syntax", message: "", line: 1, column: 1, lineText: "" } as const;
  const refused = (more: Partial<Rejection>) =>
    refusals([{ parameter: "p", value: "v", reason: "r", ...more }]);
  const isCut = (more: Partial<Rejection>) => count(refused(more), "characters more");
  assertEquals([1_000, 1_001].map((length) => isCut({ reason: "x".repeat(length) })), [0, 1]);
  assertEquals([4_000, 4_001].map((length) => isCut({ value: "x".repeat(length) })), [0, 1]);
  const faults = (length: number) =>
    count(refused({ diagnostics: Array(length).fill(fault) }), "^<");
  assertEquals([5, 6].map(faults), [5, 5]);
  const line = (length: number) =>
    isCut({ diagnostics: [{ ...fault, lineText: "x".repeat(length) }] });
  assertEquals([300, 301].map(line), [0, 1]);
  const mark = (column: number) =>
    /\n( *)\^/.exec(refused({ diagnostics: [{ ...fault, column }] }))?.[1]?.length;
  assertEquals([0, 1, 2, 301, 302].map(mark), [0, 0, 1, 300, 300]);
});

Deno.test("lineDiff() finds up to 400 changed lines, and replaces the whole above", () => {
  const before = numbers(3_000).map((line) => `line ${line}`);
  const changed = (lines: number) =>
    before.map((line, place) => place > 0 && place <= lines ? `new ${line}` : line);
  const same = (lines: number) =>
    lineDiff(before.join("\n"), changed(lines).join("\n"))
      .filter(({ kind }) => kind === "same").length;
  assertEquals([same(200), same(201)], [2_800, 0]);
});

Deno.test("scoreText() has more digits for smaller scores, none for whole ones", () => {
  const scores = [1234.56, 1000.25, 999.999, 10.5, 9.5, -1000.5, 12, 0.000001, null];
  assertEquals(scores.map(scoreText), [
    "1234.6",
    "1000.3",
    "1000.00",
    "10.50",
    "9.5000",
    "-1000.5",
    "12",
    "0.00000100",
    "–",
  ]);
  assertEquals(scoreTexts([1, 2.5, null]), ["1.0000", "2.5000", "–"]);
});

Deno.test("changeText() gives percents up to three times the score, and a difference above", () => {
  assertEquals(changeText(10, 10), "no change");
  assertEquals([changeText(null, 1), changeText(1, null)], ["", ""]);
  assertEquals([changeText(100, 109.99), changeText(100, 110)], ["+9.99 %", "+10 %"]);
  assertEquals([changeText(100, 50), changeText(-4, -5)], ["−50 %", "−25 %"]);
  assertEquals([changeText(1, 3), changeText(1, 3.5), changeText(0, 2)], [
    "+200 %",
    "+2.5000",
    "+2",
  ]);
});

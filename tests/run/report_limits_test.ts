import { assert, assertEquals, assertFalse, assertStringIncludes } from "@std/assert";
import { lineDiff } from "../../src/code/line_diff.ts";
import { renderReport } from "../../src/run/report.ts";
import { examplesSection } from "../../src/run/report_examples.ts";
import { Attempts } from "../../src/run/attempts.ts";
import { attemptsSection } from "../../src/run/report_attempts.ts";
import { refusalsSection } from "../../src/run/report_refusals.ts";
import { stepsSection } from "../../src/run/report_steps.ts";
import { leftOut } from "../../src/run/report_table.ts";
import { printed } from "../../src/run/report_text.ts";
import { RunView } from "../../src/run/run_view.ts";
import { changeText, scoreText, scoreTexts } from "../../src/run/score_text.ts";
import type { Rejection } from "../../src/problem/proposal.ts";
import type { EventOf, RunEvent } from "../../src/trainer/event.ts";
import { nothingSpent } from "../../src/trainer/ledger.ts";
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
  refusalsSection(new RunView([proposed({ rejections })])).toString();

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
    const section = stepsSection(view, new Attempts()).toString();
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
    assertEquals([count(section, "<span>validation "), count(section, "1 more are in")], [
      100,
      note,
    ]);
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

const triedIn = async (events: readonly RunEvent[]) => {
  const attempts = new Attempts();
  for (const event of events) attempts.apply(event);
  return (await attemptsSection(attempts)).toString();
};

const stepEnd = (step: number): RunEvent => ({
  type: "step",
  step,
  steps: 9,
  current: 0,
  best: 0,
  spent: nothingSpent,
});

const exchange = (step: number, content: string, text: string): RunEvent => ({
  type: "exchange",
  step,
  proposal: 0,
  attempt: 0,
  key: String(step),
  request: { messages: [{ role: "user", content }] },
  response: {
    text,
    finishReason: "stop",
    usage: { promptTokens: 1, completionTokens: 1, usd: 0 },
    model: "m",
  },
});

Deno.test("the report keeps what was kept and the latest of the others, and counts the rest", async () => {
  const events = numbers(3_000).flatMap((step) => [
    proposed({ step, candidate: `c${step}`, changes: { x: step } }),
    ...(step === 5 ? [compared("c5", true)] : []),
    stepEnd(step),
  ]);
  const section = await triedIn(events);
  assertStringIncludes(section, "3,000 proposed: 1 kept, 2,999 not tried.");
  assertStringIncludes(section, "step 5, proposal 1");
  assertStringIncludes(section, "step 2999, proposal 1");
  const shown = count(section, 'class="attempt');
  assert(shown > 100 && shown < 600, String(shown));
  assertStringIncludes(section, `${3_000 - shown} earlier ones are in events.jsonl`);
});

Deno.test("the report of long texts has a bounded size", async () => {
  const long = (step: number) => `${step} ${"<x>".repeat(100_000)}`;
  const events = numbers(200).flatMap((step) => [
    exchange(step, long(step), long(step)),
    proposed({ step, candidate: `c${step}`, changes: { x: long(step) }, reasoning: long(step) }),
    compared(`c${step}`, true),
    stepEnd(step),
  ]);
  const page = await renderReport([...sampleRun().slice(0, -1), ...events]);
  assert(page.length < 15_000_000, String(page.length)); // escapes make it up to four times as long
  assertStringIncludes(page, "characters cut<");
});

Deno.test("the report bounds what was tried: value, reasoning, fault, answer and message", async () => {
  const shown = async (more: Partial<EventOf<"proposed">>, text = "", content = "") =>
    count(await triedIn([exchange(1, content, text), proposed(more)]), " cut<");
  const x = (length: number) => "x".repeat(length);
  const changes = (length: number) => ({ candidate: "c", changes: { a: x(length) } });
  assertEquals([await shown(changes(6_000)), await shown(changes(6_001))], [0, 1]);
  assertEquals(
    [await shown({ reasoning: x(2_000) }), await shown({ reasoning: x(2_001) })],
    [0, 1],
  );
  assertEquals([await shown({ reason: x(1_000) }), await shown({ reason: x(1_001) })], [0, 1]);
  assertEquals([await shown({}, x(8_000)), await shown({}, x(8_001))], [0, 1]);
  assertEquals([await shown({}, "", x(24_000)), await shown({}, "", x(24_001))], [0, 1]);
});

Deno.test("the report says what was left out or rewritten of an answer, at most 20 notes", async () => {
  const notes = Array.from({ length: 21 }, (_, place) => `unknown name n${place}.`);
  const section = await triedIn([proposed({ candidate: "c", changes: { x: 1 }, notes })]);
  assertStringIncludes(section, "answer: unknown name n0.");
  assertStringIncludes(section, "answer: unknown name n19.");
  assertFalse(section.includes("n20."));
});

Deno.test("the report shows a message of prompts once, however often it was sent", async () => {
  const section = await triedIn(
    numbers(9).flatMap((step) => [
      exchange(step, "the same prompt", `answer ${step}`),
      proposed({ step, candidate: `c${step}`, changes: { x: step } }),
      stepEnd(step),
    ]),
  );
  assertEquals([count(section, "the same prompt"), count(section, '#message-1"')], [1, 9]);
  assertEquals(count(section, "<pre>answer"), 9);
});

Deno.test("the report's numbers of proposals add up, in a step and in all", async () => {
  const refused = { rejections: [{ parameter: "p", value: "v", reason: "r" }] };
  const events: RunEvent[] = [
    sampleRun()[0]!, // !: the event that starts it
    proposed({ proposal: 0, candidate: "kept" }),
    proposed({ proposal: 1, candidate: "worse" }),
    proposed({ proposal: 2, candidate: "never tried" }),
    proposed({ proposal: 3, candidate: "worse" }),
    proposed({ proposal: 4, candidate: "aaaaaaaaaaaa" }), // the start
    proposed({ proposal: 5, ...refused }),
    proposed({ proposal: 6, candidate: "half refused", ...refused }),
    proposed({ proposal: 7, outcome: "unusable" }),
    proposed({ proposal: 8, outcome: "nothing" }),
    compared("kept", true),
    compared("worse", false),
    compared("half refused", false),
    stepEnd(1),
  ];
  const sum =
    "1 kept, 2 not better, 1 not tried, 2 seen before, 1 refused, 1 unusable, 1 no change";
  assertStringIncludes(await triedIn(events), `9 proposed: ${sum}.`);
  const attempts = new Attempts();
  for (const event of events) attempts.apply(event);
  assertStringIncludes(stepsSection(new RunView(events), attempts).toString(), sum);
});

Deno.test("the report bounds failed model calls of a step: their number and their reasons", () => {
  const failed = (length: number, calls = 1) => {
    const trouble: RunEvent = {
      type: "model-trouble",
      step: 1,
      kind: "retry",
      reason: "x".repeat(length),
    };
    const view = new RunView([proposed(), ...numbers(calls).map(() => trouble)]);
    return stepsSection(view, new Attempts()).toString();
  };
  assertEquals([400, 401].map((length) => count(failed(length), " cut<")), [0, 1]);
  assertEquals([5, 6].map((calls) => count(failed(1, calls), "retry:")), [5, 5]);
  assertStringIncludes(failed(1, 6), "1 more are in events.jsonl");
});

Deno.test("the report groups equal refusals, and counts those of groups without room", () => {
  const refused = (reasons: readonly string[]) =>
    refusals(reasons.map((reason, value) => ({ parameter: "p", value, reason })));
  const lines = refused(numbers(78).map((line) => `line ${line}: does not parse`));
  assertEquals([count(lines, "<details"), count(lines, "<b>78×</b>")], [1, 1]);
  const names = refused(['Cannot use "fetch"', 'Cannot use "Deno"', 'Cannot use "fetch"']);
  assertEquals([count(names, "<b>2×</b>"), count(names, "<b>1×</b>")], [1, 1]);
  const reasons = numbers(60).map((length) => "r".repeat(1 + length));
  assertEquals(count(refused(reasons), "<details"), 50);
  assertStringIncludes(refused(reasons), ">10 more are in events.jsonl.");
});

Deno.test("the report bounds refusals: reason, value, faults, line and mark", () => {
  const fault = { stage: "syntax", message: "", line: 1, column: 1, lineText: "" } as const;
  const refused = (more: Partial<Rejection>) =>
    refusals([{ parameter: "p", value: "v", reason: "r", ...more }]);
  const isCut = (more: Partial<Rejection>) => count(refused(more), " cut<");
  assertEquals([1_000, 1_001].map((length) => isCut({ reason: "x".repeat(length) })), [0, 1]);
  assertEquals([4_000, 4_001].map((length) => isCut({ value: "x".repeat(length) })), [0, 1]);
  const faults = (length: number) =>
    count(refused({ diagnostics: Array(length).fill(fault) }), "^<");
  assertEquals([5, 6].map(faults), [5, 5]);
  const line = (length: number) =>
    count(refused({ diagnostics: [{ ...fault, lineText: "x".repeat(length) }] }), "x…");
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

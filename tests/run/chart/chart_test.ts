import { assert, assertEquals, assertFalse, assertStringIncludes } from "@std/assert";
import { chartOf, comparedChart } from "../../../src/run/chart/chart.ts";
import { ChartData } from "../../../src/run/chart/chart_data.ts";
import { ticks, tickText, visibleRange } from "../../../src/run/chart/scale.ts";
import type { RunEvent } from "../../../src/trainer/event.ts";
import { sampleRun } from "../../support/sample_run.ts";

function dataOf(events: readonly RunEvent[]): ChartData {
  const data = new ChartData();
  for (const event of events) data.apply(event);
  return data;
}

const compared = (step: number, score: number | null, isAccepted = false): RunEvent => ({
  ...{ type: "compared", step, candidate: "c", against: "a", againstScore: 0, reason: "" },
  ...{ score, isAccepted },
});

const chart = (events: readonly RunEvent[]) => chartOf(dataOf(events)).toString();
const wide = (events: readonly RunEvent[]) => chart(events).split("</svg>")[0] ?? "";
const count = (text: string, part: string | RegExp) => text.split(part).length - 1;

Deno.test("ChartData keeps scores on the split that chooses apart from scores on batches", () => {
  const { split, curve, looks, differences } = dataOf(sampleRun());
  assertEquals(split, "validation");
  assertEquals(curve.map(({ score }) => score), [
    -210.2,
    -210.2,
    -209.6,
    -209.6,
    -208.1,
    -208.1,
    -208.1,
  ]);
  assertEquals(looks, [
    { step: 2, at: looks[0]?.at, value: -209.6, isKept: true },
    { step: 4, at: looks[1]?.at, value: -208.1, isKept: true },
  ]);
  assertEquals(differences.length, 6);
  assertEquals(differences.filter(({ isKept }) => isKept).map(({ step }) => step), [2, 4]);
});

Deno.test("ChartData counts evaluations without those of the test, and places scores by them", () => {
  const { evaluations, curve, looks } = dataOf(sampleRun());
  const before = (step: number) =>
    sampleRun().filter((event) =>
      event.type === "evaluated" && event.example.split !== "test" && event.step <= step
    ).length;
  assertEquals(evaluations, before(6));
  assertEquals(looks.map(({ at }) => at), [before(2), before(4)]);
  assertEquals(curve.map(({ at }) => at), [0, 1, 2, 3, 4, 5, 6].map(before));
});

Deno.test("chartOf() draws scores by evaluations, with candidates where they were measured", () => {
  const drawing = chartOf(dataOf(sampleRun()), "evaluations").toString().split("</svg>")[0] ?? "";
  assertStringIncludes(drawing, ">evaluations</text>");
  assertEquals(count(drawing, 'class="kept"'), 4);
  assertStringIncludes(drawing, "<title>step 4: -208.10</title>");
});

Deno.test("comparedChart() draws the line of each run to its last evaluation, with letter and dashes of its own", () => {
  const [one, other] = [dataOf(sampleRun()), dataOf(sampleRun().slice(0, 12))];
  const chart = comparedChart([
    { letter: "A", name: "first <b>", data: one },
    { letter: "B", name: "second", data: other },
  ]).toString();
  assertStringIncludes(chart, 'class="line run-0"');
  assertStringIncludes(chart, 'class="line run-1"');
  assertStringIncludes(chart, "A first &lt;b&gt;");
  assertStringIncludes(comparedChart([]).toString(), "No score yet.");
});

Deno.test("chartOf() draws each split on an axis of its own, with titles, numbers and a description", () => {
  const drawing = wide(sampleRun());
  for (
    const part of [
      ...["mean score on validation", "difference on the examples of a step", ">step<"],
      ...[
        "−210.0",
        "−208.0",
        "<title>Scores by step</title>",
        "The best mean score on validation is",
      ],
    ]
  ) assertStringIncludes(drawing, part);
  assertEquals(count(drawing, `class="frame"`), 2);
});

Deno.test("chartOf() marks what is beyond the scale, with its number, and draws nothing else there", () => {
  const near = Array.from({ length: 90 }, (_, i) => compared(i + 1, -0.01 * (i % 5)));
  const far = Array.from({ length: 7 }, (_, i) => compared(10 * i + 1, -1_000));
  assertFalse(wide([...sampleRun(), ...near]).includes(`class="beyond"`));
  const drawing = wide([...near, ...far]);
  assertStringIncludes(drawing, "7 below −");
  assertEquals(count(drawing, /class="beyond"/), 1);
  const arrows = /class="beyond" d="([^"]*)"/.exec(drawing)?.[1] ?? "";
  assertEquals(count(arrows, "z"), 7);
  const dots = /class="dropped[^"]*" d="([^"]*)"/.exec(drawing)?.[1] ?? "";
  assertEquals(count(dots, "h0"), 90);
});

Deno.test("chartOf() always shows what was kept", () => {
  const near = Array.from({ length: 90 }, (_, i) => compared(i + 1, -0.01));
  const drawing = wide([...near, compared(3, 1_000, true)]);
  assertFalse(drawing.includes(`class="beyond"`));
  assertEquals(count(drawing, `class="kept"`), 1);
});

Deno.test("chartOf() stays small with thousands of candidates, and draws each place", () => {
  const events = Array.from({ length: 1_200 }, (_, i) => compared(i % 75 + 1, -(Math.sin(i) ** 2)));
  const small = chart(events);
  assert(small.length < 60_000, String(small.length));
  const large = Array.from({ length: 60_000 }, (_, i) => compared(i % 75 + 1, -(Math.sin(i) ** 2)));
  assert(chart(large).length < 200_000);
});

Deno.test("chartOf() counts candidates without a score", () => {
  const text = chart([compared(1, null), compared(1, -1), compared(2, null)]);
  assertStringIncludes(text, "2 without a score are not drawn");
});

Deno.test("chartOf() draws runs of any kind: none, one point, equal, huge and tiny scores", () => {
  assertStringIncludes(chart([]), "No score yet.");
  const best = (score: number): RunEvent => ({
    ...{ type: "best", step: 0, candidate: "c", parameters: {} },
    score,
  });
  for (const score of [0, 1, -5, 1e-9, 1e12, Number.MAX_VALUE, -Number.MAX_VALUE]) {
    const text = chart([best(score), compared(1, score), compared(1, -score)]);
    assertFalse(/NaN|Infinity/.test(text), `${score}`);
    assertStringIncludes(text, `class="line"`);
  }
});

Deno.test("visibleRange() shows all values unless a few are far away", () => {
  const inside = ({ low, high }: { low: number; high: number }, value: number) =>
    low <= value && value <= high;
  const values = Array.from({ length: 20 }, (_, i) => i);
  for (const value of values) assert(inside(visibleRange(values, []), value));
  const range = visibleRange([...values, -1e6], [0, 40]);
  assertFalse(inside(range, -1e6));
  for (const value of [0, 19, 40]) assert(inside(range, value));
});

Deno.test("ticks() are round and within the range, and tickText() tells them apart", () => {
  assertEquals(ticks({ low: 0, high: 10 }, 5), [0, 2, 4, 6, 8, 10]);
  for (const [low, high] of [[-0.3, 0.7], [950, 1_000], [1e-7, 3e-7], [-5e9, 7e9]] as const) {
    const found = ticks({ low, high }, 5);
    assert(found.length >= 2 && found.every((tick) => low <= tick && tick <= high));
    const texts = found.map((tick) => tickText(tick, found[1]! - found[0]!)); // !: at least two
    assertEquals(new Set(texts).size, texts.length, texts.join());
  }
  assertEquals([tickText(-0.15, 0.05), tickText(1_200, 100), tickText(0, 1)], [
    "−0.15",
    "1,200",
    "0",
  ]);
});

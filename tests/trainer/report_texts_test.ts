import { assertEquals, assertLessOrEqual } from "@std/assert";
import type { Report } from "../../src/trainer/evaluator.ts";
import type { EvaluatedCandidate } from "../../src/trainer/trainer.ts";
import { feedbackOf, judgedOf, outputsOf } from "../../src/trainer/report_texts.ts";

/** A candidate on train examples 0, 1, and so on. */
const evaluated = (reports: readonly Partial<Report>[]): EvaluatedCandidate => ({
  candidate: { id: "c", values: {} },
  examples: reports.map((_, index) => ({ split: "train", index })),
  reports: reports.map((report) => ({
    score: 0,
    feedback: "",
    metrics: {},
    output: "",
    console: [],
    durationMs: 0,
    ...report,
  })),
});

Deno.test("feedbackOf() names examples, the worst first, and says equal texts once", () => {
  const reports = [
    { score: 1, feedback: "good" },
    { score: 0.5, feedback: "late" },
    { score: null, feedback: "it failed" },
    { score: 0.25, feedback: "late" },
    { score: 0.25 },
  ];
  assertEquals(
    feedbackOf(evaluated(reports)),
    "example 2 (failed): it failed\nexamples 3, 1 (0.25, 0.5): late\nexample 0 (1): good",
  );
});

Deno.test("feedbackOf() cuts a text between words, and counts the texts that do not fit", () => {
  const long = (name: string) => ({ feedback: `${name} ${"and so on ".repeat(99)}` });
  const lines = feedbackOf(evaluated(["a", "b", "c", "d"].map(long))).split("\n");
  assertEquals(lines.map((line) => line.slice(0, 16)), [
    "example 0 (0): a",
    "… 3 more",
  ]);
  assertEquals(lines[0]?.slice(-7), "and so…");
  const two = feedbackOf(evaluated([{ feedback: "a".repeat(200) }, { feedback: "b".repeat(200) }]));
  assertEquals(two.split("\n").length, 2);
  assertLessOrEqual(two.length, 480);
});

Deno.test("feedbackOf() names eight examples of one text, and counts the others", () => {
  const text = feedbackOf(evaluated(Array(1_000).fill({ feedback: "late" })));
  assertEquals(text, "examples 0, 1, 2, 3, 4, 5, 6, 7 and 992 more (0): late");
});

Deno.test("outputsOf() writes rows of characters as strings, and cuts long outputs", () => {
  const board = JSON.stringify([[".", "X", "O"], ["]", ".", '"']]).replaceAll(",", ", ");
  assertEquals(
    outputsOf(evaluated([{ output: board }])),
    'example 0 (0): [".XO", ["]", ".", "\\""]]',
  );
  assertEquals(
    outputsOf(evaluated([{ output: "x".repeat(999) }])).length,
    160 + "example 0 (0): ".length,
  );
});

Deno.test("judgedOf() names the example as the history does", () => {
  const [report] = evaluated([{ score: 0.5, feedback: "so" }]).reports;
  assertEquals(judgedOf(report!, { split: "train", index: 7 }), { // !: one report
    example: "example 7",
    score: 0.5,
    feedback: "so",
  });
});

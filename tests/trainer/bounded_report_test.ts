import { assert, assertEquals, assertLess, assertStringIncludes } from "@std/assert";
import { defineTask, optimize, parameter } from "../../mod.ts";
import { redactor } from "../../src/model/redact.ts";
import { toyEvaluator } from "../../src/testing/toy_evaluator.ts";
import { toyRun } from "../../src/testing/toy_run.ts";
import { boundedReport } from "../../src/trainer/bounded_report.ts";
import type { Report } from "../../src/trainer/evaluator.ts";
import { readEventLog } from "../../src/trainer/event_log.ts";
import { tempDir } from "../support/temp_dir.ts";

const plain: Report = {
  score: 1,
  feedback: "fine",
  metrics: { size: 2 },
  output: "out",
  console: [{ level: "log", text: "hello" }],
  durationMs: 1,
};
const keep = redactor();

Deno.test("boundedReport() leaves a report of common size as it is", () => {
  assertEquals(boundedReport(plain, keep), plain);
  const full = { ...plain, feedback: "x".repeat(10_000), output: "y".repeat(10_000) };
  assertEquals(boundedReport(full, keep), full);
});

Deno.test("boundedReport() cuts each text with a mark that says how much is missing", () => {
  const long = "x".repeat(80_000_000);
  const { feedback, output, error = "" } = boundedReport(
    { ...plain, feedback: long, output: long, error: `${"y".repeat(10_001)}` },
    keep,
  );
  const cut = `${"x".repeat(10_000)}\n… 79,990,000 characters cut`;
  assertEquals([feedback, output], [cut, cut]);
  assertEquals(error, `${"y".repeat(10_000)}\n… 1 character cut`);
});

Deno.test("boundedReport() keeps 100 metrics with short names, and 100 lines of console", () => {
  const metrics = Object.fromEntries(
    Array.from({ length: 5_000 }, (_, i) => [`m${i}${"n".repeat(1_000)}`, i]),
  );
  const console = Array.from(
    { length: 5_000 },
    () => ({ level: "log", text: "z".repeat(5_000) }) as const,
  );
  const bounded = boundedReport({ ...plain, metrics, console }, keep);
  const names = Object.keys(bounded.metrics);
  assertEquals([names.length, names[0]?.length], [101, 200]);
  assertEquals(bounded.metrics["… more metrics cut"], 4_900);
  assertEquals(bounded.console.length, 101);
  assertEquals(bounded.console.at(-1)?.text, "… 4900 lines cut");
  assertStringIncludes(bounded.console[0]?.text ?? "", "… 3,000 characters cut");
});

Deno.test("boundedReport() bounds and redacts the feedback graph, whose values become previews", () => {
  const node = (name: string, kind: "parameter" | "value", text: string) => ({
    kind,
    name,
    value: { kind: "exact", type: "string", json: text } as const,
    inputs: [],
  });
  const { feedbackGraph } = boundedReport({
    ...plain,
    feedbackGraph: {
      graph: {
        version: 1,
        nodes: [node("p", "parameter", "a secret"), node("v", "value", "a secret")],
      },
      outputs: [{ node: 1, feedback: { feedback: `secret ${"x".repeat(20_000)}` } }],
    },
  }, redactor([/secret/]));
  const [p, v] = feedbackGraph?.graph.nodes ?? [];
  assertEquals(p?.value, { kind: "exact", type: "string", json: "a secret" });
  assertEquals(v?.value, { kind: "preview", type: "string", text: '"a [redacted]"' });
  const text = feedbackGraph?.outputs[0]?.feedback.feedback ?? "";
  assert(text.startsWith("[redacted] xx") && text.endsWith("characters cut"));
});

Deno.test("no secret is cut in two: it is struck out before the text is cut", () => {
  const text = `${"x".repeat(9_995)} AKIA0123456789ABCDEF tail`;
  const { feedback } = boundedReport({ ...plain, feedback: text }, keep);
  assert(!feedback.includes("AKIA"), feedback.slice(-60));
});

Deno.test("a guide, an agent and an evaluator of one's own can make no line of the log that is hard to read", async () => {
  const runDir = await tempDir();
  const long = "w".repeat(3_000_000);
  const task = defineTask({
    name: "loud",
    agent: () => {
      const x = parameter(1, { name: "x" });
      return {
        x,
        forward(input: number) {
          if (input === 2) throw new Error(long);
          return x.mul(input);
        },
      };
    },
    examples: { train: [{ input: 1 }, { input: 2 }] },
    guide: (_example, output) => ({
      score: output instanceof Error ? 0 : 1,
      feedback: long,
      metrics: Object.fromEntries(
        Array.from({ length: 3_000 }, (_, i) => [`m${i}${"n".repeat(500)}`, i]),
      ),
    }),
  });
  await optimize(task, { steps: 1, runDir: `${runDir}/task` }).result;
  const loud = toyEvaluator();
  const evaluator = {
    ...loud,
    evaluate: async (request: Parameters<typeof loud.evaluate>[0]) => ({
      ...await loud.evaluate(request),
      feedback: long,
      output: long,
    }),
  };
  await toyRun({ evaluator, steps: 1, runDir: `${runDir}/own` }).result;
  for (const name of ["task", "own"]) {
    const path = `${runDir}/${name}/events.jsonl`;
    const events = readEventLog(path);
    assertEquals(events.at(-1)?.type, "finished");
    for (const line of (await Deno.readTextFile(path)).split("\n")) {
      assertLess(line.length, 150_000);
    }
    const evaluated = events.find((event) =>
      event.type === "evaluated" && event.example.index === 0
    );
    assert(evaluated?.type === "evaluated");
    assertStringIncludes(evaluated.feedback, "… 2,990,000 characters cut");
  }
});

import { assertEquals } from "@std/assert";
import { feedbackTexts } from "../../src/render/feedback_text.ts";
import { encodeValue } from "../../src/trace/data/value_data.ts";
import type { Report } from "../../src/trainer/evaluator.ts";
import { problemOf } from "../../src/trainer/problem_of.ts";

const report = (score: number): Report => ({
  score,
  feedback: `for ${score}`,
  metrics: {},
  output: "",
  feedbackGraph: {
    graph: {
      version: 1,
      nodes: [{ kind: "message", name: "add0", value: encodeValue(score), inputs: [] }],
    },
    outputs: [{ node: 0, feedback: { score, feedback: `for ${score}` } }],
  },
  console: [],
  durationMs: 0,
});

const evaluated = {
  candidate: { id: "c", values: {} },
  examples: [{ split: "train", index: 7 }, { split: "train", index: 2 }],
  reports: [report(1), report(2)],
} as const;

Deno.test("problemOf() names each output's example as the history does, with a trace or without", () => {
  const facts = { objective: "", parameters: [] };
  const traced = problemOf(evaluated, { facts, proposer: { needsTrace: true } });
  assertEquals(
    feedbackTexts(traced.feedback.graph, traced.feedback.outputs, { isOutputShown: true }),
    ["add0 (example 7, score 1): for 1", "add1 (example 2, score 2): for 2"],
  );
  const plain = problemOf(evaluated, { facts, proposer: {} });
  assertEquals(plain.judged?.map(({ example }) => example), ["example 7", "example 2"]);
});

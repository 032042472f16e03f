import { assertEquals, assertThrows } from "@std/assert";
import { backward } from "../../src/propagate/backward.ts";
import { feedbackGraph } from "../../src/propagate/feedback_graph.ts";
import { parseFeedbackGraph } from "../../src/propagate/parse_feedback_graph.ts";
import { parameter } from "../../src/trace/node.ts";
import { ops } from "../../src/trace/operators/ops.ts";

function sent() {
  const w = parameter(2, { name: "w" });
  backward(ops.mul(w, 3), { score: -1, text: "too large", metrics: { seconds: 2 } });
  return feedbackGraph([w]);
}

Deno.test("parseFeedbackGraph() returns an equal graph without unknown fields", () => {
  const graph = sent();
  assertEquals(parseFeedbackGraph({ ...JSON.parse(JSON.stringify(graph)), extra: 1 }), graph);
});

Deno.test("parseFeedbackGraph() refuses hostile data and names the place", () => {
  const good = sent();
  const [output] = good.outputs;
  const judged = (change: Record<string, unknown>) => ({
    ...good,
    outputs: [{ ...output, ...change }],
  });
  const hostile: [unknown, string][] = [
    [null, '"feedback graph"'],
    [{ outputs: [] }, '"graph"'],
    [{ ...good, outputs: {} }, '"outputs"'],
    [{ ...good, outputs: [1] }, '"outputs[0]"'],
    [judged({ node: 3 }), '"outputs[0].node"'],
    [judged({ node: -1 }), '"outputs[0].node"'],
    [judged({ node: "0" }), '"outputs[0].node"'],
    [judged({ feedback: "good" }), '"outputs[0].feedback"'],
    [judged({ feedback: { score: "1" } }), '"score"'],
    [judged({ feedback: { text: 1 } }), '"text"'],
    [judged({ feedback: { metrics: { seconds: {} } } }), '"seconds"'],
    [judged({ feedback: { text: "x".repeat(200_000) } }), '"outputs[0].feedback.text"'],
  ];
  for (const [data, place] of hostile) {
    assertThrows(() => parseFeedbackGraph(data), TypeError, place);
  }
});

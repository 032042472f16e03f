import { assertEquals, assertThrows } from "@std/assert";
import { backward } from "../../src/propagate/backward.ts";
import { feedbackGraph } from "../../src/propagate/feedback_graph.ts";
import { parseFeedbackGraph } from "../../src/propagate/parse_feedback_graph.ts";
import { parameter } from "../../src/trace/node.ts";
import { ops } from "../../src/trace/operators/ops.ts";

function sent() {
  const w = parameter(2, { name: "w" });
  backward(ops.mul(w, 3), { score: -1, feedback: "too large", metrics: { seconds: 2 } });
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
    [judged({ feedback: { feedback: 1 } }), '"feedback" as the words'],
    [judged({ feedback: { metrics: { seconds: {} } } }), '"seconds"'],
    [[], '"feedback graph" as a record: received object'],
    ["text", '"feedback graph" as a record: received string'],
    [judged({ node: 0.5 }), '"outputs[0].node" as a place in the graph: received 0.5'],
    [judged({ feedback: null }), '"outputs[0].feedback" as a record: received null'],
    [judged({ feedback: { metrics: [] } }), '"metrics" as numbers by name'],
  ];
  for (const [data, place] of hostile) {
    assertThrows(() => parseFeedbackGraph(data), TypeError, place);
  }
});

Deno.test("parseFeedbackGraph() keeps texts of feedback within their bound and refuses longer ones", () => {
  const read = (length: number, maxTextLength?: number) => {
    const good = sent();
    const outputs = [{ node: 2, feedback: { feedback: "x".repeat(length) } }];
    const bounds = maxTextLength === undefined ? {} : { maxTextLength };
    return parseFeedbackGraph({ ...good, outputs }, bounds).outputs[0]?.feedback.feedback?.length;
  };
  const message = '"outputs[0].feedback.feedback" as text of at most ';
  assertEquals(read(100_000), 100_000);
  assertThrows(() => read(100_001), TypeError, `${message}100000 characters: received 100001`);
  assertEquals(read(40, 40), 40);
  assertThrows(() => read(41, 40), TypeError, `${message}40 characters: received 41`);
});

Deno.test("parseFeedbackGraph() applies its bounds to the graph, and keeps the last place", () => {
  const graph = sent();
  assertEquals(parseFeedbackGraph(graph, { maxNodes: 3 }).outputs[0]?.node, 2);
  assertThrows(() => parseFeedbackGraph(graph, { maxNodes: 2 }), TypeError, '"nodes"');
});

Deno.test("parseFeedbackGraph() keeps feedback without any part", () => {
  const graph = { ...sent(), outputs: [{ node: 0, feedback: {} }] };
  assertEquals(Object.keys(parseFeedbackGraph(graph).outputs[0]?.feedback ?? { none: 1 }), []);
});

import { assertEquals } from "@std/assert";
import type { FeedbackGraph } from "../../src/propagate/feedback.ts";
import { mergeFeedbackGraphs } from "../../src/propagate/merge_feedback_graphs.ts";
import type { NodeData } from "../../src/trace/data/graph_data.ts";

const value = { kind: "exact", type: "number", json: 1 } as const;
const operator = { name: "f", documentation: "" };

function graphOf(nodes: readonly NodeData[], text: string): FeedbackGraph {
  return {
    graph: { version: 1, nodes },
    outputs: [{ node: nodes.length - 1, feedback: { feedback: text } }],
  };
}

function step(x: number, w: number, description: string): NodeData {
  const inputs = [{ name: "x", node: x }];
  return { kind: "message", name: "f0", value, operator, inputs, uses: [w], description };
}

const w: NodeData = { kind: "parameter", name: "w", value, inputs: [] };
const x: NodeData = { kind: "value", name: "x0", value, inputs: [] };

Deno.test("mergeFeedbackGraphs() joins parameters by name, and moves inputs, uses and outputs", () => {
  const first = graphOf([w, x, step(1, 0, "first")], "one");
  const second = graphOf([x, w, step(0, 1, "second")], "two");
  const { graph, outputs } = mergeFeedbackGraphs([first, second]);
  assertEquals(graph.nodes.map(({ name }) => name), ["w", "x0", "f0", "x1", "f1"]);
  assertEquals(graph.nodes.map(({ inputs }) => inputs.map(({ node }) => node)), [
    [],
    [],
    [1],
    [],
    [3],
  ]);
  assertEquals(graph.nodes.map(({ uses }) => uses), [undefined, undefined, [0], undefined, [0]]);
  assertEquals(outputs.map(({ node, feedback }) => [node, feedback.feedback]), [[2, "one"], [
    4,
    "two",
  ]]);
});

Deno.test("mergeFeedbackGraphs() keeps the names of parameters, also of later graphs", () => {
  const late: NodeData = { ...w, name: "x0" };
  const { graph } = mergeFeedbackGraphs([graphOf([x], "one"), graphOf([late, x], "two")]);
  assertEquals(graph.nodes.map(({ kind, name }) => `${kind} ${name}`), [
    "value x1",
    "parameter x0",
    "value x2",
  ]);
});

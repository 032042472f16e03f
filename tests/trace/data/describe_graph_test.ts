import { assertEquals } from "@std/assert";
import type { NodeData } from "../../../src/trace/data/graph_data.ts";
import { sources } from "../../../src/trace/data/sources.ts";
import { topologicalOrder } from "../../../src/trace/data/topological_order.ts";
import { toTraceData } from "../../../src/trace/data/trace_data.ts";
import { describeGraph } from "../../../src/trace/data/describe_graph.ts";
import { node, type NodeDetails, parameter, TraceNode } from "../../../src/trace/node.ts";
import { asNode } from "../../../src/trace/wrap.ts";

const operator = { name: "f", documentation: "Makes it." };

function made(inputs: TraceNode[], details?: NodeDetails): TraceNode {
  const inputNames = inputs.map((_, i) => `a${i}`);
  return new TraceNode("message", 1, { operator, inputs, inputNames }, details);
}

const last = (output: TraceNode): NodeData => toTraceData([output]).nodes.at(-1)!;

Deno.test("toTraceData() gives a node only the details that it has", () => {
  const plain = ["inputs", "kind", "name", "operator", "value"];
  const keysOf = (details?: NodeDetails) => Object.keys(last(made([], details))).toSorted();
  assertEquals(keysOf(), plain);
  assertEquals(keysOf({ name: "own" }), plain);
  assertEquals(keysOf({ description: "d" }), ["description", ...plain]);
  const failure = { kind: "thrown", name: "E", message: "m", full: "f" } as const;
  assertEquals(keysOf({ failure }), ["failure", ...plain]);
  assertEquals(keysOf({ inside: {} }), plain);
  assertEquals(keysOf({ inside: { outputs: [], callCounts: {}, isTruncated: false } }), plain);
  assertEquals(keysOf({ inside: { outputs: [node(1)] } }), ["inner", ...plain].toSorted());
  assertEquals(keysOf({ inside: { isTruncated: true } }), [...plain, "isTruncated"].toSorted());
  assertEquals(keysOf({ inside: { callCounts: { g: 1 } } }), ["callCounts", ...plain].toSorted());
  assertEquals(keysOf({ inside: { console: [] } }), ["console", ...plain].toSorted());
  assertEquals(keysOf({ inside: { statements: [] } }), [...plain, "statements"].toSorted());
});

Deno.test("toTraceData() has one record for an operator, whatever the number of its nodes", () => {
  const { nodes } = toTraceData([made([made([])])]);
  assertEquals(nodes[0]?.operator, { name: "f", documentation: "Makes it." });
  assertEquals(nodes[0]?.operator === nodes[1]?.operator, true);
});

Deno.test("toTraceData() numbers inputs that have no name", () => {
  const inputs = [node(1), node(2)];
  const output = new TraceNode("message", 1, { operator, inputs, inputNames: ["x"] });
  assertEquals(last(output).inputs, [{ name: "x", node: 0 }, { name: "1", node: 1 }]);
});

Deno.test("toTraceData() has the head of a function that is a parameter", () => {
  const code = { entry: "f", signature: "function f()" };
  const w = parameter("text", { name: "w", code: code as never });
  assertEquals(toTraceData([w]).nodes, [{
    kind: "parameter",
    name: "w",
    value: { kind: "exact", type: "string", json: "text" },
    code,
    inputs: [],
  }]);
});

Deno.test("toTraceData() has inner graphs that lie 16 deep, and says where it left out deeper ones", () => {
  const nested = (depth: number): TraceNode =>
    made([], depth === 0 ? undefined : { inside: { outputs: [nested(depth - 1)] } });
  const innermost = (data: NodeData): [number, boolean | undefined] => {
    const inner = data.inner?.nodes.at(-1);
    if (inner === undefined) return [0, data.isTruncated];
    const [depth, isTruncated] = innermost(inner);
    return [depth + 1, isTruncated];
  };
  assertEquals(innermost(last(nested(16))), [16, undefined]);
  assertEquals(innermost(last(nested(17))), [16, true]);
});

Deno.test("describeGraph() shows a step that is cut off as a value that says how it was made", () => {
  const steps = [made([]), made([], { name: "own" }), made([], { description: "given" })];
  const exception = new TraceNode("exception", "no", { operator, inputs: [], inputNames: [] });
  const order = topologicalOrder([...steps, exception]);
  const { nodes } = describeGraph(order, {
    names: new Map(),
    isWhole: () => false,
    valueLimit: Infinity,
  });
  assertEquals(
    nodes.map(({ kind, name, description, operator, inputs }) => [
      kind,
      name,
      description,
      operator,
      inputs,
    ]),
    [
      ["value", "number0", "Made by f, outside of what is shown.", undefined, []],
      ["value", "own0", "Made by f, outside of what is shown.", undefined, []],
      ["value", "number1", "given", undefined, []],
      ["value", "string0", "Made by f, outside of what is shown.", undefined, []],
    ],
  );
});

Deno.test("sources() are the inputs, then each other node that was used, once", () => {
  const [x, read, w, v] = [node(1), node(2), parameter(3), parameter(4)];
  const names = new Map<TraceNode, string>([[x, "x"], [read, "read"], [w, "w"], [v, "v"]]);
  const of = (details: NodeDetails) =>
    sources(made([x, x], details)).map((source) => names.get(source));
  assertEquals(of({}), ["x", "x"]);
  assertEquals(of({ inside: { externals: [read, x] } }), ["x", "x", "read"]);
  assertEquals(of({ inside: { outputs: [made([w, v]), w] } }), ["x", "x", "w", "v"]);
  assertEquals(of({ inside: { externals: [w], outputs: [made([w])] } }), ["x", "x", "w"]);
  assertEquals(of({ inside: { outputs: [v, w, read] } }), ["x", "x", "v", "w"]);
  const behind = made([made([v], { inside: { externals: [read], outputs: [w] } })]);
  assertEquals(of({ inside: { outputs: [behind] } }), ["x", "x", "v", "w"]);
});

Deno.test("sources() take the parameters of inner graphs in order, inputs first and nodes that were read last", () => {
  const [a, b, c, d, e] = ["a", "b", "c", "d", "e"].map((name) => parameter(1, { name }));
  const inner = made([a!], { inside: { externals: [d!, e!], outputs: [b!, c!] } });
  const found = sources(made([], { inside: { outputs: [inner] } }));
  assertEquals(found.map(({ baseName }) => baseName), ["a", "b", "c", "d", "e"]);
});

Deno.test("sources() look at each inner node once", () => {
  const w = parameter(1);
  let inner: TraceNode = w;
  for (let i = 0; i < 60; i++) inner = made([inner, inner]);
  assertEquals(sources(made([], { inside: { outputs: [inner] } })), [w]);
});

Deno.test("sources() do not look behind the arguments, alone or in a container", () => {
  const w = parameter(1);
  const argument = made([w]);
  const inside = { outputs: [made([argument])] };
  assertEquals(sources(made([argument], { inside })), [argument]);
  const list = asNode([argument]);
  assertEquals(sources(made([list], { inside })), [list]);
  assertEquals(sources(made([], { inside: { ...inside, externals: [argument] } })), [argument]);
});

Deno.test("topologicalOrder() puts a leaf right before the first node made from it, and outputs in order", () => {
  const [a, b, c] = [node(1, { name: "a" }), node(2, { name: "b" }), node(3, { name: "c" })];
  const first = made([a, b], { name: "first" });
  const second = made([first, c, a], { name: "second" });
  const order = topologicalOrder([second, b, second, first]);
  assertEquals(order.nodes.map(({ baseName }) => baseName), ["a", "b", "first", "c", "second"]);
  assertEquals(order.outputs, [4, 1, 4, 2]);
  assertEquals([...order.starts], [0, 0, 0, 2, 2, 5]);
  assertEquals([...order.sources], [0, 1, 2, 3, 0]);
  assertEquals(topologicalOrder([]).nodes, []);
  assertEquals(topologicalOrder([c, c]).outputs, [0, 0]);
});

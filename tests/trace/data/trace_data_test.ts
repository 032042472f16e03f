import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { stopTracing, withScope } from "../../../src/trace/ambient.ts";
import type { NodeData, TraceData } from "../../../src/trace/data/graph_data.ts";
import "../../../src/trace/operators/methods.ts";
import { node, parameter, TraceNode, TraceParameter } from "../../../src/trace/node.ts";
import { fromTraceData, parseTraceData, toTraceData } from "../../../src/trace/data/trace_data.ts";
import { ValuePreview } from "../../../sandbox/value/value_preview.ts";
import { build, plans } from "../random_graph.ts";

const overTheWire = (data: TraceData) => parseTraceData(JSON.parse(JSON.stringify(data)));

Deno.test("toTraceData() and fromTraceData() are exact on random graphs", () => {
  fc.assert(
    fc.property(plans(16), fc.array(fc.nat(1_000_000), { maxLength: 16 }), (plan, order) => {
      const made = build(plan, order);
      const data = toTraceData(plan.judged.map((place) => made[place]!));
      const received = overTheWire(data);
      assertEquals(received, data);
      assertEquals(toTraceData(fromTraceData(received)), data);
    }),
    { numRuns: 2_000, seed: 7 },
  );
});

/** A graph with everything that a node can have. */
function rich(): TraceNode[] {
  const w = parameter(new Map([["a", [1, NaN]]]), { name: "w", description: "weights" });
  const hidden = parameter(1n, { name: "hidden" });
  const x = node({ text: "x" }, { name: "x1", description: "given" });
  const operator = { name: "score", documentation: "Scores x by w." };
  const inner = new TraceNode("message", 1, { operator, inputs: [hidden], inputNames: ["h"] });
  const call = new TraceNode("message", undefined, {
    operator,
    inputs: [x, w, x],
    inputNames: ["x", "w", "y"],
  }, {
    name: "rating",
    description: "the rating",
    inside: {
      outputs: [inner],
      externals: [node(() => 1)],
      statements: [{ unit: "u", line: 3, kind: "branch", label: "then", count: 2 }],
      console: [{ level: "log", text: "hello" }],
      callCounts: { score: 1, lookup: 1000 },
      isTruncated: true,
    },
  });
  const failed = new TraceNode("exception", "(TypeError) no", {
    operator,
    inputs: [call],
    inputNames: ["x"],
  }, {
    failure: {
      kind: "thrown",
      name: "TypeError",
      message: "no",
      full: "1 | no <--- (TypeError) no",
    },
  });
  return [failed, call];
}

Deno.test("toTraceData() and fromTraceData() are exact on every kind of node and detail", () => {
  const data = toTraceData(rich());
  const received = overTheWire(data);
  assertEquals(received, data);
  const nodes = fromTraceData(received);
  assertEquals(toTraceData(nodes), data);
  const call = nodes.find(({ baseName }) => baseName === "rating");
  assertEquals(call?.inner?.statements?.length, 1);
  assert(call?.inner?.externals?.[0]?.peek() instanceof ValuePreview);
  assertEquals(nodes.find(({ kind }) => kind === "parameter")?.peek(), new Map([["a", [1, NaN]]]));
});

Deno.test("fromTraceData() makes the same nodes in any scope, and with tracing switched off", () => {
  const data = toTraceData(rich());
  const inScope = withScope("inner", () => stopTracing(() => fromTraceData(data)));
  assertEquals(toTraceData(inScope), data);
});

Deno.test("fromTraceData() gives one parameter for a name that stands in inner graphs too", () => {
  const nodes = fromTraceData(toTraceData(rich()));
  const hidden = nodes.find(({ baseName }) => baseName === "hidden");
  const call = nodes.find(({ baseName }) => baseName === "rating");
  assertEquals(call?.inner?.outputs?.find(({ baseName }) => baseName === "hidden"), hidden);
});

Deno.test("toTraceData() previews values over the limit, parameters excepted", () => {
  const w = parameter("w".repeat(200), { name: "w" });
  const { nodes } = toTraceData([w.concat("x")], { valueLimit: 100 });
  assertEquals(nodes.map(({ value }) => value.kind), ["exact", "exact", "preview"]);
});

Deno.test("toTraceData() names parameters by the list it is given", () => {
  const first = parameter(1);
  const second = parameter(2);
  const { nodes } = toTraceData([first.add(second)], { parameters: [second, first] });
  assertEquals(nodes.map(({ name }) => name), ["number1", "number0", "add0"]);
});

Deno.test("toTraceData() numbers names upwards: add8, add9, add10", () => {
  let sum = parameter(0, { name: "w" }).add(1);
  for (let i = 0; i < 11; i++) sum = sum.add(1);
  const names = toTraceData([sum]).nodes.map(({ name }) => name).filter((name) =>
    name.startsWith("add")
  );
  assertEquals(names, Array.from({ length: 12 }, (_, i) => `add${i}`));
});

Deno.test("toTraceData() omits inner graphs that are too deep, and marks it", () => {
  const operator = { name: "f", documentation: "" };
  let call: TraceNode = parameter(0, { name: "w" });
  for (let i = 0; i < 100; i++) {
    call = new TraceNode("message", i, { operator, inputs: [], inputNames: [] }, {
      inside: { outputs: [call] },
    });
  }
  let depth = 0;
  let last: NodeData | undefined = toTraceData([call]).nodes.at(-1);
  for (; last?.inner !== undefined; depth++) last = last.inner.nodes.at(-1);
  assertEquals(depth, 16);
  assertEquals(last?.isTruncated, true);
});

const value = { kind: "exact", type: "number", json: 1 };
const operator = { name: "f", documentation: "" };
const good = {
  version: 1,
  nodes: [
    { kind: "parameter", name: "w", value, inputs: [] },
    { kind: "message", name: "f0", value, operator, inputs: [{ name: "x", node: 0 }] },
  ],
};

/** The good graph with one field of its last node changed. */
function spoilt(change: Record<string, unknown>): unknown {
  return { ...good, nodes: [good.nodes[0], { ...good.nodes[1], ...change }] };
}

Deno.test("parseTraceData() drops unknown fields", () => {
  assertEquals(parseTraceData({ ...spoilt({ extra: 1 }) as object, more: 2 }), good as TraceData);
});

Deno.test("parseTraceData() refuses hostile data and names the place", () => {
  let deep: unknown = good;
  for (let i = 0; i < 20; i++) {
    deep = { ...good, nodes: [{ ...good.nodes[1], inputs: [], inner: deep }] };
  }
  const hostile: [unknown, string][] = [
    [null, '"graph"'],
    [[], '"graph"'],
    [{ version: 2, nodes: [] }, '"version"'],
    [{ version: 1, nodes: "many" }, '"nodes"'],
    [{ version: 1, nodes: [null] }, '"nodes[0]"'],
    [spoilt({ kind: "__proto__" }), '"nodes[1].kind"'],
    [spoilt({ name: "w" }), '"nodes[1].name"'],
    [spoilt({ name: "x".repeat(2000) }), '"nodes[1].name"'],
    [spoilt({ inputs: [{ name: "x", node: 1 }] }), '"nodes[1].inputs[0].node"'],
    [spoilt({ inputs: [{ name: "x", node: -1 }] }), '"nodes[1].inputs[0].node"'],
    [spoilt({ inputs: [{ name: "x", node: 0.5 }] }), '"nodes[1].inputs[0].node"'],
    [spoilt({ inputs: [{ name: "x", node: "0" }] }), '"nodes[1].inputs[0].node"'],
    [spoilt({ kind: "value" }), '"nodes[1].inputs"'],
    [spoilt({ uses: [1] }), '"nodes[1].uses[0]"'],
    [spoilt({ operator: undefined }), '"nodes[1].operator"'],
    [
      spoilt({ value: { kind: "exact", type: "x", json: { $: "function" } } }),
      '"nodes[1].value.json"',
    ],
    [spoilt({ value: { kind: "code", type: "x", json: 1 } }), '"nodes[1].value.kind"'],
    [spoilt({ description: 3 }), '"nodes[1].description"'],
    [spoilt({ failure: { kind: "thrown" } }), '"nodes[1].failure.name"'],
    [spoilt({ statements: [{}] }), '"nodes[1].statements[0].unit"'],
    [spoilt({ console: [{ level: "rm", text: "" }] }), '"nodes[1].console[0].level"'],
    [spoilt({ callCounts: { f: "many" } }), '"nodes[1].callCounts"'],
    [spoilt({ isTruncated: "yes" }), '"nodes[1].isTruncated"'],
    [spoilt({ kind: "parameter", name: "a:b", inputs: [] }), '"nodes[1].name"'],
    [deep, "inner"],
  ];
  for (const [data, place] of hostile) assertThrows(() => parseTraceData(data), TypeError, place);
  assertThrows(() => parseTraceData(good, { maxNodes: 1 }), TypeError, '"nodes"');
});

Deno.test("fromTraceData() refuses places that hold no earlier node", () => {
  const inputs = [{ name: "x", node: 5 }];
  for (const change of [{ inputs }, { uses: [5] }]) {
    const data = spoilt(change) as TraceData; // wrong on purpose
    assertThrows(
      () => fromTraceData(data),
      TypeError,
      'Cannot read "5" as the place of an earlier',
    );
  }
});

Deno.test("fromTraceData() keeps code as text that cannot run", async () => {
  const code = { entry: "f", signature: "function f()" };
  const text = { kind: "exact", type: "string", json: "function f() {}" } as const;
  const nodes = [{ kind: "parameter", name: "f", value: text, code, inputs: [] }] as const;
  const [f] = fromTraceData({ version: 1, nodes });
  assert(f instanceof TraceParameter && f.code !== undefined);
  const { code: rebuilt } = f;
  await f.ready();
  assertEquals(
    [rebuilt.entry, rebuilt.signature, rebuilt.original, rebuilt.uses, rebuilt.timeoutMs],
    ["f", "function f()", "function f() {}", [], undefined],
  );
  assertEquals([rebuilt.lastInputs, rebuilt.tools().size], [[], 0]);
  assertThrows(() => rebuilt.program(), TypeError, 'Cannot run "f" as a program');
  assertEquals(toTraceData([f]).nodes[0]?.code, code);
});

Deno.test("fromTraceData() gives a name of its own only to nodes that are not named after their operator", () => {
  const own = spoilt({ name: "own0" }) as TraceData;
  const [[, plain], [, named]] = [good as TraceData, own].map(fromTraceData) as [
    TraceNode[],
    TraceNode[],
  ];
  assertEquals([plain?.baseName, named?.baseName], ["f", "own"]);
  assertEquals([plain?.inner, plain?.description, plain?.inputNames], [undefined, undefined, [
    "x",
  ]]);
});

Deno.test("toTraceData() takes values of any size, and names the oldest parameter first", () => {
  const [old, young] = [parameter("x".repeat(100_000)), parameter("y")];
  const { nodes } = toTraceData([young.concat(old)]);
  assertEquals(nodes.map(({ name, value }) => [name, value.kind]), [
    ["string1", "exact"],
    ["string0", "exact"],
    ["concat0", "exact"],
  ]);
});

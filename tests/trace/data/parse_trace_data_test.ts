import { assertEquals, assertThrows } from "@std/assert";
import type { TraceData } from "../../../src/trace/data/graph_data.ts";
import { parseTraceData, type TraceDataBounds } from "../../../src/trace/data/parse_trace_data.ts";

const value = { kind: "exact", type: "number", json: 1 } as const;
const operator = { name: "f", documentation: "Makes it." };
const parameter = { kind: "parameter", name: "w", value, inputs: [] } as const;

/** A graph of a parameter and a message, which has more or other fields. */
function graphWith(fields: Record<string, unknown>): unknown {
  const inputs = [{ name: "x", node: 0 }];
  const message = { kind: "message", name: "f0", value, operator, inputs };
  return { version: 1, nodes: [parameter, { ...message, ...fields }] };
}

function refuses(data: unknown, message: string, bounds?: TraceDataBounds): void {
  assertThrows(() => parseTraceData(data, bounds), TypeError, `Cannot read ${message}`);
}

Deno.test("parseTraceData() keeps every field of a node that it knows", () => {
  const kinds = ["assign", "branch", "loop", "return", "throw"];
  const levels = ["debug", "log", "info", "warn", "error"];
  for (const kind of ["thrown", "timeout", "crashed", "refused"]) {
    const data = graphWith({
      kind: "exception",
      description: "d",
      uses: [0],
      failure: { kind, name: "Error", message: "no", full: "full" },
      inner: { version: 1, nodes: [{ kind: "value", name: "x0", value, inputs: [] }] },
      statements: [
        ...kinds.map((kind) => ({ unit: "u", line: 1, kind, label: "a", count: 1 })),
        { unit: "u", line: 0, kind: "assign", label: "a", value: "1", count: 0 },
      ],
      console: levels.map((level) => ({ level, text: "hello" })),
      callCounts: { f: 0, g: 2 },
      isTruncated: false,
    });
    assertEquals<unknown>(parseTraceData(data), data);
  }
  const code = { entry: "f", signature: "function f()" };
  const preview = { kind: "preview", type: "Point", text: "Point {}" };
  const coded = { version: 1, nodes: [{ ...parameter, code, value: preview }] };
  assertEquals<unknown>(parseTraceData(coded), coded);
});

Deno.test("parseTraceData() drops unknown fields of every part", () => {
  const extra = { extra: 1 };
  const data = graphWith({
    value: { ...value, ...extra },
    operator: { ...operator, ...extra },
    inputs: [{ name: "x", node: 0, ...extra }],
    description: undefined,
    failure: { kind: "thrown", name: "E", message: "m", full: "f", ...extra },
    statements: [{ unit: "u", line: 1, kind: "loop", label: "l", count: 1, ...extra }],
    console: [{ level: "log", text: "t", ...extra }],
  });
  assertEquals(JSON.stringify(parseTraceData(data)).includes("extra"), false);
  assertEquals("description" in parseTraceData(data).nodes[1]!, false);
});

Deno.test("parseTraceData() names the wrong part of every record", () => {
  const failure = { kind: "thrown", name: "E", message: "m", full: "f" };
  const statement = { unit: "u", line: 1, kind: "loop", label: "l", count: 1 };
  const at = (path: string) => `"nodes[1].${path}" as `;
  const wrong: [Record<string, unknown>, string][] = [
    [{ kind: "node" }, `${at("kind")}one of value, parameter, message, exception: received "node"`],
    [{ name: null }, `${at("name")}text: received null`],
    [{ value: null }, `${at("value")}a record: received null`],
    [{ value: [] }, `${at("value")}a record: received object`],
    [{ value: { ...value, type: 1 } }, `${at("value.type")}text: received 1`],
    [{ value: { kind: "preview", type: "x" } }, `${at("value.text")}text: received undefined`],
    [{ inputs: {} }, `${at("inputs")}a list: received object`],
    [{ inputs: [1] }, `${at("inputs[0]")}a record: received 1`],
    [{ inputs: [{ node: 0 }] }, `${at("inputs[0].name")}text`],
    [{ inputs: [{ name: "x" }] }, `${at("inputs[0].node")}a count: received undefined`],
    [{ kind: "value", operator: undefined }, `${at("inputs")}those of a value, which has none`],
    [{ kind: "exception", operator: undefined }, `${at("operator")}a record`],
    [{ operator: { ...operator, name: 1 } }, `${at("operator.name")}text: received 1`],
    [{ operator: { name: "f" } }, `${at("operator.documentation")}text: received undefined`],
    [{ code: 1 }, `${at("code")}a record: received 1`],
    [{ code: { signature: "" } }, `${at("code.entry")}text`],
    [{ code: { entry: "" } }, `${at("code.signature")}text`],
    [{ uses: 0 }, `${at("uses")}a list: received 0`],
    [{ uses: [0, 1] }, `${at("uses[1]")}the place of an earlier node: received 1`],
    [{ uses: [NaN] }, `${at("uses[0]")}a count: received NaN`],
    [{ failure: { ...failure, kind: "lost" } }, `${at("failure.kind")}one of thrown, timeout,`],
    [{ failure: { ...failure, message: 1 } }, `${at("failure.message")}text`],
    [{ failure: { ...failure, full: 1 } }, `${at("failure.full")}text`],
    [{ inner: 1 }, `${at("inner")}a record: received 1`],
    [{ inner: { version: 2 } }, `${at("inner.version")}version 1 of a trace graph: received 2`],
    [{ inner: { version: 1 } }, `${at("inner.nodes")}a list`],
    [{ statements: 1 }, `${at("statements")}a list`],
    [{ statements: [1] }, `${at("statements[0]")}a record`],
    [
      { statements: [{ ...statement, line: -1 }] },
      `${at("statements[0].line")}a count: received -1`,
    ],
    [{ statements: [{ ...statement, line: "1" }] }, `${at("statements[0].line")}a count`],
    [{ statements: [{ ...statement, kind: "if" }] }, `${at("statements[0].kind")}one of assign,`],
    [{ statements: [{ ...statement, label: 1 }] }, `${at("statements[0].label")}text`],
    [{ statements: [{ ...statement, value: 1 }] }, `${at("statements[0].value")}text`],
    [{ statements: [{ ...statement, count: 0.5 }] }, `${at("statements[0].count")}a count`],
    [{ console: 1 }, `${at("console")}a list`],
    [{ console: [1] }, `${at("console[0]")}a record`],
    [{ console: [{ level: "log" }] }, `${at("console[0].text")}text`],
    [{ callCounts: [] }, `${at("callCounts")}a record`],
    [{ callCounts: { f: 2 ** 53 } }, `${at("callCounts")}a count: received 9007199254740992`],
    [{ isTruncated: 1 }, `${at("isTruncated")}true or false: received 1`],
    [{ description: true }, `${at("description")}text: received true`],
    [{ name: "w" }, `${at("name")}a name of its own: received "w"`],
  ];
  for (const [fields, message] of wrong) refuses(graphWith(fields), message);
  const named = (name: string) => ({ version: 1, nodes: [{ ...parameter, name }] });
  refuses(named(""), '"nodes[0].name" as the name of a parameter: received ""');
  refuses(named("a:b"), '"nodes[0].name" as the name of a parameter: received "a:b"');
  refuses(undefined, '"graph" as a record: received undefined');
});

Deno.test("parseTraceData() keeps empty names of other nodes than parameters", () => {
  const data = graphWith({ name: "a:b", inputs: [{ name: "", node: 0 }] });
  assertEquals<unknown>(parseTraceData(data), data);
});

Deno.test("parseTraceData() shows at most 80 characters of a wrong text", () => {
  for (const length of [80, 81]) {
    refuses(graphWith({ kind: "x".repeat(length) }), '"nodes[1].kind"');
    const error = assertThrows(() => parseTraceData(graphWith({ kind: "x".repeat(length) })));
    assertEquals((error as Error).message.endsWith(`received "${"x".repeat(80)}"`), true);
  }
});

Deno.test("parseTraceData() takes names of 1,000 and texts of 100,000 characters, or of what its bounds say", () => {
  const taken = (fields: Record<string, unknown>, bounds?: TraceDataBounds) =>
    parseTraceData(graphWith(fields), bounds).nodes.length;
  const text = (length: number) => "x".repeat(length);
  assertEquals(taken({ name: text(1_000), description: text(100_000) }), 2);
  refuses(graphWith({ name: text(1_001) }), '"nodes[1].name" as text of at most 1000 characters');
  refuses(
    graphWith({ description: text(100_001) }),
    '"nodes[1].description" as text of at most 100000 characters: received 100001',
  );
  const bounds = { maxNameLength: 7, maxTextLength: 9 };
  assertEquals(taken({ name: text(7), description: text(9) }, bounds), 2);
  refuses(graphWith({ name: text(8) }), '"nodes[1].name"', bounds);
  refuses(graphWith({ callCounts: { [text(8)]: 1 } }), '"nodes[1].callCounts"', bounds);
  refuses(graphWith({ description: text(10) }), '"nodes[1].description"', bounds);
});

Deno.test("parseTraceData() takes a million nodes, or what its bound says, inner ones included", () => {
  // Lists of holes: only their length is looked at.
  const holes = (length: number) => ({ version: 1, nodes: new Array(length) });
  assertEquals(parseTraceData(holes(1_000_000)).nodes.length, 1_000_000);
  refuses(holes(1_000_001), '"nodes" as an acceptable number of nodes: received 1000001');
  const inner = graphWith({});
  assertEquals(parseTraceData(graphWith({ inner }), { maxNodes: 4 }).nodes.length, 2);
  refuses(graphWith({ inner }), '"nodes[1].inner.nodes"', { maxNodes: 3 });
});

Deno.test("parseTraceData() takes inner graphs that lie 16 deep, and refuses deeper ones", () => {
  const nested = (depth: number): unknown =>
    depth === 0 ? graphWith({}) : graphWith({ inner: nested(depth - 1) });
  const innermost = (data: TraceData): number =>
    data.nodes[1]?.inner === undefined ? 0 : 1 + innermost(data.nodes[1].inner);
  assertEquals(innermost(parseTraceData(nested(16))), 16);
  assertThrows(() => parseTraceData(nested(17)), TypeError, "a graph at most 16 deep");
});

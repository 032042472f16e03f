import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { copyAgent } from "../../../src/trace/agent/copy_module.ts";
import { findParameters } from "../../../src/trace/agent/find_parameters.ts";
import { Module } from "../../../src/trace/agent/module.ts";
import {
  loadParameters,
  ModuleDataError,
  saveParameters,
} from "../../../src/trace/agent/module_data.ts";
import type { StandardSchema } from "../../../src/trace/schema.ts";
import { node, parameter } from "../../../src/trace/node.ts";

const pathsOf = (root: unknown) => [...findParameters(root).keys()];

Deno.test("findParameters() finds the nearest path first, level by level", () => {
  const p = parameter(1);
  const q = parameter(2);
  const root = { deep: { p, q }, p };
  assertEquals(pathsOf(root), ["p", "deep.q"]);
  assertStrictEquals(findParameters(root).get("p"), p);
});

Deno.test("findParameters() quotes keys that are no plain words, and numbers places", () => {
  const [a, b, c, d, e, f] = [1, 2, 3, 4, 5, 6].map((value) => parameter(value));
  const root = {
    list: [a],
    "1": b,
    "a b": c,
    $_x1: d,
    map: new Map<unknown, unknown>([[1, e], ["x-y", f]]),
  };
  assertEquals(pathsOf(root), ['"1"', '"a b"', "$_x1", "list.0", "map.1", 'map."x-y"']);
});

Deno.test("findParameters() looks into nothing but modules, plain records and containers", () => {
  class Other {
    p = parameter(1);
  }
  const hostile = new Proxy({ p: parameter(1) }, {
    has() {
      throw new Error("no");
    },
  });
  const nothing = [new Other(), hostile, null, 3, "text", () => 1, node(1)];
  for (const value of nothing) assertEquals(pathsOf({ value }), []);
  assertEquals(pathsOf(Object.assign(new Other(), { forward: () => 1 })), ["p"]);
  assertEquals(pathsOf(Object.assign(Object.create(null), { p: parameter(1) })), ["p"]);
  assertEquals(pathsOf([parameter(1)]), ["0"]);
});

Deno.test("findParameters() calls a parameter alone by its name", () => {
  assertEquals(pathsOf(parameter(1, { name: "w" })), ["w"]);
  assertEquals(pathsOf(node(1, { name: "x" })), []);
});

/** A module with one value of every kind. */
class Full extends Module {
  p = parameter([1], { name: "p" });
  record = { p: this.p, inner: { list: [1] } };
  bare = Object.assign(Object.create(null), { p: this.p });
  list = [this.p, [2]];
  map = new Map<unknown, unknown>([[this.p, [3]], ["k", this.p]]);
  set = new Set<unknown>([this.p, [4]]);
  date = new Date(5);
  other = new URL("https://host/");
  fn = () => 1;
  x = node(1);
  forward() {
    return 1;
  }
}

Deno.test("copyAgent() copies containers of every kind, with parameters of their own or shared", () => {
  for (const kind of ["copied", "shared"] as const) {
    const full = new Full();
    Object.defineProperty(full, "computed", { get: () => 7, enumerable: false });
    const copy = copyAgent(full, { parameters: kind });
    assert(copy instanceof Full);
    const p = copy.p;
    assertEquals(p === full.p, kind === "shared");
    assertEquals(p.data, [1]);
    assert([copy.record.p, copy.bare.p, copy.list[0], copy.map.get("k")].every((one) => one === p));
    assert(copy.map.has(p) && copy.set.has(p));
    const pairs: [unknown, unknown][] = [
      [copy.record, full.record],
      [copy.record.inner.list, full.record.inner.list],
      [copy.bare, full.bare],
      [copy.list, full.list],
      [copy.list[1], full.list[1]],
      [copy.map, full.map],
      [copy.map.get(p), full.map.get(full.p)],
      [copy.set, full.set],
      [[...copy.set][1], [...full.set][1]],
      [copy.date, full.date],
    ];
    for (const [mine, theirs] of pairs) assert(mine !== theirs, Deno.inspect(theirs));
    assertEquals([copy.list[1], copy.map.get(p), [...copy.set][1]], [[2], [3], [4]]);
    assertEquals([copy.map.size, copy.set.size, copy.date.getTime()], [2, 2, 5]);
    assertEquals(Object.getPrototypeOf(copy.bare), null);
    assert(copy.other === full.other && copy.fn === full.fn && copy.x === full.x);
    assertEquals(Object.getOwnPropertyDescriptor(copy, "computed")?.enumerable, false);
    assertEquals(Reflect.get(copy, "computed"), 7);
  }
  assertEquals(
    [copyAgent(null, { parameters: "copied" }), copyAgent(3, { parameters: "copied" })],
    [
      null,
      3,
    ],
  );
});

const exact = (json: unknown) => ({ kind: "exact", type: "x", json } as const);
const dataOf = (parameters: Record<string, unknown>) => ({
  format: "opto.module",
  version: 1,
  parameters,
});

/** The message with which data is refused for the parameters `a` and `b`. */
function refusal(data: unknown, options: { isPartial?: boolean } = {}): string {
  const [a, b] = [parameter<unknown>(1), parameter<unknown>(2)];
  const parameters = new Map([["a", a], ["b", b]]);
  const error = assertThrows(() => loadParameters(parameters, data, options), ModuleDataError);
  assertEquals([a.data, b.data, error.code], [1, 2, "module-data"]);
  return error.message.replace("Cannot load the data as this module's: received ", "");
}

Deno.test("loadParameters() says what is wrong with the data", () => {
  const [a, b] = [exact(1), exact(2)];
  const wrong: [unknown, string][] = [
    [null, "no saved module"],
    [[], "no saved module"],
    ["text", "no saved module"],
    [{ ...dataOf({ a, b }), format: "other" }, "no saved module"],
    [{ ...dataOf({ a, b }), version: 2 }, "version 2"],
    [{ ...dataOf({ a, b }), version: "x".repeat(38) }, `version "${"x".repeat(38)}"`],
    [{ ...dataOf({ a, b }), version: "x".repeat(39) }, `version "${"x".repeat(38)}…`],
    [{ ...dataOf({}), parameters: [] }, "no parameters"],
    [dataOf({ a, b: null }), '"b" without a value'],
    [dataOf({ a, b: { kind: "preview" } }), '"b" without a value'],
    [dataOf({ a }), 'missing "b"'],
    [dataOf({}), 'missing "a", "b"'],
    [dataOf({ a, b, c: a, d: a }), 'extra "c", "d"'],
    [dataOf({ a, c: a }), 'missing "b"; extra "c"'],
  ];
  for (const [data, message] of wrong) assertEquals(refusal(data), message);
  const broken = refusal(dataOf({ a, b: exact({ $: "what" }) }));
  assert(broken.startsWith('"b" with Cannot read JSON as a value'), broken);
});

Deno.test("loadParameters() takes partial data when it is asked to, and compiles patterns", () => {
  const [a, b] = [parameter<unknown>(1), parameter<unknown>(2)];
  const parameters = new Map([["a", a], ["b", b]]);
  const pattern = exact({ $: "regexp", source: "a+", flags: "g" });
  loadParameters(parameters, dataOf({ b: pattern, c: exact(3) }), { isPartial: true });
  assertEquals([a.data, b.data], [1, /a+/g]);
  assertThrows(() => loadParameters(parameters, dataOf({ b: pattern }), { isPartial: false }));
});

Deno.test("saveParameters() shows 80 characters of a value that has no exact form", () => {
  class Text {
    constructor(readonly text: string) {}
  }
  const shown = (length: number) => {
    const value = new Text("x".repeat(length - 'Text {text: ""}'.length));
    const parameters = new Map([["p", parameter<unknown>(value)]]);
    const { message } = assertThrows(() => saveParameters(parameters), TypeError);
    return message.replace('Cannot save "p" as data: received ', "");
  };
  assertEquals([shown(80).length, shown(80).at(-1)], [80, "}"]);
  assertEquals([shown(81).length, shown(81).at(-1)], [80, "…"]);
});

Deno.test("loadParameters() sets the value that a projection made of it", () => {
  const schema: StandardSchema<number> = {
    "~standard": { version: 1, vendor: "test", validate: (value) => ({ value: Number(value) }) },
  };
  const p = parameter<number>(1, { schema, projections: [(x) => Math.min(x, 5)] });
  loadParameters(new Map([["p", p]]), dataOf({ p: exact(9) }));
  assertEquals(p.data, 5);
});

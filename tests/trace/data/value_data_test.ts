import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { RegExpData } from "../../../sandbox/value/reg_exp_data.ts";
import { ValuePreview } from "../../../sandbox/value/value_preview.ts";
import { decodeValue, encodeValue, printValueData } from "../../../src/trace/data/value_data.ts";

/** Through JSON text and back, as a report would go. */
function roundTrip(value: unknown): unknown {
  const data = encodeValue(value);
  assertEquals(data.kind, "exact");
  return decodeValue(JSON.parse(JSON.stringify(data)));
}

const exact = (json: unknown) => ({ kind: "exact", type: "record", json } as const);

Deno.test("encodeValue() leaves plain data as it is", () => {
  const value = { board: [[".", "x"], [null, true]], size: 2.5 };
  assertEquals(encodeValue(value), exact(value));
});

Deno.test("encodeValue() and decodeValue() preserve values that JSON lacks", () => {
  const hollow = [1, , 3]; // deno-lint-ignore no-sparse-arrays
  const values: unknown[] = [
    [NaN, Infinity, -Infinity, undefined, null],
    [12345678901234567890n, -1n],
    new Map<unknown, unknown>([["a", 1], [{ key: 1 }, new Set([NaN])]]),
    new Date(1e12),
    new Date(NaN),
    new RegExpData("a+", "gi"),
    new Float64Array([1, NaN, -0]),
    new Uint8Array([1, 2, 255]),
    new BigInt64Array([-1n]),
    new Uint8Array([1, 2]).buffer,
    hollow,
    { $: "ref", to: 0 },
    Symbol.for("known"),
    "\ud800 lone surrogate",
  ];
  for (const value of values) assertEquals(roundTrip(value), value);
  assert(Object.is(roundTrip(-0), -0));
  assert(!(1 in (roundTrip(hollow) as unknown[])));
  assertEquals(Object.getPrototypeOf(roundTrip(Object.create(null))), null);
});

Deno.test("encodeValue() keeps shared and cyclic references", () => {
  const shared = { n: 1 };
  const value: Record<string, unknown> = { a: shared, b: shared, map: new Map() };
  value.self = value;
  (value.map as Map<unknown, unknown>).set("up", value);
  const copy = roundTrip(value) as typeof value;
  assertStrictEquals(copy.a, copy.b);
  assertStrictEquals(copy.self, copy);
  assertStrictEquals((copy.map as Map<unknown, unknown>).get("up"), copy);
});

Deno.test("encodeValue() writes a structure of shared parts in linear size", () => {
  let value: unknown = "leaf";
  for (let i = 0; i < 60; i++) value = [value, value];
  assert(JSON.stringify(encodeValue(value)).length < 3000);
});

Deno.test("encodeValue() keeps built-in errors without their stack", () => {
  const error = new TypeError("wrong", { cause: new RangeError("far") });
  Object.assign(error, { status: 404 });
  const copy = roundTrip(error) as TypeError & { status: number };
  assert(copy instanceof TypeError);
  assertEquals([copy.message, copy.status], ["wrong", 404]);
  assert(copy.cause instanceof RangeError);
  assert(!JSON.stringify(encodeValue(error)).includes("value_data_test"));
});

Deno.test("encodeValue() previews values without an exact form, and never calls a getter", () => {
  class Point {
    x = 1;
  }
  let calls = 0;
  const withGetter = {
    get danger() {
      return calls++;
    },
  };
  const hostile = new Proxy({}, {
    getPrototypeOf() {
      throw new Error("no");
    },
    ownKeys() {
      throw new Error("no");
    },
  });
  for (
    const value of [
      new Point(),
      () => 1,
      Symbol("own"),
      new WeakMap(),
      hostile,
      new Point().constructor,
    ]
  ) {
    assertEquals(encodeValue(value).kind, "preview");
    assertEquals(encodeValue({ deep: [value] }).kind, "preview");
  }
  assertEquals(encodeValue(Object.assign([1], { name: "x" })).kind, "preview");
  writeOnly(withGetter);
  assertEquals(calls, 0);
});

/** Exact encoding must decide without running the value's code. */
function writeOnly(value: object): void {
  const descriptor = Object.getOwnPropertyDescriptor(value, "danger");
  Object.defineProperty(value, "danger", { ...descriptor, enumerable: false });
  assertEquals(encodeValue(value).kind, "preview");
}

Deno.test("encodeValue() previews values over the limit, in bounded length", () => {
  const huge = "x".repeat(10_000_000);
  for (
    const value of [huge, [huge], { huge }, new Uint8Array(1_000_000), new Array(100_000).fill(0)]
  ) {
    const data = encodeValue(value, 1000);
    assert(data.kind === "preview" && data.text.length <= 1000, data.kind);
  }
  let deep: unknown = 0;
  for (let i = 0; i < 100_000; i++) deep = [deep];
  const data = encodeValue(deep);
  assert(data.kind === "preview" && data.text.length <= 2000);
  assertEquals(encodeValue(2n ** 100_000n).kind, "preview");
});

Deno.test("decodeValue() of a preview is a ValuePreview, which encodes as itself", () => {
  const data = encodeValue(() => 1);
  const value = decodeValue(data);
  assert(value instanceof ValuePreview);
  assertEquals(encodeValue(value), data);
});

Deno.test("decodeValue() makes data of hostile JSON or refuses it, and pollutes nothing", () => {
  const value = decodeValue(
    exact(JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}')),
  );
  assertEquals(Object.getPrototypeOf(value), Object.prototype);
  assertEquals((value as { polluted?: boolean }).polluted, undefined);
  let deep: unknown = 0;
  for (let i = 0; i < 10_000; i++) deep = [deep];
  assertThrows(() => decodeValue(exact(deep)), TypeError, "levels");
  const hostile: unknown[] = [
    { $: "function", source: "alert(1)" },
    { $: "__proto__" },
    { $: "constructor" },
    { $: 1 },
    { $: "ref", to: 5 },
    { $: "ref", to: "length" },
    { $: "number", text: "1" },
    { $: "bigint", text: "1".repeat(1_000_000) },
    { $: "bigint", text: "0x10" },
    { $: "bytes", type: "Function", base64: "" },
    { $: "bytes", type: "Float64Array", base64: "AA==" },
    { $: "bytes", type: "Uint8Array", base64: "%" },
    { $: "map", entries: [1] },
    { $: "record", fields: [] },
    { $: "bare", fields: 1 },
    { $: "hole" },
    { $: "error", type: "TypeError" },
    { $: "regexp", source: 1, flags: "" },
    { $: "date", time: "now" },
    undefined,
    NaN,
  ];
  for (const json of hostile) assertThrows(() => decodeValue(exact(json)), TypeError);
});

Deno.test("decodeValue() compiles no pattern, and leaves the data as it was", () => {
  const data = encodeValue({ pattern: /a+/gi });
  const text = JSON.stringify(data);
  const { pattern } = decodeValue(data) as { pattern: RegExpData };
  assert(pattern instanceof RegExpData);
  assertEquals(printValueData(data), "{pattern: /a+/gi}");
  assertEquals(JSON.stringify(encodeValue({ pattern })), text);
  assertEquals(JSON.stringify(data), text);
  assert(decodeValue(exact({ $: "regexp", source: "(", flags: "z" })) instanceof RegExpData);
});

Deno.test("encodeValue() preserves a sandbox's error with an own name", () => {
  const error = new Error("far");
  Object.defineProperty(error, "name", { value: "Mine", writable: true, configurable: true });
  const copy = roundTrip({ error }) as { error: Error };
  assertEquals([copy.error.name, copy.error.message], ["Mine", "far"]);
  class Own extends TypeError {}
  assertEquals(encodeValue(new Own("x")).kind, "preview");
});

Deno.test("encodeValue() and decodeValue() keep every value that fast-check can think of", () => {
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
    withNullPrototype: true,
    withUnicodeString: true,
    maxDepth: 4,
  } as fc.ObjectConstraints); // an option more than an older version has does no harm
  fc.assert(
    fc.property(anything, (value) => {
      const data = encodeValue(value);
      const text = JSON.stringify(data);
      const copy = decodeValue(JSON.parse(text));
      assertEquals(copy, value);
      assertEquals(JSON.stringify(encodeValue(copy)), text);
    }),
    { numRuns: 2_000, seed: 6 },
  );
});

Deno.test("printValueData() prints as TypeScript and cuts long values", () => {
  assertEquals(printValueData(encodeValue({ a: [1, -0], b: "x" })), '{a: [1, -0], b: "x"}');
  const text = printValueData(encodeValue("x".repeat(1000)), 20);
  assert(text.length <= 21 && text.endsWith("…"), text);
  assertEquals(printValueData({ kind: "preview", type: "string", text: "abcdef" }, 4), "abc…");
});

Deno.test("encodeValue() keeps a value exact up to its limit, counted in characters of JSON", () => {
  const kinds = (value: unknown, length: number) =>
    [length, length - 1].map((limit) => encodeValue(value, limit).kind);
  const values = ["x".repeat(50), "\n".repeat(50), [1, 2, 3], ["a", [null]]];
  for (const value of values) {
    assertEquals(kinds(value, JSON.stringify(value).length), ["exact", "preview"]);
  }
});

Deno.test("encodeValue() previews 2,000 characters, or as many as its limit", () => {
  class Text {
    constructor(readonly text: string) {}
  }
  const around = 'Text {text: ""}'.length;
  const preview = (length: number, limit?: number) => {
    const data = encodeValue(new Text("x".repeat(length - around)), limit);
    assert(data.kind === "preview" && data.type === "Text");
    return [data.text.length, data.text.at(-1)];
  };
  assertEquals(preview(2_000), [2_000, "}"]);
  assertEquals(preview(2_001), [2_000, "…"]);
  assertEquals(preview(60, 60), [60, "}"]);
  assertEquals(preview(61, 60), [60, "…"]);
  assertEquals(preview(3_000, 2_500), [2_000, "…"]);
  const none = encodeValue(new Text(""), 0);
  assert(none.kind === "preview" && none.text === "…");
});

Deno.test("printValueData() prints 2,000 characters by default", () => {
  const exactly = encodeValue("x".repeat(1_998));
  const longer = encodeValue("x".repeat(1_999));
  assertEquals([printValueData(exactly).length, printValueData(exactly).at(-1)], [2_000, '"']);
  assertEquals([printValueData(longer).length, printValueData(longer).at(-1)], [2_000, "…"]);
  const preview = { kind: "preview", type: "string", text: "x".repeat(2_001) } as const;
  assertEquals(printValueData(preview), `${"x".repeat(1_999)}…`);
  assertEquals(printValueData({ ...preview, text: "abcd" }, 4), "abcd");
});

Deno.test("encodeValue() and decodeValue() take a hundred levels, and no more", () => {
  const wraps: ((inner: unknown) => unknown)[] = [
    (inner) => [inner],
    (inner) => ({ inner }),
    (inner) => new Map([["inner", inner]]),
    (inner) => new Set([inner]),
    (inner) => Object.assign(Object.create(null), { inner }),
  ];
  for (const wrap of wraps) {
    let value: unknown = 1;
    for (let level = 0; level < 100; level++) value = wrap(value);
    assertEquals(roundTrip(value), value);
    assertEquals(encodeValue(wrap(value)).kind, "preview");
  }
});

Deno.test("decodeValue() changes no JSON, frozen or not", () => {
  const json = Object.freeze({
    a: Object.freeze([1, Object.freeze({ $: "number", text: "NaN" })]),
  });
  assertEquals(decodeValue(exact(json)), { a: [1, NaN] });
});

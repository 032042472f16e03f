import { assert, assertEquals } from "@std/assert";
import { node } from "../../src/trace/node.ts";
import { printValue } from "../../src/trace/print_value.ts";
import { RegExpData } from "../../sandbox/value/reg_exp_data.ts";
import { ValuePreview } from "../../sandbox/value/value_preview.ts";

Deno.test("printValue() shows literals as in TypeScript", () => {
  const cases: [unknown, string][] = [
    [NaN, "NaN"],
    [-0, "-0"],
    [10n, "10n"],
    ["a\n", '"a\\n"'],
    [undefined, "undefined"],
    [Symbol("s"), "Symbol(s)"],
    [[1, [2]], "[1, [2]]"],
    [{ a: 1, "b c": "x" }, '{a: 1, "b c": "x"}'],
    [new Map([["k", 1]]), 'Map {"k" => 1}'],
    [new Set([1]), "Set {1}"],
    [Uint8Array.of(1, 2), "Uint8Array [1, 2]"],
    [new TypeError("bad"), "TypeError: bad"],
    [/a+/g, "/a+/g"],
    [function named() {}, "[function named]"],
    [
      new (class Point {
        x = 1;
      })(),
      "Point {x: 1}",
    ],
    [Object.create(null), "{}"],
  ];
  for (const [value, text] of cases) assertEquals(printValue(value), text);
});

Deno.test("printValue() never throws and stays within its limit, whatever the value", () => {
  const cyclic: Record<string, unknown> = { name: "c" };
  cyclic["self"] = cyclic;
  let deep: unknown = 1;
  for (let i = 0; i < 10_000; i++) deep = [deep];
  const hostile = [
    new Proxy({}, {
      ownKeys: () => {
        throw new Error("no");
      },
    }), // deno-fmt-ignore
    new Proxy([], { get: () => { throw new Error("no"); } }), // deno-fmt-ignore
    { get a() { throw new Error("no"); } }, // deno-fmt-ignore
    Object.defineProperty(new Error("x"), "message", { get: () => { throw 1; } }), // deno-fmt-ignore
    Object.defineProperty(new Date(), "getTime", { value: 3 }),
    {
      toString: () => {
        throw new Error("no");
      },
    }, // deno-fmt-ignore
  ];
  const values = [
    cyclic,
    deep,
    "x".repeat(10_000_000),
    new Array(1_000_000).fill(7),
    7n ** 100_000n,
    ...hostile,
  ];
  for (const value of values) {
    const text = printValue(value, 100);
    assert(text.length > 0 && text.length <= 100, text);
    assertEquals(typeof node(value).baseName, "string");
  }
  assertEquals(printValue(cyclic), '{name: "c", self: [circular]}');
});

Deno.test("printValue() costs as much as its output, whatever the size of the value", () => {
  let reads = 0;
  const counted = Array.from({ length: 100_000 }, () => ({
    get x() {
      reads++;
      return 1;
    },
  }));
  printValue(counted, 60);
  assert(reads < 100, `${reads} getters were read`);
});

const lengthOf = (value: unknown, limit?: number) => printValue(value, limit).length;

Deno.test("printValue() cuts at its limit, 2,000 characters by default, and marks the cut", () => {
  assertEquals(printValue("x".repeat(8), 10), `"${"x".repeat(8)}"`);
  assertEquals(printValue("x".repeat(9), 10), `"${"x".repeat(8)}…`);
  assertEquals([lengthOf("x".repeat(1_998)), lengthOf("x".repeat(1_999))], [2_000, 2_000]);
  assertEquals(printValue("x".repeat(1_998)).endsWith('"'), true);
  assertEquals(printValue("x".repeat(1_999)).endsWith("…"), true);
  assertEquals(printValue([1, 2, 3, 4], 6), "[1, 2…");
  assertEquals([printValue(12, 1), printValue(12, 0), printValue(1, -3)], ["…", "…", "1"]);
});

Deno.test("printValue() shows 50 levels, and no more", () => {
  const nested = (levels: number): unknown => levels === 0 ? 7 : [nested(levels - 1)];
  assertEquals(printValue(nested(50)), `${"[".repeat(50)}7${"]".repeat(50)}`);
  assertEquals(printValue(nested(51)), `${"[".repeat(50)}…${"]".repeat(50)}`);
});

Deno.test("printValue() shows bigints of up to 4,096 bits by their decimal digits", () => {
  const largest = 2n ** 4095n - 1n;
  const least = -(2n ** 4095n);
  assertEquals([printValue(largest), printValue(least)], [`${largest}n`, `${least}n`]);
  const text = printValue(largest + 1n);
  assertEquals([text.slice(0, 5), text.slice(-3)], ["0x800", "0…n"]);
  assertEquals(text.length, 2 + 1_024 + 2);
});

Deno.test("printValue() shows the first hundred characters of a function's name, when it can be read", () => {
  const called = (name: unknown) => Object.defineProperty(() => 1, "name", { value: name });
  assertEquals(printValue(called("f".repeat(100))), `[function ${"f".repeat(100)}]`);
  assertEquals(printValue(called("f".repeat(101))), `[function ${"f".repeat(100)}]`);
  assertEquals(printValue(called("")), "[function without a name]");
  assertEquals(printValue(called(3)), "[function without a name]");
  const hostile = Object.defineProperty(() => 1, "name", {
    get() {
      throw new Error("no");
    },
  });
  assertEquals(printValue(hostile), "[function]");
});

Deno.test("printValue() shows errors by name and message, as far as they can be read", () => {
  const unreadable = (key: string) =>
    Object.defineProperty(new Error("x"), key, {
      get() {
        throw new Error("no");
      },
    });
  const texts = [
    new RangeError(""),
    Object.assign(new Error("m"), { name: "" }),
    Object.assign(new Error("m"), { name: 3 }),
    Object.assign(new Error("m"), { message: {} }),
    unreadable("name"),
    unreadable("message"),
  ].map((error) => printValue(error));
  assertEquals(texts, ["RangeError", "Error: m", "Error: m", "Error", "Error: x", "Error"]);
});

Deno.test("printValue() shows containers of every kind, their own keys only", () => {
  class Empty {}
  const inherited: object = Object.create({ above: 1 }, {
    own: { value: 2, enumerable: true },
    hidden: { value: 3 },
  });
  const shared = [1];
  const values: [unknown, string][] = [
    [new Map<unknown, unknown>([["a", 1], [[2], { b: 3 }]]), 'Map {"a" => 1, [2] => {b: 3}}'],
    [new Set(["a", 2]), 'Set {"a", 2}'],
    [new Float64Array([0.5, -0]), "Float64Array [0.5, -0]"],
    [new DataView(new ArrayBuffer(1)), "DataView {}"],
    [new Date(5), "Date(5)"],
    [new RegExpData("a", "g"), "/a/g"],
    [new ValuePreview("Point", "Point {…}"), "Point {…}"],
    [new Empty(), "Empty {}"],
    [inherited, "{own: 2}"],
    [{ $a1: 1, "1a": 2, "": 3 }, '{$a1: 1, "1a": 2, "": 3}'],
    [[shared, shared], "[[1], [1]]"],
    [{
      get no() {
        throw new Error("no");
      },
      yes: 1,
    }, "{no: [getter that throws], yes: 1}"], // deno-fmt-ignore
    [new Proxy({}, { getPrototypeOf: () => { throw new Error("no"); } }), "[object that cannot be read]"], // deno-fmt-ignore
    [null, "null"],
    [[null, undefined, true], "[null, undefined, true]"],
  ];
  for (const [value, text] of values) assertEquals(printValue(value), text);
});

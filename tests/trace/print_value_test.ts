import { assert, assertEquals } from "@std/assert";
import { node } from "../../src/trace/node.ts";
import { printValue } from "../../src/trace/print_value.ts";

Deno.test("printValue() shows literals as in TypeScript", () => { // case 28
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

Deno.test("printValue() never throws and stays within its limit, whatever the value", () => { // cases 28, 74
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

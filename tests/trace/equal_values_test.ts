import { assertEquals } from "@std/assert";
import { RegExpData } from "../../sandbox/value/reg_exp_data.ts";
import { equalValues } from "../../src/trace/equal_values.ts";

/** Compares both ways round. */
function areEqual(x: unknown, y: unknown): boolean {
  const [forwards, backwards] = [equalValues(x, y), equalValues(y, x)];
  assertEquals(forwards, backwards);
  return forwards;
}

function test(name: string, equal: [unknown, unknown][], different: [unknown, unknown][]): void {
  Deno.test(`equalValues() compares ${name}`, () => {
    for (const [x, y] of equal) assertEquals(areEqual(x, y), true, Deno.inspect([x, y]));
    for (const [x, y] of different) assertEquals(areEqual(x, y), false, Deno.inspect([x, y]));
  });
}

test("primitives as themselves, NaN as equal and zeros as equal", [
  [1, 1],
  [NaN, NaN],
  [0, -0],
  [null, null],
], [
  [null, {}],
  [undefined, {}],
  ["a", {}],
  [1, true],
  [1n, 1],
]);

test("records and lists by their own fields", [
  [{ a: 1, b: 2 }, { b: 2, a: 1 }],
  [[1, [2]], [1, [2]]],
  [new Array(2), new Array(2)],
], [
  [{ a: 1 }, { b: 1 }],
  [{ a: undefined }, { b: undefined }],
  [{ a: 1 }, { a: 1, b: 2 }],
  [{ a: 1 }, { a: 2 }],
  [[1], [1, 2]],
  [new Array(2), new Array(3)],
  [[], {}],
  [{}, Object.create(null)],
]);

test("maps by key, keys that are objects by content", [
  [new Map([["a", 1], ["b", 2]]), new Map([["b", 2], ["a", 1]])],
  [new Map([[[1], "x"], [[2], "y"]]), new Map([[[2], "y"], [[1], "x"]])],
  [new Map([[null, 1]]), new Map([[null, 1]])],
], [
  [new Map([["a", 1]]), new Map([["a", 2]])],
  [new Map([["a", 1]]), new Map([["a", 1], ["b", 2]])],
  [new Map([["a", undefined]]), new Map([["b", undefined]])],
  [new Map([[[1], "x"]]), new Map([[[1], "y"]])],
  [new Map([[[1], "x"], [[1], "x"]]), new Map([[[1], "x"], [[2], "x"]])],
  [new Map<unknown, unknown>([["a", 1]]), new Map<unknown, unknown>([[["a"], 1]])],
  [new Map(), new Set()],
]);

test("sets by member, each paired once", [
  [new Set([1, "a"]), new Set(["a", 1])],
  [new Set([[1], [2]]), new Set([[2], [1]])],
  [new Set([null, [1]]), new Set([[1], null])],
], [
  [new Set([1]), new Set([1, 2])],
  [new Set([1, 2]), new Set([1, 3])],
  [new Set([[1], [1]]), new Set([[1], [2]])],
  [new Set([null]), new Set([undefined])],
  [new Set<unknown>([1]), new Set<unknown>([[1]])],
]);

test("errors by name, message and cause", [
  [new TypeError("x"), new TypeError("x")],
  [new Error("x", { cause: [1] }), new Error("x", { cause: [1] })],
], [
  [new TypeError("x"), new RangeError("x")],
  [new Error("x"), new Error("y")],
  [new Error("x", { cause: 1 }), new Error("x", { cause: 2 })],
  [new Error("x"), {}],
  [new Error("x"), { name: "Error", message: "x" }],
]);

test("patterns by source and flags, also those that are data", [
  [/a/g, /a/g],
  [/a/g, new RegExpData("a", "g")],
], [
  [/a/g, /a/i],
  [/a/, /b/],
  [/a/, {}],
]);

test("dates by their time", [
  [new Date(1), new Date(1)],
  [new Date(NaN), new Date(NaN)],
], [
  [new Date(1), new Date(2)],
  [new Date(1), {}],
]);

test("buffers and typed arrays of one type by their elements", [
  [Uint8Array.of(1, 2), Uint8Array.of(1, 2)],
  [Float64Array.of(NaN, 0), Float64Array.of(NaN, -0)],
  [Uint8Array.of(1, 2).buffer, Uint8Array.of(1, 2).buffer],
  [new DataView(Uint8Array.of(1, 2).buffer), new DataView(Uint8Array.of(1, 2).buffer)],
  [new DataView(Uint8Array.of(9, 2).buffer, 1), new DataView(Uint8Array.of(2).buffer)],
  [new DataView(Uint8Array.of(2, 9).buffer, 0, 1), new DataView(Uint8Array.of(2).buffer)],
  [new Uint8Array(), new Uint8Array()],
], [
  [Uint8Array.of(1), Int8Array.of(1)],
  [Uint8Array.of(1, 2), Uint8Array.of(1)],
  [Uint8Array.of(1, 2), Uint8Array.of(1, 3)],
  [Uint8Array.of(1, 2), Uint8Array.of(3, 2)],
  [Uint8Array.of(1).buffer, Uint8Array.of(2).buffer],
  [new DataView(Uint8Array.of(1).buffer), new DataView(Uint8Array.of(2).buffer)],
]);

/** A list that holds itself behind some items. */
function cyclic(...items: unknown[]): unknown[] {
  const list = [...items];
  list.push(list);
  return list;
}

test("cycles by where they close", [
  [cyclic(1), cyclic(1)],
  [new Map([["x", cyclic(1)]]), new Map([["x", cyclic(1)]])],
  [new Set([cyclic(1)]), new Set([cyclic(1)])],
  [new Error("x", { cause: cyclic(1) }), new Error("x", { cause: cyclic(1) })],
], [
  [cyclic(1), cyclic(2)],
  [cyclic(1), cyclic(1, 2)],
  [cyclic(), [[1]]],
]);

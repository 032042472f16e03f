import { assert, assertEquals, assertNotStrictEquals, assertStrictEquals } from "@std/assert";
import { copyValue } from "../../src/trace/copy_value.ts";
import { equalValues } from "../../src/trace/equal_values.ts";

Deno.test("copyValue() copies plain data of any shape and shares the rest", () => {
  class Point {
    x = 1;
  }
  const fn = () => 1;
  const value = {
    list: [1, [2]],
    sparse: [, 1], // deno-lint-ignore no-sparse-arrays
    map: new Map([[{ k: 1 }, new Set([[3]])]]),
    date: new Date(5),
    bytes: Uint8Array.of(1, 2),
    point: new Point(),
    bare: Object.create(null),
    fn,
    ["__proto__"]: 7,
  };
  const copy = copyValue(value);
  assertEquals(copy, value);
  assert(equalValues(copy, value));
  for (const key of ["list", "map", "date", "bytes", "bare"] as const) {
    assertNotStrictEquals(copy[key], value[key]);
  }
  assertStrictEquals(copy.point, value.point);
  assertStrictEquals(copy.fn, fn);
  assertEquals(Object.hasOwn(copy.sparse, 0), false);
});

Deno.test("copyValue() keeps cycles and shared parts", () => {
  const shared = [1];
  const cyclic: Record<string, unknown> = { a: shared, b: shared };
  cyclic["self"] = cyclic;
  const copy = copyValue(cyclic);
  assert(copy["self"] === copy && copy["a"] === copy["b"] && copy["a"] !== shared);
});

Deno.test("equalValues() compares by content, to any depth", () => {
  const cyclic = (): unknown[] => {
    const list: unknown[] = [1];
    list.push(list);
    return list;
  };
  const equal: [unknown, unknown][] = [
    [NaN, NaN],
    [0, -0],
    [{ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }],
    [new Map([["a", [1]]]), new Map([["a", [1]]])],
    [new Set([[1], 2]), new Set([2, [1]])],
    [new Date(1), new Date(1)],
    [Uint8Array.of(1), Uint8Array.of(1)],
    [cyclic(), cyclic()],
    [/a/g, /a/g],
  ];
  for (const [x, y] of equal) assert(equalValues(x, y));
  const different: [unknown, unknown][] = [
    [1, "1"],
    [{ a: 1 }, { a: 1, b: undefined }],
    [[1], { 0: 1 }],
    [new Map([["a", 1]]), new Map([["b", 1]])],
    [new Set([1]), new Set([2])],
    [new Date(1), new Date(2)],
    [/a/, /b/],
    [null, undefined],
    [() => 1, () => 1],
  ];
  for (const [x, y] of different) assert(!equalValues(x, y));
});

Deno.test("copyValue() keeps the holes and the fields of a list", () => {
  const list = Object.assign([1, 2, 3], { note: "x" });
  delete list[1];
  const copy = copyValue(list);
  assertEquals([1 in copy, copy.length, copy.note, Object.keys(copy)], [false, 3, "x", [
    "0",
    "2",
    "note",
  ]]);
});

Deno.test("copyValue() copies lists without containers, and empty ones, each once", () => {
  const mixed = [1, [2]];
  assertNotStrictEquals(copyValue(mixed)[1], mixed[1]);
  const [list, empty] = [[1, "a", null], [] as number[]];
  const copy = copyValue({ list, again: list, empty });
  assertEquals(copy, { list, again: list, empty });
  assertNotStrictEquals(copy.list, list);
  assertNotStrictEquals(copy.empty, empty);
  assertStrictEquals(copy.list, copy.again);
});

Deno.test("copyValue() copies buffers, views, dates, and the keys and values of maps and sets", () => {
  const key = { k: 1 };
  const value = {
    buffer: Uint8Array.of(1, 2).buffer,
    view: new DataView(Uint8Array.of(3).buffer),
    dates: [new Date(5), new Date(NaN)],
    map: new Map([[key, [key]]]),
    set: new Set([[1], [2]]),
  };
  const copy = copyValue(value);
  assert(equalValues(copy, value));
  assertNotStrictEquals(copy.buffer, value.buffer);
  assertNotStrictEquals(copy.view, value.view);
  assertNotStrictEquals(copy.dates[0], value.dates[0]);
  const [[copiedKey, [inner]]] = [...copy.map] as [[unknown, unknown[]]];
  assertNotStrictEquals(copiedKey, key);
  assertStrictEquals(inner, copiedKey);
  assert([...copy.set].every((item) => ![...value.set].includes(item)));
});

Deno.test("copyValue() makes fields that can be changed, of records that are frozen too", () => {
  const copy = copyValue(Object.freeze({ a: 1, b: Object.freeze([1, [2]]) })) as {
    a: number;
    b?: unknown[];
  };
  copy.a = 2;
  copy.b?.push(3);
  delete copy.b;
  assertEquals([copy.a, Object.keys(copy)], [2, ["a"]]);
});

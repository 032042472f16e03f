import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { ExecutionError } from "../../../src/trace/failure/execution_error.ts";
import { node } from "../../../src/trace/node.ts";
import { ops } from "../../../src/trace/operators/ops.ts";

Deno.test("iterating a list gives one traced item each, with the list as an input", () => { // case 6
  const list = node([1, 2, 3]);
  const items = [...list];
  assertEquals(items.map((item) => item.data), [1, 2, 3]);
  for (const item of items) assertStrictEquals(item.inputs[0], list);
});

Deno.test("iterating text goes by code point, sets and typed arrays by item", () => { // case 6
  assertEquals([...node("a😀b")].map((c) => c.data), ["a", "😀", "b"]);
  const set = node(new Set(["x", "y"]));
  const [first] = [...set];
  assertEquals(first?.data, "x");
  assertStrictEquals(first?.inputs[0]?.inputs[0], set);
  const floats = node(Float64Array.of(1.5, 2.5));
  assertEquals([...ops.iterate(floats)].map((item) => item.data), [1.5, 2.5]);
});

Deno.test("iterating the keys of a record has the record as grand-parent", () => { // case 7
  const record = node({ a: 1, b: 2 });
  const keys = [...record.keys()];
  assertEquals(keys.map((key) => key.data), ["a", "b"]);
  assertStrictEquals(keys[0]?.inputs[0]?.inputs[0], record);
  assertEquals([...record.values()].map((value) => value.data), [1, 2]);
});

Deno.test("iterating entries gives pairs of key and value nodes", () => { // case 7
  const seen: unknown[] = [];
  for (const pair of node(new Map([["a", 1], ["b", 2]]))) {
    const [key, value] = pair.unpack();
    seen.push([key.data, value.mul(10).data]);
  }
  assertEquals(seen, [["a", 10], ["b", 20]]);
  const [entry] = [...node({ x: 5 }).entries()];
  assertEquals(entry?.unpack().map((item) => item.data), ["x", 5]);
});

Deno.test("destructuring a node gives traced items", () => { // case 8
  const pair = node([1, 2]);
  const [a, b] = pair;
  assertEquals([a?.data, b?.data], [1, 2]);
  assert(a?.inputs[0] === pair && b?.inputs[1]?.data === 1);
});

Deno.test("iterating a value without items fails with an exception node", () => { // case 8
  for (const value of [null, 3, { a: 1 }, undefined]) {
    const x = node<unknown>(value);
    const error = assertThrows(
      () => [...x as unknown as Iterable<unknown>],
      ExecutionError,
      "Cannot iterate",
    );
    assertStrictEquals(error.node.inputs[0], x);
    assertEquals(error.node.baseName, "exception_iterate");
  }
});

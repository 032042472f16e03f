import { assertEquals, assertStrictEquals } from "@std/assert";
import { EditedValues } from "../../../src/search/space/edited_values.ts";

Deno.test("EditedValues sets fields and items, leaves out what becomes undefined, and keeps the given values", () => {
  const given = { a: [1, { b: 2, c: 3 }], d: { e: 4 }, f: 5 };
  const edited = new EditedValues(given);
  edited.set(["a", 1, "b"], 20);
  edited.set(["a", 1, "c"], undefined);
  edited.set(["a", 7], "beyond the end");
  edited.set(["d", "g", "h"], 6);
  edited.set(["f"], 50);
  assertEquals(edited.values, { a: [1, { b: 20 }], d: { e: 4, g: { h: 6 } }, f: 50 });
  assertEquals(given, { a: [1, { b: 2, c: 3 }], d: { e: 4 }, f: 5 });
});

Deno.test("EditedValues copies a list or a record once, and only where something changes", () => {
  const given = { list: Array.from({ length: 2_000 }, (_, i) => i), other: [1] };
  const edited = new EditedValues(given);
  edited.set(["list", 0], -1);
  const { list } = edited.values;
  for (let at = 1; at < 2_000; at++) edited.set(["list", at], -1);
  assertStrictEquals(edited.values.list, list);
  assertStrictEquals(edited.values.other, given.other);
  const whole = [9];
  edited.set(["list"], whole);
  edited.set(["list", 0], 8);
  assertEquals([edited.values.list, whole], [[8], [9]]);
});

Deno.test("EditedValues takes fields that are named like members of all objects", () => {
  const edited = new EditedValues({});
  edited.set(["__proto__", "x"], 1);
  edited.set(["constructor"], 2);
  assertEquals(Object.keys(edited.values), ["__proto__", "constructor"]);
  assertEquals(Object.getPrototypeOf(edited.values), Object.prototype);
});

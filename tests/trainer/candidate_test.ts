import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { TaskError } from "../../src/errors.ts";
import { candidateOf, decodeValues, encodeValues } from "../../src/trainer/candidate.ts";

Deno.test("candidateOf() gives equal values equal ids, whatever the order of keys", () => {
  const a = candidateOf({ x: 1, y: { p: [1, 2], q: "ü" } });
  const b = candidateOf({ y: { q: "ü", p: [1, 2] }, x: 1 });
  assertEquals(a.id, b.id);
});

Deno.test("candidateOf() gives different ids to values that JSON does not distinguish", () => {
  const values = [null, undefined, NaN, Infinity, 0, -0, "0", 0n, [], {}, new Map(), new Set()];
  const ids = values.map((x) => candidateOf({ x }).id);
  assertEquals(new Set(ids).size, values.length);
  assertNotEquals(candidateOf({ x: 1 }).id, candidateOf({ y: 1 }).id);
});

Deno.test("candidateOf() refuses a value that cannot be written down", () => {
  assertThrows(() => candidateOf({ f: () => 1 }), TaskError, '"f"');
});

Deno.test("decodeValues() gives back what encodeValues() wrote, through JSON", () => {
  const values = { a: [1, -0, NaN], b: new Map([["k", 1n]]), c: "text", d: undefined };
  assertEquals(decodeValues(JSON.parse(JSON.stringify(encodeValues(values)))), values);
});

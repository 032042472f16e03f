import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { TaskError } from "../../src/errors.ts";
import { candidateOf, decodeValues, encodeValues } from "../../src/trainer/candidate.ts";

Deno.test("candidateOf() gives equal values equal ids, whatever the order of keys", () => {
  const a = candidateOf({ x: 1, y: { p: [1, 2], q: "ü" } });
  const b = candidateOf({ y: { q: "ü", p: [1, 2] }, x: 1 });
  assertEquals(a.id, b.id);
});

Deno.test("candidateOf() distinguishes values that JSON does not", () => {
  const values = [null, undefined, NaN, Infinity, 0, -0, "0", 0n, [], {}, new Map(), new Set()];
  const ids = values.map((x) => candidateOf({ x }).id);
  assertEquals(new Set(ids).size, values.length);
  assertNotEquals(candidateOf({ x: 1 }).id, candidateOf({ y: 1 }).id);
});

Deno.test("candidateOf() refuses a value that cannot be written down", () => {
  assertThrows(() => candidateOf({ f: () => 1 }), TaskError, '"f"');
});

Deno.test("decodeValues() is the inverse of encodeValues(), through JSON", () => {
  const values = { a: [1, -0, NaN], b: new Map([["k", 1n]]), c: "text", d: undefined };
  assertEquals(decodeValues(JSON.parse(JSON.stringify(encodeValues(values)))), values);
});

Deno.test("candidateOf() gives equal values equal ids, whether their parts are shared or not", () => {
  const part = { n: [1] };
  const ids = [
    { a: part, b: [part, part.n] },
    { b: [part, part.n], a: part },
    { a: { n: [1] }, b: [{ n: [1] }, [1]] },
  ].map((values) => candidateOf(values).id);
  assertEquals(new Set(ids).size, 1);
  assertNotEquals(candidateOf({ a: { n: [1] }, b: { $: "ref", to: 1 } }).id, ids[0]);
});

Deno.test("candidateOf() refuses a value that contains itself", () => {
  const cyclic: unknown[] = [];
  cyclic.push(cyclic);
  assertThrows(() => candidateOf({ cyclic }), TaskError, "it contains itself");
});

import { assertEquals, assertMatch } from "@std/assert";
import { canonicalJson, contentHash } from "../../src/trainer/canonical_json.ts";

Deno.test("canonicalJson() sorts keys at every depth, and keeps the order of lists", () => {
  const data = { b: [{ d: 1, c: null }, "x"], a: { f: true, e: 2 } };
  assertEquals(canonicalJson(data), '{"a":{"e":2,"f":true},"b":[{"c":null,"d":1},"x"]}');
  assertEquals(canonicalJson([3, 1, 2]), "[3,1,2]");
});

Deno.test("contentHash() is the beginning of the SHA-256 of the text, 12 digits by default", () => {
  const whole = contentHash({ a: 1 }, 64);
  assertMatch(whole, /^[0-9a-f]{64}$/);
  assertEquals(contentHash({ a: 1 }), whole.slice(0, 12));
  assertEquals(contentHash({ a: 1 }, 3), whole.slice(0, 3));
});

Deno.test("canonicalJson() of one record is its JSON with sorted keys, whole numbers first as in any record", () => {
  for (
    const data of [
      { a: 1, b: [0.1, -2e-8, "{"] },
      { b: 1, a: "x" },
      { 10: 1, 9: 2, a: 3 },
      { a: 1, B: 2 },
      { "1a": 1, 1: 2 },
      { "": 1, a: 2 },
    ]
  ) {
    const sorted = Object.fromEntries(Object.entries(data).sort(([a], [b]) => a < b ? -1 : 1));
    assertEquals(canonicalJson(data), JSON.stringify(sorted));
  }
  assertEquals(canonicalJson({ a: -0 }), '{"a":{"$":"number","text":"-0"}}');
});

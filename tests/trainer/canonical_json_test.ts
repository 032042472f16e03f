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

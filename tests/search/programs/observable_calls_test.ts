import { assertEquals } from "@std/assert";
import { observableCalls } from "../../../src/search/programs/observable_calls.ts";

Deno.test("observableCalls() keeps numbers, lengths and numbers of records, in a form that can be sent", () => {
  const job = { size: 3, name: "one", next: { size: 4 }, weight: NaN };
  const calls = [[1, [5, 6], job, "text"], [7n, new Map(), null, Infinity]];
  const kept = observableCalls(calls);
  assertEquals(kept, [[1, { length: 2 }, { size: 3 }, null], [null, {}, null, null]]);
  assertEquals(JSON.parse(JSON.stringify(kept)), kept);
  const wide = Object.fromEntries(Array.from({ length: 500 }, (_, place) => [`n${place}`, place]));
  assertEquals(Object.keys(Object(observableCalls([[wide]])[0]?.[0])).length, 64);
});

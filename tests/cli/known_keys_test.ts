import { assertEquals } from "@std/assert";
import { unknownKey } from "../../src/known_keys.ts";

Deno.test("unknownKey() names the first unknown member with the nearest known one", () => {
  assertEquals(unknownKey({ steps: 1 }, ["steps"]), undefined);
  assertEquals(unknownKey({}, []), undefined);
  assertEquals(unknownKey({ steps: 1, stepz: 2 }, ["steps"]), `"stepz" (did you mean "steps"?)`);
  assertEquals(unknownKey({ xyz: 1 }, ["a", "b"]), `"xyz" (known are a, b)`);
  assertEquals(unknownKey({ toString: 1 }, ["steps"]), `"toString" (known are steps)`);
});

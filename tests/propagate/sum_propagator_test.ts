import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { addFeedback } from "../../src/propagate/sum_propagator.ts";

Deno.test("addFeedback() adds scores and metrics by name and joins texts, repeated ones too", () => {
  const pieces = [
    { score: 1, feedback: "a", metrics: { cost: 2 } },
    { feedback: "a" },
    { score: 3, metrics: { cost: 5, seconds: 7 } },
  ];
  assertEquals(addFeedback(pieces), {
    score: 4,
    feedback: "a\na",
    metrics: { cost: 7, seconds: 7 },
  });
  assertEquals(Object.keys(addFeedback([{}, {}])), []);
  assertEquals(addFeedback([]), {});
  assertStrictEquals(addFeedback(pieces.slice(0, 1)), pieces[0]);
});

Deno.test("addFeedback() joins texts of a million characters and refuses one more", () => {
  const half = { feedback: "x".repeat(500_000) };
  assertEquals(addFeedback([half, half]).feedback?.length, 1_000_001); // with the line break
  assertThrows(
    () => addFeedback([half, half, { feedback: "y" }]),
    RangeError,
    "received 1000001 characters on all paths together, more than 1000000",
  );
});

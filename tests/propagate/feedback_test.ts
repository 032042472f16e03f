import { assert, assertEquals, assertNotStrictEquals, assertThrows } from "@std/assert";
import { mergeFeedback, toFeedback } from "../../src/propagate/feedback.ts";
import { addFeedback } from "../../src/propagate/sum_propagator.ts";
import type { Feedback } from "../../src/trace/feedback.ts";

Deno.test("toFeedback() reads words, a score or a record", () => {
  assertEquals(toFeedback("larger"), { text: "larger" });
  assertEquals(toFeedback(0), { score: 0 });
  assertEquals(toFeedback(-Infinity), { score: -Infinity });
  const full: Feedback = { score: 0.5, text: "slow", metrics: { seconds: 2 } };
  const read = toFeedback(full);
  assertEquals(read, full);
  assertNotStrictEquals(read.metrics, full.metrics);
  assertEquals(toFeedback({ extra: 1 } as Feedback), {});
});

Deno.test("toFeedback() leaves out an empty text", () => {
  assert(!("text" in toFeedback("")));
  assertEquals(Object.keys(toFeedback({ score: 1, text: "" })), ["score"]);
});

Deno.test("toFeedback() refuses other values and names the wrong part", () => {
  const wrong: [unknown, string][] = [
    [null, 'Cannot use "null" as feedback: received object'],
    [undefined, 'Cannot use "undefined" as feedback'],
    [true, 'Cannot use "true" as feedback: received boolean'],
    [NaN, 'Cannot use "score" as a number'],
    [{ score: null }, 'Cannot use "score" as a number of feedback: received null'],
    [{ text: 3 }, 'Cannot use "text" as the text of feedback: received number'],
    [{ metrics: { good: 1, bad: "2" } }, 'Cannot use "bad" as a number'],
  ];
  for (const [input, message] of wrong) {
    assertThrows(() => toFeedback(input as Feedback), TypeError, message);
  }
});

Deno.test("mergeFeedback() of nothing, or of pieces without parts, has no parts", () => {
  assertEquals(Object.keys(mergeFeedback([])), []);
  assertEquals(Object.keys(mergeFeedback([{}, { metrics: {} }])), []);
});

Deno.test("mergeFeedback() and addFeedback() give finite numbers for finite numbers", () => {
  const most = Number.MAX_VALUE;
  const pieces = [1, 1, -1].map((sign) => ({ score: sign * most, metrics: { m: sign * most } }));
  const merged = mergeFeedback(pieces.slice(0, 2));
  assertEquals(merged, { score: most, metrics: { m: most } });
  const summed = addFeedback(pieces);
  assertEquals([summed.score, summed.metrics], [0, { m: 0 }]);
});

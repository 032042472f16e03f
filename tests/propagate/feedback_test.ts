import { assert, assertEquals, assertNotStrictEquals, assertThrows } from "@std/assert";
import { mergeFeedback, toFeedback } from "../../src/propagate/feedback.ts";
import { backward } from "../../src/propagate/backward.ts";
import { feedbackGraph } from "../../src/propagate/feedback_graph.ts";
import { exactMatch } from "../../src/guide/exact_match.ts";
import type { Judgement } from "../../src/task/task.ts";
import { node, parameter } from "../../src/trace/node.ts";
import "../../src/entry/trace.ts"; // the backward rule
import { addFeedback } from "../../src/propagate/sum_propagator.ts";
import type { Feedback } from "../../src/trace/feedback.ts";

Deno.test("toFeedback() reads words, a score or a record", () => {
  assertEquals(toFeedback("larger"), { feedback: "larger" });
  assertEquals(toFeedback(0), { score: 0 });
  assertEquals(toFeedback(-Infinity), { score: -Infinity });
  const full: Feedback = { score: 0.5, feedback: "slow", metrics: { seconds: 2 } };
  const read = toFeedback(full);
  assertEquals(read, full);
  assertNotStrictEquals(read.metrics, full.metrics);
});

Deno.test("toFeedback() leaves out an empty text", () => {
  assert(!("feedback" in toFeedback("")));
  assertEquals(Object.keys(toFeedback({ score: 1, feedback: "" })), ["score"]);
});

Deno.test("toFeedback() refuses other values and names the wrong part", () => {
  const wrong: [unknown, string][] = [
    [null, "received null, not text, a score, or { score, feedback, metrics }"],
    [undefined, "received undefined"],
    [true, "received boolean"],
    [["a"], "received array"],
    [new Error("bad"), "received Error"],
    [node("x"), "received a node"],
    [parameter("x"), "received a node"],
    [() => 1, "received function"],
    [Promise.resolve({ score: 1 }), "received Promise; await it"],
    [{ then: () => 1 }, "await it"],
    [{ foo: 1 }, 'Cannot use "foo" as a field of feedback: expected text, a score, or'],
    [{ score: 1, text: "slow" }, 'Cannot use "text" as a field of feedback'],
    [NaN, 'Cannot use "score" as a number'],
    [{ score: null }, 'Cannot use "score" as a number of feedback: received null'],
    [{ feedback: 3 }, 'Cannot use "feedback" as the words of feedback: received number'],
    [{ metrics: [1] }, 'Cannot use "metrics" as numbers by name: received array'],
    [{ metrics: { good: 1, bad: "2" } }, 'Cannot use "bad" as a number'],
  ];
  for (const [input, message] of wrong) {
    assertThrows(() => toFeedback(input as Feedback), TypeError, message);
  }
});

Deno.test("backward() takes what a guide returns, and its type refuses every other form", () => {
  const w = parameter(2, { name: "w" });
  const guide = (): Judgement => ({ score: 0.5, feedback: "slow", metrics: { seconds: 2 } });
  backward(w.mul(3), guide());
  const kind = exactMatch<number>()({ input: 1, expected: 6 }, 5);
  assert(!(kind instanceof Promise));
  w.mul(3).backward(kind);
  const given = feedbackGraph([w]).outputs.map(({ feedback }) => feedback);
  assertEquals(given, [guide() as Feedback, kind]);
  const wrong = () => {
    // @ts-expect-error an unknown field
    backward(w, { foo: 1 });
    // @ts-expect-error the old name of the words
    backward(w, { score: 1, text: "slow" });
    // @ts-expect-error an array
    backward(w, ["a"]);
    // @ts-expect-error an error
    backward(w, new Error("bad"));
    // @ts-expect-error a node
    backward(w, node("x"));
    // @ts-expect-error a promise
    backward(w, Promise.resolve({ score: 1 }));
  };
  assertThrows(wrong, TypeError);
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

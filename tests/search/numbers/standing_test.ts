import { assertEquals } from "@std/assert";
import type { Trial } from "../../../src/problem/trial.ts";
import { byStanding, leadOf, standingOf } from "../../../src/search/numbers/standing.ts";

const trial = (scores: Trial["scores"], score: number | null): Trial => ({
  ...{ step: 1, values: {}, scores, score, feedback: "", isAccepted: false },
});

Deno.test("byStanding() puts those first that met more examples, then those that score more; failed ones last", () => {
  const trials = [
    trial({ a: null }, null),
    trial({ a: 9 }, 9),
    trial({ a: 1, b: 3 }, 2),
    trial({ a: 9.5 }, 9.5),
    trial({ a: 1, b: 5 }, 3),
  ];
  const ranked = trials.map(standingOf).toSorted(byStanding);
  assertEquals(ranked.map(({ draw }) => draw), [4, 2, 3, 1, 0]);
});

Deno.test("leadOf() is the difference on common examples, and none for a failed run", () => {
  const comparison = {
    ...{ step: 0, values: {}, examples: 2, score: 3, otherScore: 1, failed: 0, otherFailed: 0 },
    ...{ otherMetrics: {}, isUnchanged: false },
  };
  assertEquals(leadOf({ ...trial({ a: 3 }, 3), comparison }), 2);
  assertEquals(leadOf({ ...trial({ a: 3 }, 3), comparison: { ...comparison, failed: 1 } }), null);
  assertEquals(leadOf(trial({ a: 3 }, 3)), null);
});

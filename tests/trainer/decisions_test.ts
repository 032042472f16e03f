import { assert, assertEquals } from "@std/assert";
import { chooseAcceptance, comparisonOf, comparisonText } from "../../src/trainer/acceptance.ts";
import {
  compareScores,
  formatScore,
  meanMetrics,
  meanScore,
  varianceOf,
} from "../../src/trainer/scores.ts";
import { stopReason } from "../../src/trainer/stopping.ts";

/** Whether the rule `better` accepts after the last example, and the comparison in words. */
function accept(
  scores: readonly (number | null)[],
  against: readonly (number | null)[],
  threshold = 0,
) {
  const comparison = comparisonOf(scores, against, { threshold });
  const isAccepted = chooseAcceptance({}).rule(comparison) === "accepted";
  return { isAccepted, reason: comparisonText(comparison) };
}

Deno.test("meanScore() is null when one is missing, and when there is none", () => {
  assertEquals(meanScore([1, 2, 6]), 3);
  assertEquals(meanScore([1, null]), null);
  assertEquals(meanScore([]), null);
});

Deno.test("compareScores() puts fewer failures before any mean", () => {
  assert(compareScores([1, null], [100, null]) < 0);
  assert(compareScores([-5, -5], [100, null]) > 0);
  assert(compareScores([null, 1], [null, null]) > 0);
  assertEquals(compareScores([null], [1]), -Infinity);
  assertEquals(compareScores([2, 2], [1, 3]), 0);
  assertEquals(compareScores([null], [null]), 0);
  assertEquals(compareScores([null, 3], [null, 1]), 2);
  assertEquals(compareScores([], []), 0);
});

const most = Number.MAX_VALUE;

Deno.test("meanScore() is finite however large the scores are, and null when one is no number", () => {
  assertEquals(meanScore([most, most]), most);
  assertEquals(meanScore([most, most, most]), most);
  assertEquals(meanScore([most, most, -most, -most]), 0);
  assertEquals(meanScore([1e308, 1e308, 1e308, -1e308]), 0.5e308);
  for (const wrong of [NaN, Infinity, -Infinity]) assertEquals(meanScore([1, wrong]), null);
});

Deno.test("compareScores() and the rule order scores whose sum or difference is beyond the largest number", () => {
  assert(compareScores([most, most / 2], [most, most]) < 0);
  assert(compareScores([most, most], [-most, -most]) > 0);
  assertEquals(compareScores([most, most], [most, most]), 0);
  assert(!accept([most, most / 2], [most, most]).isAccepted);
  for (const wrong of [NaN, Infinity]) {
    assert(compareScores([wrong], [-most]) < 0);
    assert(compareScores([-most], [wrong]) > 0);
    assert(!accept([wrong], [0]).isAccepted);
  }
});

Deno.test("compareScores() is a total order on lists of any scores", () => {
  const some = [null, 0, -0, 1, -1, most, -most, most / 3, 1e308, NaN, Infinity, -Infinity];
  const lists = some.flatMap((one) => some.map((other) => [one, other, one]));
  for (const a of lists) {
    for (const b of lists) {
      const [one, other] = [Math.sign(compareScores(a, b)), Math.sign(compareScores(b, a))];
      assertEquals(one === 0 ? 0 : one, other === 0 ? 0 : -other);
    }
  }
});

Deno.test("meanMetrics() takes each metric over the reports that have it", () => {
  assertEquals(meanMetrics([{ metrics: { a: 1, b: 2 } }, { metrics: { a: 3 } }]), { a: 2, b: 2 });
});

Deno.test("varianceOf() is that of the samples, and sees samples that fail at times", () => {
  assertEquals(varianceOf([1, 2, 3]), 1);
  assertEquals([varianceOf([2, 2]), varianceOf([5]), varianceOf([])], [0, 0, 0]);
  assertEquals([varianceOf([1, null]), varianceOf([null, null])], [0.5, 0]);
  assertEquals(varianceOf([most, -most]), most);
});

Deno.test("the rule takes a candidate only when it is better by more than the threshold", () => {
  assert(accept([1.2], [1]).isAccepted);
  assert(!accept([1], [1]).isAccepted);
  assert(!accept([1.5], [1], 0.5).isAccepted);
  assert(accept([1.75], [1], 0.5).isAccepted);
  assert(accept([0], [null], 0.5).isAccepted);
  assertEquals(
    accept([1, 2], [1, 1]).reason,
    "1.5 is better than 1 on the same 2 examples",
  );
});

Deno.test("comparisonText() says how a candidate compares, on one example or several", () => {
  const reason = (score: number | null, against: number | null, threshold = 0) =>
    accept([score], [against], threshold).reason;
  assertEquals(reason(2, 1), "2 is better than 1 on one example");
  assertEquals(reason(1, 1), "1 is equal to 1 on one example");
  assertEquals(reason(0, 1), "0 is worse than 1 on one example");
  assertEquals(reason(2, 1, 1), "2 is not better by more than the threshold than 1 on one example");
  assertEquals(reason(null, 1), "failed is worse than 1 on one example");
});

Deno.test("formatScore() shows six digits", () => {
  assertEquals([1 / 3, 2.5, 1234567, null].map(formatScore), [
    "0.333333",
    "2.5",
    "1234570",
    "failed",
  ]);
});

Deno.test("stopReason() is the target before the steps, and patience counts from the last best", () => {
  const best = (score: number | null, step: number) => ({ score, step });
  assertEquals(stopReason({ steps: 3, target: 1 }, { step: 3, best: best(1, 3) }), "target");
  assertEquals(stopReason({ steps: 3, target: 1 }, { step: 3, best: best(null, 0) }), "steps");
  assertEquals(stopReason({ steps: 9, patience: 2 }, { step: 4, best: best(0, 2) }), "patience");
  assertEquals(stopReason({ steps: 9, patience: 2 }, { step: 3, best: best(0, 2) }), null);
  assertEquals(stopReason({ steps: 3 }, { step: 2, best: best(9, 0) }), null);
  assertEquals(stopReason({ steps: 3, target: -1 }, { step: 2, best: best(null, 0) }), null);
  assertEquals(stopReason({ steps: 9, target: 1 }, { step: 3, best: best(0.999, 3) }), null);
  assertEquals(stopReason({ steps: 4, patience: 2 }, { step: 4, best: best(0, 2) }), "steps");
});

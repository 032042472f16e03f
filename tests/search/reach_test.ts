import { assertAlmostEquals, assertEquals } from "@std/assert";
import type { Values } from "../../src/problem/problem.ts";
import type { Trial } from "../../src/problem/trial.ts";
import { reachOf } from "../../src/search/reach.ts";

const start: Values = { a: "x", b: [1, 2], c: 0 };

function trialOf(changes: Values, isUnchanged: boolean): Trial {
  return {
    ...{ step: 1, values: { ...start, ...changes }, score: 0, scores: {}, feedback: "" },
    isAccepted: false,
    comparison: {
      ...{ step: 0, values: start, score: 0, otherScore: 0, failed: 0, otherFailed: 0 },
      ...{ otherMetrics: {}, isUnchanged },
    },
  };
}

Deno.test("reachOf() is 1 for parameters that never changed, or always changed an output", () => {
  const reach = reachOf([trialOf({ a: "y" }, false), trialOf({}, true)]);
  assertEquals(["a", "b", "c"].map(reach), [1, 1, 1]);
});

Deno.test("reachOf() falls with each change that changed no output, and shares others among what changed", () => {
  const history = [
    trialOf({ a: "y", b: [1, 2] }, true), // an equal list is no change
    trialOf({ a: "z" }, true),
    trialOf({ a: "y", b: [1] }, false),
  ];
  const reach = reachOf(history);
  assertAlmostEquals(reach("a"), 1.5 / 3.5);
  assertEquals(reach("b"), 1);
});

Deno.test("reachOf() reads the newest candidates alone, since what is reached depends on the current values", () => {
  const before = Array.from({ length: 100 }, () => trialOf({ c: 1 }, true));
  const since = Array.from({ length: 256 }, () => trialOf({ a: "y" }, false));
  assertEquals(reachOf(before)("c"), 1 / 101);
  assertEquals(reachOf([...before, ...since])("c"), 1);
});

Deno.test("reachOf() knows nothing of candidates that were compared with none", () => {
  const { comparison: _, ...alone } = trialOf({ a: "y" }, true);
  assertEquals(reachOf([alone])("a"), 1);
});

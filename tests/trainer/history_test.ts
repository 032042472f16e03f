import { assert, assertEquals } from "@std/assert";
import { candidateOf } from "../../src/trainer/candidate.ts";
import { History } from "../../src/trainer/history.ts";
import type { EvaluatedCandidate } from "../../src/trainer/trainer.ts";

const evaluated = (x: number): EvaluatedCandidate => ({
  candidate: candidateOf({ x }),
  examples: [{ split: "train", index: 0 }],
  reports: [{ score: x, feedback: "", metrics: {}, output: "", console: [], durationMs: 0 }],
});

Deno.test("History keeps the accepted trials and the latest others, and has the ids of all", () => {
  const history = new History();
  for (let x = 0; x < 3000; x++) history.record(evaluated(x), { step: 1, isAccepted: x === 7 });
  assertEquals([history.size, history.latest(9999).length], [2000, 2000]);
  assertEquals(history.latest(2000)[0]?.values, { x: 7 });
  assertEquals(history.latest(1999)[0]?.values, { x: 1001 });
  assert(history.has(candidateOf({ x: 3 })));
  assertEquals(history.trial(candidateOf({ x: 3 }).id), undefined);
});

Deno.test("History stays within its bound when every trial is accepted", () => {
  const history = new History();
  for (let x = 0; x < 2001; x++) history.record(evaluated(x), { step: 1, isAccepted: true });
  assertEquals([history.size, history.latest(2000)[0]?.values], [2000, { x: 1 }]);
});

Deno.test("History.best() gives the highest scores first, and leaves failures out", () => {
  const history = new History();
  for (const x of [2, 9, 4]) history.record(evaluated(x), { step: 1, isAccepted: false });
  const failed = evaluated(50);
  history.record(
    { ...failed, reports: failed.reports.map((report) => ({ ...report, score: null })) },
    { step: 1, isAccepted: false },
  );
  assertEquals(history.best(2).map(({ score }) => score), [9, 4]);
  assertEquals(history.best(9).length, 3);
});

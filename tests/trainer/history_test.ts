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

/** A candidate that met these train examples, with a feedback for each. */
const meeting = (
  scores: Readonly<Record<number, number | null>>,
  feedback = "",
): EvaluatedCandidate => ({
  candidate: candidateOf({ x: 1 }),
  examples: Object.keys(scores).map((index) => ({ split: "train", index: Number(index) })),
  reports: Object.values(scores).map((score) => ({
    score,
    feedback,
    metrics: {},
    output: "",
    console: [],
    durationMs: 0,
  })),
});

Deno.test("History.record() joins the encounters of one candidate in one trial", () => {
  const history = new History();
  history.record(meeting({ 0: 1, 1: 2 }, "first"), { step: 1, isAccepted: true });
  assertEquals(history.latest(1)[0]?.score, 1.5);
  history.record(meeting({ 1: 4, 2: 7 }, "second"), { step: 3, isAccepted: false });
  assertEquals(history.latest(9), [{
    step: 1,
    values: { x: 1 },
    score: 4,
    scores: { "train/0": 1, "train/1": 4, "train/2": 7 },
    isAccepted: true,
    feedback: "examples 1, 2 (4, 7): second",
    outputs: "",
    metrics: {},
  }]);
  history.record(meeting({ 3: null }), { step: 4, isAccepted: false });
  assertEquals(history.latest(9)[0]?.score, null);
});

Deno.test("History.record() counts a trial as accepted from the moment when it is", () => {
  const history = new History();
  const accepted: boolean[] = [];
  for (const isAccepted of [false, true, false]) {
    history.record(meeting({ 0: 1 }), { step: 1, isAccepted });
    accepted.push(history.latest(1)[0]?.isAccepted ?? false);
  }
  assertEquals(accepted, [false, true, true]);
});

Deno.test("History.latest() gives the newest, oldest first, and none when none are wanted", () => {
  const history = new History();
  for (const x of [1, 2, 3]) history.record(evaluated(x), { step: 1, isAccepted: false });
  const scores = (count: number) => history.latest(count).map(({ score }) => score);
  assertEquals([0, 2, 3, 4].map(scores), [[], [2, 3], [1, 2, 3], [1, 2, 3]]);
});

import { assert, assertEquals } from "@std/assert";
import { candidateOf } from "../../src/trainer/candidate.ts";
import { History } from "../../src/trainer/history.ts";
import type { Report } from "../../src/trainer/evaluator.ts";
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

Deno.test("History keeps as many trials as it is told", () => {
  const history = new History(undefined, 30);
  for (let x = 0; x < 50; x++) history.record(evaluated(x), { step: 1, isAccepted: false });
  assertEquals([history.size, history.latest(9999)[0]?.values], [30, { x: 20 }]);
});

Deno.test("a long History has the best of all its trials, also one that is not among the latest", () => {
  const history = new History(undefined, 8_000);
  for (let x = 5_000; x > 0; x--) history.record(evaluated(x), { step: 1, isAccepted: false });
  assertEquals(history.best(1)[0]?.values, { x: 5_000 });
});

Deno.test("a long History has fewer trials where each has many examples, but never less than the usual number", () => {
  const sizeWith = (examples: number) => {
    const history = new History(undefined, 8_000);
    for (let x = 0; x < 2_600; x++) {
      const { candidate, reports } = evaluated(x);
      history.record({
        candidate,
        examples: Array.from({ length: examples }, (_, index) => ({ split: "train", index })),
        reports: Array(examples).fill(reports[0]),
      }, { step: 1, isAccepted: false });
    }
    return history.size;
  };
  assertEquals([sizeWith(24), sizeWith(80), sizeWith(200)], [2_600, 2_500, 2_000]);
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
    metricsByExample: { "train/0": {}, "train/1": {}, "train/2": {} },
    feedbackByExample: { "train/0": "first", "train/1": "second", "train/2": "second" },
  }]);
  history.record(meeting({ 3: null }), { step: 4, isAccepted: false });
  assertEquals(history.latest(9)[0]?.score, null);
});

Deno.test("History keeps the feedback of single examples, bounded, of the newest trials", () => {
  const history = new History();
  for (let x = 0; x < 205; x++) {
    const evaluated = {
      ...meeting({ 0: 1 }, `said ${"of ".repeat(x)}`),
      candidate: candidateOf({ x }),
    };
    history.record(evaluated, { step: x, isAccepted: false });
  }
  const heard = history.latest(300).map(({ feedbackByExample }) => feedbackByExample?.["train/0"]);
  assertEquals(heard.map((each) => each !== undefined), [
    ...Array.from({ length: 5 }, () => false),
    ...Array.from({ length: 200 }, () => true),
  ]);
  assertEquals(heard.at(-1)?.length, 400);
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

/** A report on a train example. */
const report = (score: number | null, output: string, more: Partial<Report> = {}): Report => ({
  score,
  feedback: `for ${output}`,
  metrics: { shots: score ?? -1 },
  output,
  console: [],
  durationMs: 0,
  ...more,
});

const meets = (x: number, reports: Readonly<Record<number, Report>>): EvaluatedCandidate => ({
  candidate: candidateOf({ x }),
  examples: Object.keys(reports).map((index) => ({ split: "train", index: Number(index) })),
  reports: Object.values(reports),
});

Deno.test("History.record() compares a candidate with its parent on the examples that both met", () => {
  const history = new History(candidateOf({ x: 0 }));
  const own = meets(0, { 1: report(0.5, "a"), 2: report(0.7, "b"), 3: report(9, "c") });
  const other = meets(1, { 2: report(0.1, "d"), 1: report(null, "e", { error: "E" }) });
  history.record(own, { step: 4, isAccepted: true });
  history.record(other, { step: 4, isAccepted: false, against: own });
  const [start, trial] = history.latest(2);
  assertEquals([start?.step, start?.comparison, trial?.step], [0, undefined, 4]);
  assertEquals(trial?.comparison, {
    step: 0,
    values: { x: 0 },
    examples: 2,
    score: 0.1,
    otherScore: 0.6,
    failed: 1,
    otherFailed: 0,
    otherMetrics: { shots: 0.6 },
    isUnchanged: false,
  });
  assertEquals(trial?.feedback, "example 1 (failed): for e\nexample 2 (0.1): for d");
});

Deno.test("History.record() keeps comparison and results of the batch that decided", () => {
  const history = new History();
  const own = meets(0, { 1: report(0.5, "a") });
  history.record(own, { step: 1, isAccepted: true });
  history.record(meets(1, { 1: report(0.7, "b") }), { step: 1, isAccepted: true, against: own });
  history.record(meets(1, { 5: report(0.1, "c") }), { step: 2, isAccepted: true });
  const [, trial] = history.latest(2);
  assertEquals([trial?.comparison?.score, trial?.outputs, trial?.metrics], [
    0.7,
    "example 1 (0.7): b",
    { shots: 0.7 },
  ]);
  assertEquals(trial?.scores, { "train/1": 0.7, "train/5": 0.1 });
});

Deno.test("History.record() sees that a change altered no output", () => {
  const unchanged = (reports: Readonly<Record<number, Report>>) => {
    const history = new History();
    const own = meets(0, { 1: report(0.5, "a"), 2: report(0, "", { error: "E" }) });
    history.record(own, { step: 1, isAccepted: true });
    history.record(meets(1, reports), { step: 1, isAccepted: false, against: own });
    return history.latest(1)[0]?.comparison?.isUnchanged;
  };
  const error = report(0, "", { error: "E" });
  assertEquals(unchanged({ 1: report(0.4, "a"), 2: error }), true);
  assertEquals(unchanged({ 1: report(0.5, "b"), 2: error }), false);
  assertEquals(unchanged({ 1: report(0.5, "a"), 2: report(0, "", { error: "F" }) }), false);
});

Deno.test("History holds of validation the mean alone, whenever it is known", () => {
  const history = new History();
  const [before, after] = [evaluated(1), evaluated(2)];
  history.addValidation(before.candidate, 0.25);
  history.record(before, { step: 1, isAccepted: true });
  history.record(after, { step: 1, isAccepted: true, against: before });
  history.addValidation(after.candidate, null);
  assertEquals(history.latest(2).map(({ validation }) => validation), [0.25, null]);
});

Deno.test("History says what was refused of a candidate's proposal, unless a whole one made it too", () => {
  const refused = [{ parameter: "y", reason: "no" }];
  const history = new History();
  for (const x of [1, 2]) history.addProposal(candidateOf({ x }), refused);
  history.addProposal(candidateOf({ x: 2 }), []);
  for (const x of [1, 2]) history.record(evaluated(x), { step: 1, isAccepted: false });
  assertEquals(history.latest(2).map(({ refused }) => refused), [refused, undefined]);
});

Deno.test("History.best() compares trials of different batches by their lead", () => {
  const history = new History();
  const own = meets(0, { 1: report(10, "a"), 2: report(1, "b") });
  history.record(own, { step: 1, isAccepted: true });
  history.record(meets(1, { 1: report(9, "c") }), { step: 1, isAccepted: false }); // a high score on an easy example
  history.record(meets(2, { 2: report(3, "d") }), { step: 2, isAccepted: false });
  assertEquals(history.best(3).map(({ values }) => values.x), [2, 0, 1]);
});

Deno.test("History.startingFrom() has the best of several candidates, and the latest of all", () => {
  const history = new History();
  for (const x of [2, 9, 4, 7]) history.record(evaluated(x), { step: 1, isAccepted: false });
  const xs = (trials: readonly { readonly values: { readonly x?: unknown } }[] = []) =>
    trials.map(({ values }) => values.x);
  const island = history.startingFrom([2, 4, 50].map((x) => candidateOf({ x })));
  assertEquals([xs(island.population), xs(island.best(9))], [[2, 4], [4, 2]]);
  assertEquals([island.size, xs(island.latest(9))], [4, [2, 9, 4, 7]]);
  const parent = history.startingFrom([candidateOf({ x: 2 })]);
  assertEquals([xs(parent.population), xs(parent.best(2))], [[2], [9, 7]]);
});

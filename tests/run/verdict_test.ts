import { assert, assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import { endingLines } from "../../src/cli/display/ending.ts";
import { joined } from "../../src/cli/terminal_text.ts";
import { renderReport } from "../../src/run/report.ts";
import { RunView } from "../../src/run/run_view.ts";
import { verdictOf } from "../../src/run/verdict.ts";
import { verdictText } from "../../src/run/verdict_text.ts";
import type { RunEvent } from "../../src/trainer/event.ts";
import type { Score } from "../../src/trainer/scores.ts";
import { sampleRun } from "../support/sample_run.ts";
import { type ScoredRun, scoredRun } from "../support/scored_run.ts";

type Pair = readonly [Score, Score];

const viewOf = (run: ScoredRun) => new RunView(scoredRun(run));
const kindOf = (run: ScoredRun) => verdictOf(viewOf(run)).kind;

/** Pairs that rise by 1, or by the given differences in turn. */
const rising = (count: number, differences: readonly number[] = [1]): Pair[] =>
  Array.from({ length: count }, (_, i) => [0, differences[i % differences.length]!]); // !: within the list

Deno.test("verdictOf() calls a run better when the interval on the test split lies above zero", () => {
  const verdict = verdictOf(viewOf({ validation: [[0, 1]], test: rising(10, [1, 2]) }));
  assertEquals([verdict.kind, verdict.split, verdict.examples], ["better", "test", 10]);
  assertAlmostEquals(verdict.interval?.mean ?? 0, 1.5);
  assertAlmostEquals(verdict.interval?.low ?? 0, 1.5 - 2.2622 * 0.52705 / Math.sqrt(10), 1e-4);
});

Deno.test("verdictOf() finds no evidence when the interval contains zero, and a loss when it lies below", () => {
  assertEquals(kindOf({ validation: [[0, 1]], test: rising(10, [1, -0.8]) }), "no evidence");
  assertEquals(kindOf({ validation: [[0, 1]], test: rising(10, [-1, -2]) }), "worse");
});

Deno.test("verdictOf() finds no evidence on fewer than six changed examples, however large the changes", () => {
  const test = (changed: number): Pair[] => [...rising(changed, [100, 101])];
  assertEquals(kindOf({ validation: [[0, 1]], test: test(5) }), "no evidence");
  assertEquals(kindOf({ validation: [[0, 1]], test: test(6) }), "better");
  const same: Pair[] = [...rising(5, [100]), ...Array(40).fill([1, 1])];
  const verdict = verdictOf(viewOf({ validation: [[0, 1]], test: same }));
  assert(verdict.interval!.low > 0); // so only the number of changes speaks against it
  assertEquals([verdict.kind, verdict.changed, verdict.fewestChanged], ["no evidence", 5, 6]);
});

Deno.test("verdictOf() asks for more the more candidates were compared on the examples that chose", () => {
  const validation = rising(12, [0.2, 0.6, 1.4]);
  const widths = [1, 2, 20, 1_000].map((looks) => {
    const { interval, isWidened } = verdictOf(viewOf({ validation, looks }));
    assertEquals(isWidened, looks > 1);
    return interval!.high - interval!.low;
  });
  assertEquals(widths, widths.toSorted((a, b) => a - b));
  assertEquals(kindOf({ validation, looks: 1 }), "better");
  assertEquals(kindOf({ validation, looks: 1_000 }), "no evidence"); // 16 must change
  const tested = { validation, test: rising(12, [0.2, 0.6, 1.4]) };
  assertEquals(kindOf({ ...tested, looks: 1_000 }), "better"); // the test split chose nothing
});

Deno.test("verdictOf() decides by failed runs where their numbers differ", () => {
  const verdict = verdictOf(viewOf({
    validation: [[null, 1]],
    test: Array.from({ length: 9 }, (): Pair => [null, 0.1]),
  }));
  assertEquals([verdict.kind, verdict.isByFailures, verdict.failed], [
    "better",
    true,
    { initial: 9, best: 0 },
  ]);
  const both: Pair[] = [[null, null], ...rising(8)];
  const other = verdictOf(viewOf({ validation: [[0, 1]], test: both }));
  assertEquals([other.isByFailures, other.interval?.mean], [false, 1]);
});

Deno.test("verdictOf() finds no evidence when the start is still the best", () => {
  const run = { validation: rising(10), test: rising(10), looks: 7, isStartBest: true };
  assertEquals(kindOf(run), "no evidence");
  assertEquals(verdictText(viewOf(run)).details, [
    "None of 7 candidates that were compared on validation was better than the start.",
  ]);
});

Deno.test("verdictText() tells candidates that never came to validation from none", () => {
  const events = scoredRun({ validation: rising(3), looks: 0, isStartBest: true });
  assertEquals(verdictText(new RunView(events)).details, ["No candidate was tried."]);
  const proposed: RunEvent = {
    ...{ type: "proposed", step: 1, proposal: 0, attempt: 0, candidate: "c" },
    ...{ outcome: "suggestion", rejections: [] },
  };
  assertEquals(verdictText(new RunView([...events.slice(0, -1), proposed])).details, [
    "No candidate led on the examples of its step, so none was compared on validation.",
  ]);
});

Deno.test("verdictText() says how many examples, which interval, how many looks, and that few are few", () => {
  const { headline, tone, details } = verdictText(
    viewOf({ validation: [[0, 1]], test: rising(10, [1, 2]), looks: 3 }),
  );
  assertEquals([headline, tone], ["Better on test.", "good"]);
  assertEquals(details, [
    "On 10 test examples that were never used to choose, the mean score rose by 1.5000 " +
    "(95 % interval +1.1230 to +1.8770).",
    "3 candidates were compared on validation to choose this one.",
    "10 examples are few.",
  ]);
  const many = verdictText(viewOf({ validation: [[0, 1]], test: rising(20, [1, 2]) }));
  assertEquals(many.details.length, 2);
});

Deno.test("verdictText() says what validation and train scores are worth", () => {
  const validation = verdictText(viewOf({ validation: rising(30, [1, 2]), looks: 4 }));
  assertEquals([validation.headline, validation.tone], ["Better on validation.", "good"]);
  assertStringIncludes(validation.details.join(" "), "widened for 4 looks");
  assertStringIncludes(validation.details.join(" "), "the gain looks larger than it is");
  const train = verdictText(viewOf({ train: rising(30, [1, 2]), looks: 4 }));
  assertEquals([train.headline, train.tone], [
    "Better on the examples it was trained on.",
    "plain",
  ]);
  assertStringIncludes(train.details.join(" "), "Nothing is known of other examples");
});

Deno.test("verdictText() says by how much the score of a task's only example rose", () => {
  const { headline, tone, details } = verdictText(viewOf({ train: [[-2, -0.5]], looks: 3 }));
  assertEquals([headline, tone], ["Better on its only example.", "plain"]);
  assertEquals(details, [
    "The score of the only example rose by 1.5000.",
    "3 candidates were compared on train, which they were made from. " +
    "Nothing is known of other examples: a validation and a test split would tell.",
  ]);
  const others: readonly ScoredRun[] = [
    { train: [[1, 1]], isStartBest: true },
    { train: [[null, 1]] },
    { validation: [[0, 1]] },
  ];
  for (const run of others) {
    assertEquals(verdictText(viewOf(run)).headline, "No evidence of improvement.");
  }
});

Deno.test("report and terminal say the same, and no evidence is never green", async () => {
  const runs: readonly (readonly [ScoredRun, string])[] = [
    [{ validation: [[0, 1]], test: rising(10, [1, -0.8]) }, "No evidence of improvement."],
    [{ train: [[0, 1]] }, "Better on its only example."],
    [{ validation: rising(4) }, "Better on validation, but too few results changed to be sure."],
    [{ train: [[null, null]], isStartBest: true }, "No evidence of improvement."],
    [{ validation: [[0, 1]], test: rising(10) }, "Better on test."],
    [{ validation: [[0, 1]], test: rising(10, [-1]) }, "Worse on test."],
  ];
  for (const [run, headline] of runs) {
    const events = scoredRun(run);
    const page = await renderReport(events);
    const ending = joined(
      endingLines(new RunView(events), { summary: undefined, resume: "" }),
      "\n",
    ).plain;
    assertStringIncludes(page, `<h2>${headline}</h2>`);
    assertStringIncludes(ending, headline);
    assertEquals(page.includes(`class="verdict good"`), headline === "Better on test.");
    for (const detail of verdictText(new RunView(events)).details) {
      assertStringIncludes(page, detail);
      assertStringIncludes(ending, detail);
    }
  }
});

Deno.test("a verdict exists after any event of a run", () => {
  const events = sampleRun();
  for (let length = 0; length <= events.length; length++) {
    assert(verdictText(new RunView(events.slice(0, length))).headline.length > 0);
  }
  assertEquals(verdictText(new RunView(events.slice(0, 1))).headline, "Nothing is measured yet.");
});

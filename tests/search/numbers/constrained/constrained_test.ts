import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import type { Evaluator } from "../../../../src/trainer/evaluator.ts";
import { searchProposer } from "../../../../src/search/search_proposer.ts";
import { assertSameWhenResumed } from "../../../../src/testing/same_records.ts";
import { eventsOf, toyRun, type ToyRunOptions } from "../../../../src/testing/toy_run.ts";

/** A score under constraints. */
type Judge = (
  x: readonly number[],
) => { readonly score: number; readonly slacks: readonly number[] };

/** An evaluator of numbers from 0 to 1, of which broken constraints cost ten times what is lacking, and a little at once. */
function evaluatorOf(start: readonly number[], judge: Judge): Evaluator {
  const items = { type: "number", minimum: 0, maximum: 1 };
  return {
    facts: () =>
      Promise.resolve({
        ...{ name: "constrained", objective: "", examples: { train: 1, validation: 0, test: 0 } },
        parameters: [{
          ...{ name: "x", kind: "value", type: "array", value: start },
          jsonSchema: { type: "array", items, minItems: start.length, maxItems: start.length },
        }],
      }),
    validate: ({ values: { x } }) => Promise.resolve({ rejections: [], values: { x } }),
    evaluate: ({ candidate: { values } }) => {
      const relaxed = judge(values.x as readonly number[]); // as: by its schema
      const lack = relaxed.slacks.reduce((sum, slack) => sum + Math.max(0, -slack), 0);
      const report = { metrics: {}, feedback: "", output: "", console: [], durationMs: 0 };
      const price = lack > 0 ? 10 * lack + 1e-3 : 0;
      return Promise.resolve({ ...report, score: relaxed.score - price, relaxed });
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

const options = {
  optimizer: searchProposer(),
  trainer: "racing",
  steps: 300,
} as const satisfies ToyRunOptions;

/** The best of what a run with so many evaluations found. */
async function bestOf(start: readonly number[], judge: Judge, evaluations: number) {
  const { best } = await toyRun({
    ...options,
    evaluator: evaluatorOf(start, judge),
    budget: { evaluations },
  }).result;
  const x = best.parameters.x as readonly number[]; // as: by its schema
  return judge(x);
}

Deno.test("the search finds where many constraints meet, and breaks none there", async () => {
  // Neighbours on a line: each number at least as far from the one before as its place says; the last sum is at most 0.9.
  const gaps = Array.from({ length: 12 }, (_, place) => 0.01 * (1 + place % 4));
  const judge: Judge = (x) => ({
    score: x.reduce((sum, value, place) => sum + value * (place % 3 === 0 ? 1 : -0.5), 0),
    slacks: [
      ...x.slice(1).map((value, place) => value - x[place]! - gaps[place]! - 0.1 * x[place]! ** 2),
      0.9 - x.at(-1)!,
    ],
  });
  const { score, slacks } = await bestOf(gaps.map((_, place) => place / 20), judge, 300);
  assert(slacks.every((slack) => slack >= 0), `${slacks}`);
  const { score: later } = await bestOf(gaps.map((_, place) => place / 20), judge, 600);
  assertAlmostEquals(score, later, 1e-6);
});

Deno.test("the search leaves a start at which constraints are broken", async () => {
  const judge: Judge = ([a = 0, b = 0]) => ({
    score: a + b,
    slacks: [0.25 - (a - 0.5) ** 2 - (b - 0.5) ** 2],
  });
  const { score, slacks } = await bestOf([0, 1], judge, 250);
  assert(slacks[0]! >= 0);
  assertAlmostEquals(score, 1 + Math.SQRT1_2, 1e-6);
});

Deno.test("a search under constraints gives the same records when it is resumed, with slacks as the log has them", async () => {
  const judge: Judge = (x) => ({
    score: x.reduce((sum, value) => sum + value, 0),
    slacks: x.slice(1).map((value, place) => 1 / 3 - value * x[place]!),
  });
  const run = (varied: ToyRunOptions = {}) =>
    toyRun({ ...options, steps: 14, evaluator: evaluatorOf([0.1, 0.2, 0.3], judge), ...varied });
  const events = await eventsOf(run());
  const reasons = events.flatMap((event) => event.type === "proposed" ? [event.reasoning] : []);
  assert(reasons.includes("the numbers moved to where constraints meet"));
  const evaluated = events.find((event) => event.type === "evaluated");
  assertEquals(evaluated?.relaxed?.score, 0.6000000000000001);
  assertEquals(typeof evaluated?.relaxed?.slacks, "string");
  await assertSameWhenResumed(run, { cuts: 3 });
});

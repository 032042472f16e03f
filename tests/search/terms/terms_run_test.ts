import { assert, assertEquals } from "@std/assert";
import { searchProposer } from "../../../src/search/search_proposer.ts";
import { assertSameWhenResumed } from "../../../src/testing/same_records.ts";
import { eventsOf, toyRun, type ToyRunOptions } from "../../../src/testing/toy_run.ts";
import type { Evaluator } from "../../../src/trainer/evaluator.ts";

const points = Array.from({ length: 24 }, (_, place) => place / 8 - 1);

const right = (x: number) => x * Math.exp(x) - 2 * Math.cos(x) + 1.5;

/** Code whose score is the distance from a sum of functions, at one point an example. */
const evaluator: Evaluator = {
  facts: () =>
    Promise.resolve({
      ...{ name: "formula", objective: "" },
      parameters: [{
        ...{ name: "f", kind: "code", type: "code" },
        value: "function f(x: number): number {\n  return x;\n}",
      }],
      examples: { train: points.length, validation: 0, test: 0 },
    }),
  validate: ({ values }, changed) =>
    Promise.resolve({
      rejections: [],
      values: Object.fromEntries(changed.map((name) => [name, values[name]])),
    }),
  evaluate: ({ candidate, example: { index } }) => {
    const source = String(candidate.values.f).replaceAll(": number", "");
    const f = new Function(`return (${source})`)() as (x: number) => number; // as: its head
    const x = points[index] ?? NaN;
    const error = Math.abs(f(x) - right(x));
    const score = Number.isFinite(error) ? -error : null;
    return Promise.resolve({
      ...{ score, feedback: "", metrics: {}, console: [], durationMs: 0 },
      output: `${error}`,
    });
  },
  [Symbol.asyncDispose]: () => Promise.resolve(),
};

Deno.test("a run finds a sum of functions that races see four examples of at a time", async () => {
  const run = toyRun({
    ...{ evaluator, optimizer: searchProposer(), trainer: "racing" },
    ...{ steps: 30, target: -1e-9 },
  });
  const events = await eventsOf(run);
  const { best } = await run.result;
  assert((best.score ?? -1) >= -1e-9, String(best.parameters.f));
  const probes = events.filter((event) =>
    event.type === "proposed" && event.reasoning?.includes("a little of a term")
  );
  assert(probes.length >= 48 && probes.length <= 300, `${probes.length}`);
  assertEquals(new Set(probes.map((event) => JSON.stringify(event))).size, probes.length);
});

Deno.test("a run whose terms are being measured gives the same records when it is resumed", async () => {
  const run = (varied: ToyRunOptions = {}) =>
    toyRun({
      ...{ evaluator, optimizer: searchProposer(), trainer: "racing", steps: 14, seed: 2 },
      ...varied,
    });
  const events = await eventsOf(run());
  const steps = new Set(
    events.flatMap((event) =>
      event.type === "proposed" && event.reasoning?.includes("a little of a term")
        ? [event.step]
        : []
    ),
  );
  assert(steps.size > 1, `${steps.size} steps measure terms`);
  await assertSameWhenResumed(run, { cuts: 9 });
});

import { assertEquals } from "@std/assert";
import { searchProposer } from "../../../src/search/search_proposer.ts";
import { eventsOf, toyRun } from "../../../src/testing/toy_run.ts";
import type { Evaluator } from "../../../src/trainer/evaluator.ts";

/** Code whose score is that of its length: no number changes it. */
const evaluator: Evaluator = {
  facts: () =>
    Promise.resolve({
      name: "flat",
      objective: "",
      parameters: [{
        ...{ name: "f", kind: "code", type: "code" },
        value: "function f(a: number, b: number): number {\n  return a - b;\n}",
      }],
      examples: { train: 3, validation: 0, test: 0 },
    }),
  validate: ({ values }, changed) =>
    Promise.resolve({
      rejections: [],
      values: Object.fromEntries(changed.map((name) => [name, values[name]])),
    }),
  evaluate: ({ candidate }) =>
    Promise.resolve({
      ...{ score: 0.5, feedback: "", metrics: {}, console: [], durationMs: 0 },
      output: JSON.stringify(candidate.values),
    }),
  [Symbol.asyncDispose]: () => Promise.resolve(),
};

Deno.test("constants has one generation where no number changes a score, and gives the next turn to another arm", async () => {
  const run = toyRun({ evaluator, optimizer: searchProposer(), trainer: "racing", steps: 16 });
  const events = await eventsOf(run);
  const looking = new Set(
    events.flatMap((event) =>
      event.type === "proposed" && event.reasoning?.includes("to learn the slopes")
        ? [event.step]
        : []
    ),
  );
  assertEquals(looking.size, 1);
});

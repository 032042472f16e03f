import { assert, assertEquals } from "@std/assert";
import { toyEvaluator } from "../../src/testing/toy_evaluator.ts";
import { eventsOf, toyRun } from "../../src/testing/toy_run.ts";

/** A run with two test examples: testing initial and best takes four evaluations. */
function runWith(evaluations: number) {
  const evaluator = toyEvaluator({ train: 2, validation: 1, test: 2 });
  return toyRun({ evaluator, steps: 50, budget: { evaluations }, concurrency: 1 });
}

Deno.test("HeldOutTest takes at most half of the evaluations, exactly half included", async () => {
  const isTested = async (evaluations: number) => (await runWith(evaluations).result).test !== null;
  assertEquals([await isTested(7), await isTested(8)], [false, true]);
  const warnings = (await eventsOf(runWith(7))).filter((event) => event.type === "warning");
  assertEquals(warnings.map(({ message }) => message), [
    "The test is skipped: its 4 evaluations would take more than half of the budget",
  ]);
});

Deno.test("HeldOutTest has its evaluations when training has used up all others", async () => {
  for (const evaluations of [8, 9, 17, 40]) {
    const events = await eventsOf(runWith(evaluations));
    const tested = events.filter((event) =>
      event.type === "evaluated" && event.example.split === "test"
    );
    const last = events.at(-1);
    assert(last?.type === "finished" && last.test !== null);
    assertEquals([last.stopReason, last.evaluations <= evaluations], ["budget", true]);
    assert(tested.length === 4 || last.best.step === 0 && tested.length === 2);
  }
});

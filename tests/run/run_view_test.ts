import { assertEquals } from "@std/assert";
import { RunView } from "../../src/run/run_view.ts";
import { nothingSpent } from "../../src/trainer/ledger.ts";
import type { RunEvent } from "../../src/trainer/event.ts";
import { sampleRun } from "../support/sample_run.ts";

/** A step that tries a candidate on an example, and finds something better when it is told to. */
function stepEvents(step: number, isBest: boolean): RunEvent[] {
  const candidate = `candidate ${step}`;
  const best: RunEvent[] = isBest
    ? [{ type: "best", step, candidate, score: step, parameters: {} }]
    : [];
  return [
    {
      type: "evaluated",
      step,
      candidate,
      example: { split: "validation", index: 0 },
      score: step,
      feedback: `said in ${step}`,
      metrics: {},
      output: "",
      durationMs: 1,
    },
    ...best,
    { type: "step", step, steps: 2000, current: 0, best: 0, spent: nothingSpent },
  ];
}

Deno.test("RunView keeps the best and the latest steps of a long run, and the evaluations of its best candidate", () => {
  const [started] = sampleRun();
  const view = new RunView(started === undefined ? [] : [started]);
  for (let step = 1; step <= 2000; step++) {
    stepEvents(step, step === 5).forEach((event) => view.apply(event));
  }
  assertEquals(view.steps.length, 401);
  assertEquals([view.steps[0]?.step, view.steps[1]?.step, view.steps.at(-1)?.step], [
    5,
    1601,
    2000,
  ]);
  assertEquals(view.omittedSteps, 1599);
  assertEquals(view.examples("validation")[0]?.best, { score: 5, words: "said in 5" });
});

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { byClockText } from "../../src/run/by_clock_text.ts";
import { foldedStory } from "../../src/run/folded_story.ts";
import { RunView } from "../../src/run/run_view.ts";
import { nothingSpent } from "../../src/trainer/ledger.ts";
import type { RunEvent } from "../../src/trainer/event.ts";
import { sampleRun } from "../support/sample_run.ts";

/** A step that tries a candidate on an example, and finds a new best where `isBest` says so. */
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
  assertEquals(view.examples("validation")[0]?.best, {
    score: 5,
    output: "",
    words: "said in 5",
  });
});

Deno.test("RunView has one point of the curve for each step, its last score", () => {
  const best = (step: number, score: number): RunEvent => ({
    type: "best",
    step,
    candidate: "c",
    score,
    parameters: {},
  });
  const end = (step: number, score: number | null): RunEvent => ({
    type: "step",
    step,
    steps: 9,
    current: null,
    best: score,
    spent: nothingSpent,
  });
  const view = new RunView([
    best(0, 1),
    best(1, 2),
    best(1, 3),
    end(1, 3),
    end(2, 3),
    end(3, null),
  ]);
  assertEquals(view.curve, [
    { step: 0, at: 0, score: 1 },
    { step: 1, at: 0, score: 3 },
    { step: 2, at: 0, score: 3 },
  ]);
  assertEquals([view.initialScore, view.best?.score], [1, 3]);
});

Deno.test("RunView keeps 400 steps that found no new best, and forgets the oldest above", () => {
  const view = new RunView();
  const take = (step: number) => stepEvents(step, false).forEach((event) => view.apply(event));
  for (let step = 1; step <= 400; step++) take(step);
  assertEquals([view.steps.length, view.steps[0]?.step, view.omittedSteps], [400, 1, 0]);
  take(401);
  assertEquals([view.steps.length, view.steps[0]?.step, view.omittedSteps], [400, 2, 1]);
});

Deno.test("RunView keeps 200 groups of refusals, and counts all", () => {
  const view = new RunView();
  const take = (step: number, reasons: readonly string[]) =>
    view.apply({
      ...{ type: "proposed", step, proposal: 0, attempt: 0, outcome: "suggestion" },
      rejections: reasons.map((reason, value) => ({ parameter: "x", value, reason })),
    });
  const reasons = Array.from({ length: 201 }, (_, place) => "r".repeat(place + 1));
  take(1, reasons.slice(0, 200));
  assertEquals([view.refusals.groups.length, view.refusals.count], [200, 200]);
  take(2, [reasons[200]!, reasons[0]!]); // !: made above
  assertEquals([view.refusals.groups.length, view.refusals.count], [200, 202]);
  const { count, firstStep, lastStep, first } = view.refusals.groups[0]!; // !: the largest
  assertEquals([count, firstStep, lastStep, first.reason], [2, 1, 2, "r"]);
});

Deno.test("RunView holds 500 characters of what was said of an example", () => {
  const [started] = sampleRun();
  for (const length of [500, 501]) {
    const view = new RunView([started!]); // !: a run begins with this event
    view.apply({
      type: "evaluated",
      step: 0,
      candidate: "aaaaaaaaaaaa",
      example: { split: "validation", index: 0 },
      score: 1,
      feedback: "x".repeat(length),
      metrics: {},
      output: "",
      durationMs: 1,
    });
    assertEquals(view.examples("validation")[0]?.initial?.words, "x".repeat(500));
  }
});

Deno.test("RunView keeps proposals without their values, and texts of bounded length", () => {
  const view = new RunView();
  const long = "x".repeat(1_000_000);
  view.apply({
    ...{ type: "proposed", step: 1, proposal: 0, attempt: 0, outcome: "suggestion" },
    ...{ changes: { x: long }, reasoning: long, reason: long },
    rejections: [{
      ...{ parameter: "y", value: [long], reason: long },
      diagnostics: Array(9).fill({
        stage: "type",
        message: "",
        line: 1,
        column: 1,
        lineText: long,
      }),
    }],
  });
  const { groups } = view.refusals;
  assertEquals(JSON.stringify([view.steps, groups]).length < 25_000, true);
  assertEquals([view.steps[0]?.proposals[0]?.rejections.length, groups.length], [1, 1]);
  assertEquals(groups[0]?.first.diagnostics?.length, 5);
});

Deno.test("foldedStory() lets other work run when events take long", async () => {
  function* slowly() {
    for (const event of sampleRun()) {
      const end = performance.now() + 10;
      while (performance.now() < end);
      yield event;
    }
  }
  let turns = 0;
  const timer = setInterval(() => turns++, 0);
  const { view } = await foldedStory(slowly());
  clearInterval(timer);
  assertEquals(view.steps, new RunView(sampleRun()).steps);
  assertEquals(turns > 10, true);
});

Deno.test("RunView forgets the oldest evaluations above 5000, but those of the start and the best", () => {
  const [started] = sampleRun();
  const view = new RunView([started!]); // !: a run begins with this event
  const take = (candidate: string) =>
    view.apply({
      ...{ type: "evaluated", step: 1, candidate, score: 1, feedback: "", metrics: {} },
      ...{ example: { split: "validation", index: 0 }, output: "", durationMs: 1 },
    });
  const best = (candidate: string) =>
    view.apply({ type: "best", step: 1, candidate, score: 1, parameters: {} });
  const end = () =>
    view.apply({ type: "step", step: 1, steps: 2, current: 0, best: 0, spent: nothingSpent });
  take("aaaaaaaaaaaa");
  take("old");
  for (let place = 0; place < 4_998; place++) take(`c${place}`);
  end();
  best("old");
  assertEquals(view.examples("validation")[0]?.best?.score, 1); // evaluated before it was the best
  best("c1");
  take("new");
  end();
  best("old");
  assertEquals(view.examples("validation")[0]?.best, undefined);
  assertEquals(view.examples("validation")[0]?.initial?.score, 1);
  assertEquals(view.looks, 5_000);
});

Deno.test("RunView counts results that the clock decided", () => {
  const view = new RunView();
  const evaluated: RunEvent = {
    ...{ type: "evaluated", step: 1, candidate: "c", score: 1, feedback: "", metrics: {} },
    ...{ example: { split: "train", index: 0 }, output: "", durationMs: 1 },
  };
  view.apply(evaluated);
  view.apply({ ...evaluated, isByClock: true });
  view.apply({
    ...{ type: "proposed", step: 1, proposal: 0, attempt: 0, outcome: "suggestion" },
    ...{ rejections: [], isByClock: true },
  });
  view.apply({
    ...{ type: "warning", step: 1, code: "test-skipped", message: "too late" },
    isByClock: true,
  });
  assertEquals(view.byClock, { results: 2, warnings: 1 });
});

Deno.test("byClockText() counts results, warnings and the end that the clock decided, once resumed no end", () => {
  const events = sampleRun();
  const finished = events.at(-1)!; // !: the run has events
  assertEquals(byClockText(new RunView(events)), undefined);
  const view = new RunView(
    events.map((event) =>
      event.type === "evaluated" && event.example.index === 0 && event.step === 2
        ? { ...event, isByClock: true }
        : event
    ),
  );
  assertEquals(
    byClockText(view)?.message,
    "The clock decided once: 1 result by a time limit or a sandbox crash.",
  );
  view.apply({
    ...{ type: "warning", step: 1, code: "test-skipped", message: "too late" },
    isByClock: true,
  });
  assert(finished.type === "finished");
  view.apply({ ...finished, stopReason: "budget", budget: "seconds", isByClock: true });
  assertEquals(
    byClockText(view)?.message,
    "The clock decided 3 times: 1 result by a time limit or a sandbox crash; 1 warning; the end of the run, when its seconds were spent.",
  );
  view.apply({ type: "resumed", step: 6, at: "2026-11-20T16:00:00.000Z" });
  assertStringIncludes(byClockText(view)?.message ?? "", "The clock decided 2 times");
});

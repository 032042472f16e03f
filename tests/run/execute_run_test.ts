import { assert, assertEquals, assertRejects } from "@std/assert";
import { TaskError, UsageError } from "../../src/errors.ts";
import { toyEvaluator } from "../../src/testing/toy_evaluator.ts";
import { eventsOf, toyRun } from "../../src/testing/toy_run.ts";
import { records } from "../support/records.ts";

for (const trainer of ["minibatch", "racing"] as const) {
  Deno.test(`executeRun() improves the task when the trainer is ${trainer}`, async () => {
    const run = toyRun({ trainer, steps: 12, seed: 1, evaluator: toyEvaluator({ test: 2 }) });
    const events = await eventsOf(run);
    const result = await run.result;
    assertEquals(result.stopReason, "steps");
    assert(result.best.score !== null && result.initial.score !== null);
    assert(result.best.score > result.initial.score + 1);
    assert(result.test !== null && result.test.best! > result.test.initial!);
    assertEquals(events[0]?.type, "started");
    assertEquals(events.at(-1)?.type, "finished");
    const evaluated = events.filter((event) => event.type === "evaluated");
    assertEquals(evaluated.length, result.evaluations);
    const keys = evaluated.map(({ candidate, example, sample }) =>
      `${candidate} ${example.split} ${example.index} ${sample}`
    );
    assertEquals(new Set(keys).size, keys.length);
  });

  Deno.test(`executeRun() gives the same records at any concurrency when the trainer is ${trainer}`, async () => {
    const runs = await Promise.all([1, 2, 8].map(async (concurrency) => {
      let delay = concurrency;
      const evaluator = toyEvaluator({
        test: 2,
        onEvaluate: async () => {
          delay = (delay * 7 + 3) % 5; // some overtake others
          for (let turn = 0; turn < delay; turn++) await Promise.resolve();
        },
      });
      return records(
        await eventsOf(toyRun({ trainer, concurrency, steps: 8, seed: 7, evaluator })),
      );
    }));
    assertEquals(runs[1], runs[0]);
    assertEquals(runs[2], runs[0]);
  });
}

Deno.test("executeRun() starts no more evaluations than its budget", async () => {
  for (const evaluations of [0, 1, 2, 3, 10, 25, 60]) {
    let started = 0;
    const evaluator = toyEvaluator({ test: 2, onEvaluate: () => void started++ });
    const run = toyRun({ steps: 50, budget: { evaluations }, evaluator });
    const result = await run.result;
    assert(started <= evaluations);
    assertEquals(result.evaluations, started);
    assertEquals([result.stopReason, result.budget], ["budget", "evaluations"]);
  }
});

Deno.test("executeRun() warns when a budget is too small to begin", async () => {
  const events = await eventsOf(toyRun({ budget: { evaluations: 2 } }));
  const warnings = events.filter((event) => event.type === "warning");
  assertEquals(warnings.map(({ message, advice }) => [message, advice]), [[
    "Not even the initial values could be evaluated: Cannot start 3 evaluations: 0 of 2 are spent",
    "Raise the limit of evaluations.",
  ]]);
});

Deno.test("executeRun() stops when its seconds are over", async () => {
  const run = toyRun({ steps: 1e6, budget: { seconds: 0.1 } });
  const { stopReason, budget, best } = await run.result;
  assertEquals([stopReason, budget], ["budget", "seconds"]);
  assert(best.score !== null);
});

Deno.test("executeRun() ends at the target, and when patience is over", async () => {
  const target = await toyRun({ steps: 200, target: -2 }).result;
  assertEquals(target.stopReason, "target");
  assert(target.best.score! >= -2);
  const patience = await toyRun({ steps: 200, patience: 3 }).result;
  assertEquals(patience.stopReason, "patience");
});

Deno.test("executeRun() closes its evaluator and emits the failure when the task is invalid", async () => {
  let isDisposed = false;
  const evaluator = toyEvaluator({
    onEvaluate: ({ example }) => {
      if (example.index === 2) throw new TaskError("the guide gave nothing");
    },
    onDispose: () => isDisposed = true,
  });
  const run = toyRun({ evaluator });
  const last = (await eventsOf(run)).at(-1);
  assert(last?.type === "finished");
  assertEquals(last.stopReason, "failed");
  assertEquals(last.error, { code: "task", message: "the guide gave nothing" });
  await assertRejects(() => run.result, TaskError);
  assert(isDisposed);
});

Deno.test("executeRun() emits a failure before the start", async () => {
  const run = toyRun({ steps: -1 });
  const events = await eventsOf(run);
  assertEquals(events.map((event) => event.type), ["finished"]);
  await assertRejects(() => run.result, UsageError, "steps");
});

Deno.test("Run.stop() ends the run as interrupted", async () => {
  const run = toyRun({ steps: 1000 });
  for await (const event of run) if (event.type === "step" && event.step === 2) run.stop();
  const result = await run.result;
  assertEquals(result.stopReason, "interrupted");
  assertEquals(result.best.score !== null, true);
});

import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { candidateOf } from "../../src/trainer/candidate.ts";
import type { RunEvent } from "../../src/trainer/event.ts";
import { readEventLog } from "../../src/trainer/event_log.ts";
import type { Evaluator } from "../../src/trainer/evaluator.ts";
import { withLoggedClock } from "../../src/trainer/logged_clock.ts";
import { toyEvaluator } from "../../src/testing/toy_evaluator.ts";
import { eventsOf, toyRun } from "../../src/testing/toy_run.ts";
import { records } from "../support/records.ts";
import { tempDir } from "../support/temp_dir.ts";

/** Refuses every third validation, and fails every fifth evaluation, as a loaded machine does. */
function slowEvaluator(): Evaluator {
  const evaluator = toyEvaluator({ test: 2 });
  let validations = 0;
  let evaluations = 0;
  return {
    ...evaluator,
    async validate(candidate, changed) {
      if (++validations % 3 > 0) return await evaluator.validate(candidate, changed);
      const [parameter = ""] = changed;
      const value = candidate.values[parameter];
      const rejections = [{ parameter, value, reason: "ran out of time" }];
      return { rejections, values: {}, isByClock: true };
    },
    async evaluate(request) {
      const report = await evaluator.evaluate(request);
      if (++evaluations % 5 > 0) return report;
      return { ...report, score: null, error: "ran out of time", isByClock: true };
    },
  };
}

const options = { trainer: "minibatch", steps: 6, batchSize: 2, seed: 4 } as const;

Deno.test("withLoggedClock() gives a run the clock of an earlier one", async () => {
  const before = await eventsOf(toyRun({ ...options, evaluator: slowEvaluator() }));
  assert(before.some((event) => event.type === "proposed" && event.isByClock));
  assert(before.some((event) => event.type === "evaluated" && event.isByClock));

  const fast = () => toyEvaluator({ test: 2 });
  const anew = await eventsOf(toyRun({ ...options, evaluator: fast() }));
  assertNotEquals(records(anew), records(before));

  const replayed = withLoggedClock(fast(), before);
  assertEquals(
    records(await eventsOf(toyRun({ ...options, evaluator: replayed }))),
    records(before),
  );
});

Deno.test("withLoggedClock() takes a result from the log that times out now", async () => {
  const before = await eventsOf(toyRun({ ...options, evaluator: toyEvaluator({ test: 2 }) }));
  const replayed = withLoggedClock(slowEvaluator(), before);
  assertEquals(
    records(await eventsOf(toyRun({ ...options, evaluator: replayed }))),
    records(before),
  );
});

Deno.test("a resumed run takes time-outs from its log", async () => {
  const runDir = await tempDir();
  await toyRun({ ...options, steps: 3, evaluator: slowEvaluator(), runDir }).result;
  const before = readEventLog(`${runDir}/events.jsonl`).filter(({ type }) => type !== "finished");
  await toyRun({ steps: 6, evaluator: toyEvaluator({ test: 2 }), runDir, resume: true }).result;
  const after = readEventLog(`${runDir}/events.jsonl`);
  assertEquals(records(after.slice(0, before.length)), records(before));
  assert(after.some((event) => event.type === "step" && event.step === 6));
});

Deno.test("withLoggedClock() takes of a logged attempt the values and refusals that are asked for", async () => {
  const rejection = (parameter: string) => ({ parameter, value: 1000, reason: "out of time" });
  const proposed: RunEvent = {
    type: "proposed",
    step: 1,
    proposal: 2,
    attempt: 1,
    outcome: "suggestion",
    changes: { x: 1, y: -2 },
    rejections: [rejection("y"), rejection("z")],
    isByClock: true,
  };
  const evaluator = withLoggedClock(toyEvaluator(), [proposed]);
  const attempt = { step: 1, proposal: 2, attempt: 1 };
  const candidate = candidateOf({ x: 5, y: 5 });
  assertEquals(await evaluator.validate(candidate, ["x"], { attempt }), {
    rejections: [],
    values: { x: 1 },
    isByClock: true,
  });
  assertEquals(await evaluator.validate(candidate, ["y"], { attempt }), {
    rejections: [rejection("y")],
    values: { y: -2 },
    isByClock: true,
  });
  for (const other of [{ step: 2 }, { proposal: 0 }, { attempt: 0 }]) {
    const options = { attempt: { ...attempt, ...other } };
    assertEquals((await evaluator.validate(candidate, ["x"], options)).values, { x: 5 });
  }
  assertEquals((await evaluator.validate(candidate, ["x"])).values, { x: 5 });
});

Deno.test("withLoggedClock() closes the evaluator, and gives its facts", async () => {
  let isDisposed = false;
  const toy = toyEvaluator({ onDispose: () => isDisposed = true });
  {
    await using evaluator = withLoggedClock(toy, []);
    assertEquals(await evaluator.facts(), await toy.facts());
  }
  assert(isDisposed);
});

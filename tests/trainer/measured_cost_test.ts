import { assert, assertEquals } from "@std/assert";
import { scriptedModel } from "../../src/model/scripted_model.ts";
import type { Proposer } from "../../src/problem/proposer.ts";
import { toyEvaluator } from "../../src/testing/toy_evaluator.ts";
import { toyRun } from "../../src/testing/toy_run.ts";
import { readEventLog } from "../../src/trainer/event_log.ts";
import type { Evaluator } from "../../src/trainer/evaluator.ts";
import type { EventOf, RunEvent } from "../../src/trainer/event.ts";
import { tempDir } from "../support/temp_dir.ts";

/** Asks the model, and proposes what does neither better nor worse: x and y change by the same. */
const undecided: Proposer = {
  name: "undecided",
  async propose(problem, { model, signal }) {
    await model!.generate(
      { messages: [{ role: "user", content: "more" }] },
      signal ? { signal } : {},
    );
    const [x, y] = problem.parameters.map(({ value }) => Number(value));
    return { kind: "suggestion", values: { x: x! + 1, y: y! + 1 }, reasoning: "as good" };
  },
};

/** The toy evaluator, whose evaluations say that they took so long; each candidate has outputs of its own. */
function taking(durationMs: number): Evaluator {
  const toy = toyEvaluator({ train: 12 });
  return {
    ...toy,
    async evaluate(request) {
      const output = JSON.stringify(request.candidate.values);
      return { ...await toy.evaluate(request), output, durationMs };
    },
  };
}

const options = (durationMs: number) => ({
  evaluator: taking(durationMs),
  trainer: "minibatch",
  optimizer: undecided,
  model: scriptedModel(() => "yes"),
  batchSize: 2,
  steps: 2,
  evaluationCost: "measured",
} as const);

/** Examples on which the comparisons of a run were decided. */
const decidedOn = (events: readonly RunEvent[]) =>
  events.flatMap((event) => event.type === "decided" ? [event.examples] : []);

const measured = (events: readonly RunEvent[]): readonly EventOf<"measured">[] =>
  events.filter((event) => event.type === "measured");

Deno.test("a measured cost ends a comparison after its batch where evaluations are slow, and at the end of the data where they are not", async () => {
  const slow = await Array.fromAsync(toyRun(options(60_000)));
  assertEquals(measured(slow).map(({ step, evaluationCost }) => [step, evaluationCost]), [[1, 1]]);
  assertEquals(decidedOn(slow), [2, 2]);
  const fast = await Array.fromAsync(toyRun(options(1e-9)));
  const [{ evaluationCost, evaluationMs, callMs } = { evaluationCost: 1 }] = measured(fast);
  assert(evaluationCost < 1e-3);
  assertEquals(evaluationCost, Number((evaluationMs! / callMs!).toPrecision(2)));
  assertEquals(decidedOn(fast), [12, 12]);
});

Deno.test("a resumed run keeps the measured cost of its log", async () => {
  const runDir = await tempDir();
  await toyRun({ ...options(60_000), steps: 1, runDir }).result;
  const path = `${runDir}/events.jsonl`;
  const log = readEventLog(path);
  assertEquals(decidedOn(log), [2]);
  const cheaper = log.map((event) =>
    event.type === "measured" ? { ...event, evaluationCost: 0.125 } : event
  );
  await Deno.writeTextFile(path, cheaper.map((event) => JSON.stringify(event) + "\n").join(""));
  const events = await Array.fromAsync(
    toyRun({ ...options(60_000), steps: 2, runDir, resume: true }),
  );
  assertEquals(measured(readEventLog(path)).map(({ evaluationCost }) => evaluationCost), [0.125]);
  assertEquals(decidedOn(events).at(-1), 6); // the batch, and as many as one call costs
  await Deno.remove(runDir, { recursive: true });
});

Deno.test("a run without a model measures nothing, and its evaluations are free", async () => {
  const { model: _, optimizer: __, ...rest } = options(60_000);
  const events = await Array.fromAsync(toyRun({ ...rest, steps: 3, seed: 2 }));
  assertEquals(measured(events), []);
  assert(Math.max(...decidedOn(events)) > 2);
});

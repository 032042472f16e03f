import { assertEquals, assertStringIncludes } from "@std/assert";
import { type LanguageModel, ModelError, modelJudge, optimize } from "../../mod.ts";
import { bookUncertainCalls } from "../../src/jobs/uncertain_calls.ts";
import { scriptedModel } from "../../src/model/scripted_model.ts";
import type { Proposer } from "../../src/problem/proposer.ts";
import { runRecords } from "../../src/run/run_records.ts";
import { toyRun } from "../../src/testing/toy_run.ts";
import { readEventLog } from "../../src/trainer/event_log.ts";
import { classifierTask, named, student, wordy } from "../support/classifier_task.ts";
import { logText } from "../support/log_text.ts";
import { tempDir } from "../support/temp_dir.ts";

/** Asks the model for the next x. */
const asking: Proposer = {
  name: "asking",
  async propose(problem, { history, model }) {
    const content = `${problem.parameters[0]?.value} ${history.size}`;
    const { text } = await model!.generate({ messages: [{ role: "user", content }] });
    return { kind: "suggestion", values: { x: Number(text) }, reasoning: "asked" };
  },
};

const run = (runDir: string, resume: boolean) =>
  toyRun({
    trainer: "minibatch",
    steps: 3,
    seed: 1,
    optimizer: asking,
    model: scriptedModel(() => "0.5"),
    runDir,
    resume,
  }).result;

Deno.test("bookUncertainCalls() charges a call that was cut off once, and the run makes it again", async () => {
  const whole = await tempDir();
  const { usage } = await run(whole, false);
  const events = readEventLog(`${whole}/events.jsonl`);
  const asked = events.findLastIndex(({ type }) => type === "asking");
  const runDir = await tempDir();
  const path = `${runDir}/events.jsonl`;
  await Deno.writeTextFile(path, logText(events.slice(0, asked + 1)));
  bookUncertainCalls(path);
  bookUncertainCalls(path);
  const resumed = await run(runDir, true);
  assertEquals(resumed.usage.calls, usage.calls + 1);
  const troubles = readEventLog(path).filter(({ type }) => type === "model-trouble");
  assertEquals(troubles.length, 1);
});

Deno.test("bookUncertainCalls() adds nothing to a log whose calls were all answered", async () => {
  const runDir = await tempDir();
  await run(runDir, false);
  const path = `${runDir}/events.jsonl`;
  const before = await Deno.readTextFile(path);
  bookUncertainCalls(path);
  assertEquals(await Deno.readTextFile(path), before);
});

/** Runs a task whose agent asks a model, and whose judge does; the log is cut after the first call that `role` began. */
async function cutClassifier(role: "agent" | "judge") {
  const judge = modelJudge({
    criteria: "It is short.",
    model: scriptedModel(() => '{"score": 0.5, "feedback": "good"}'),
  });
  const task = classifierTask({ guide: judge as never }); // as: it judges any output
  const models = { model: wordy(), agentModel: named("student", student()) };
  const options = { ...models, seed: 1, concurrency: 1 };
  const whole = await tempDir();
  const { usage } = await optimize(task, { ...options, runDir: whole }).result;
  const events = readEventLog(`${whole}/events.jsonl`);
  const begun = events.findIndex((event) => event.type === "asking" && event.role === role);
  const runDir = await tempDir();
  const path = `${runDir}/events.jsonl`;
  await Deno.writeTextFile(path, logText(events.slice(0, begun + 1)));
  return {
    usage,
    path,
    events,
    resume: () => optimize(task, { ...options, runDir, resume: true }).result,
  };
}

for (const role of ["agent", "judge"] as const) {
  Deno.test(`bookUncertainCalls() charges a call of the ${role} that was cut off once, and the run has the same records`, async () => {
    const { usage, path, events, resume } = await cutClassifier(role);
    bookUncertainCalls(path);
    bookUncertainCalls(path);
    const resumed = await resume();
    assertEquals(resumed.usage.byRole[role].calls, usage.byRole[role].calls + 1);
    assertEquals(resumed.usage.calls, usage.calls + 1);
    const continued = readEventLog(path);
    assertEquals(runRecords(continued), runRecords(events));
    const troubles = continued.flatMap((event) =>
      event.type === "model-trouble" ? [event.role] : []
    );
    assertEquals(troubles, [role]);
    const size = (await Deno.stat(path)).size;
    bookUncertainCalls(path);
    assertEquals((await Deno.stat(path)).size, size);
  });
}

Deno.test("bookUncertainCalls() charges nothing for calls that failed or were never made before the end of a run", async () => {
  const runDir = await tempDir();
  let calls = 0;
  const failing: LanguageModel = {
    name: "failing",
    generate: () => Promise.reject(new ModelError(calls++ % 2 ? "busy" : "no answer")),
  };
  const options = { model: wordy(), agentModel: failing, seed: 1, runDir, budget: { calls: 5 } };
  await optimize(classifierTask(), options).result;
  const path = `${runDir}/events.jsonl`;
  const before = await Deno.readTextFile(path);
  assertStringIncludes(before, '"type":"asking"');
  bookUncertainCalls(path);
  assertEquals(await Deno.readTextFile(path), before);
});

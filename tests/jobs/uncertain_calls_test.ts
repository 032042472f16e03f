import { assertEquals } from "@std/assert";
import { bookUncertainCalls } from "../../src/jobs/uncertain_calls.ts";
import { scriptedModel } from "../../src/model/scripted_model.ts";
import type { Proposer } from "../../src/problem/proposer.ts";
import { toyRun } from "../../src/testing/toy_run.ts";
import { readEventLog } from "../../src/trainer/event_log.ts";
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

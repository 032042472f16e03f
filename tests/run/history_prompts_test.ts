/**
 * The history in the prompts of whole runs: what it says, and that a resumed run says the same.
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type ScriptedModel, scriptedModel } from "../../src/model/scripted_model.ts";
import { eventsOf, toyRun, type ToyRunOptions } from "../../src/testing/toy_run.ts";
import { readEventLog } from "../../src/trainer/event_log.ts";
import { tempDir } from "../support/temp_dir.ts";

/** The model's answers by step: better, refused in part, no answer, worse, without effect, refused, better. */
const answers = [
  '{"suggestion": {"x": 2}}',
  '{"suggestion": {"x": 500, "y": 1}}',
  "I cannot say.",
  '{"suggestion": {"x": -3}}',
  '{"suggestion": {"x": 2}}',
  '{"suggestion": {"x": 500}}',
  '{"suggestion": {"x": 3, "y": -2}}',
  '{"suggestion": {"y": 0}}',
];

/** A run of OPRO on the toy problem. */
function run(model: ScriptedModel, options: ToyRunOptions = {}) {
  return toyRun({
    optimizer: { name: "opro", repairs: 0 },
    trainer: "minibatch",
    model,
    steps: answers.length,
    batchSize: 2,
    seed: 1,
    concurrency: 3,
    ...options,
  });
}

const promptsOf = ({ requests }: ScriptedModel) =>
  requests.map(({ messages }) => messages[1]?.content ?? "");

Deno.test("a prompt shows the start, comparisons with the parent, changes and refusals", async () => {
  const model = scriptedModel(answers);
  await run(model).result;
  const golden = await Deno.readTextFile(new URL("./history_prompt.txt", import.meta.url));
  assertEquals(`${promptsOf(model).at(-1)}\n`, golden);
});

Deno.test("a resumed run builds its prompts byte by byte as the run that was not interrupted", async () => {
  const whole = scriptedModel(answers);
  const runDir = await tempDir();
  await eventsOf(run(whole, { runDir }));
  const path = `${runDir}/events.jsonl`;
  const log = readEventLog(path);
  for (const type of ["exchange", "proposed", "answered", "compared", "step"] as const) {
    const cut = log.findIndex((event) => event.type === type && event.step >= 4) + 1;
    assert(cut > 0, type);
    await Deno.writeTextFile(
      path,
      log.slice(0, cut).map((event) => `${JSON.stringify(event)}\n`).join(""),
    );
    const known = log.slice(0, cut).filter((event) => event.type === "exchange").length;
    const rest = scriptedModel(answers.slice(known));
    await eventsOf(run(rest, { runDir, resume: true }));
    assertEquals(promptsOf(rest), promptsOf(whole).slice(known), `cut after ${type}`);
  }
  await Deno.remove(runDir, { recursive: true });
});

Deno.test("the history says of validation the mean alone", async () => {
  const model = scriptedModel(answers);
  const events = await eventsOf(run(model));
  const prompts = promptsOf(model).join("\n");
  const best = events.filter((event) => event.type === "best");
  assert(best.length > 1);
  assertStringIncludes(prompts, `validation mean ${Number(best[1]?.score?.toPrecision(6))}`);
  const single = events.flatMap((event) =>
    event.type === "evaluated" && event.example.split === "validation" ? [event.output] : []
  );
  assert(single.length > 3);
  assertEquals(single.filter((output) => prompts.includes(output)), []);
});

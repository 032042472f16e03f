import { assert, assertEquals, assertFalse, assertThrows } from "@std/assert";
import { UsageError } from "../../src/errors.ts";
import type { ModelRequest } from "../../src/model/language_model.ts";
import { type ScriptedModel, scriptedModel } from "../../src/model/scripted_model.ts";
import { executeRun } from "../../src/run/execute_run.ts";
import { appendNote, readNotes } from "../../src/run/notes_file.ts";
import { renderReport } from "../../src/run/report.ts";
import { Run } from "../../src/run/run.ts";
import { toyEvaluator } from "../../src/testing/toy_evaluator.ts";
import { eventsOf, toyRun, type ToyRunOptions } from "../../src/testing/toy_run.ts";
import { readEventLog } from "../../src/trainer/event_log.ts";
import type { RunEvent } from "../../src/trainer/event.ts";
import { newNote, type PersonFeedback } from "../../src/trainer/note.ts";
import { logText } from "../support/log_text.ts";
import { records } from "../support/records.ts";
import { tempDir } from "../support/temp_dir.ts";

const promptOf = ({ messages }: ModelRequest) => messages.map(({ content }) => content).join("\n");

/** A model that answers each step; `onAsk` is called with the number of the question, from 1. */
function answering(onAsk: (number: number) => void = () => {}): ScriptedModel {
  let asked = 0;
  return scriptedModel(() => {
    onAsk(++asked);
    return `{"suggestion": {"x": ${asked / 2}}}`;
  });
}

const options: ToyRunOptions = {
  trainer: "minibatch",
  steps: 4,
  batchSize: 2,
  seed: 3,
  optimizer: "opro",
};

/** A run in whose second question a person says something. */
function runWithNote(
  feedback: string | PersonFeedback,
  more: ToyRunOptions = {},
): { readonly run: Run; readonly model: ScriptedModel } {
  const model = answering((number) => number === 2 && run.addFeedback(feedback));
  const run: Run = toyRun({ ...options, model, ...more });
  return { run, model };
}

Deno.test("addFeedback() stands beside the guide's feedback from the next step on, and in no prompt before", async () => {
  const { run, model } = runWithNote({ text: "Far too\nsmall.", verdict: "reject", score: 0.25 });
  const events = await eventsOf(run);
  const prompts = model.requests.map(promptOf);
  const words =
    "A person on the outputs of earlier values (rejects them, gives them 0.25): Far too\n  small.";
  assertEquals(prompts.map((prompt) => prompt.includes(words)), [false, false, true, true]);
  const [note] = events.filter((event) => event.type === "note");
  assertEquals([note?.step, note?.text, note?.verdict, note?.score], [
    3,
    "Far too\nsmall.",
    "reject",
    0.25,
  ]);
});

Deno.test("addFeedback() changes no score, and no prompt where nothing was said", async () => {
  const quiet = answering();
  const without = await eventsOf(toyRun({ ...options, model: quiet }));
  const { run, model } = runWithNote("Larger, please.");
  const withNote = await eventsOf(run);
  const scores = (events: readonly RunEvent[]) =>
    events.flatMap((event) => event.type === "evaluated" ? [event.score] : []).sort();
  assertEquals(scores(withNote), scores(without));
  const [before, after] = [quiet, model].map(({ requests }) => requests.map(promptOf));
  assertEquals(after?.slice(0, 2), before?.slice(0, 2));
  assertEquals(
    after?.map((prompt) =>
      prompt.replace("\nA person on the outputs of earlier values: Larger, please.", "")
    ).map((prompt) =>
      prompt.replace("A person on the outputs of earlier values: Larger, please.\n", "")
    ),
    before,
  );
});

Deno.test("a note of the current values' outputs says so", async () => {
  let start = "";
  const model = answering((number) =>
    number === 1 && run.addFeedback({ text: "Good.", verdict: "prefer", candidate: start })
  );
  const still = { ...options, evaluator: toyEvaluator(), steps: 2 };
  const run: Run = toyRun({
    ...still,
    model,
    onEvent: (event) => {
      if (event.type === "started") start = event.candidate;
    },
    threshold: 1e9, // no candidate is accepted, so the start stays
  });
  await run.result;
  assert(
    promptOf(model.requests[1]!).includes("the outputs of these values (prefers them): Good."),
  );
});

Deno.test("a run with a note gives the same records when it is resumed after any event that follows, or repeated", async () => {
  const whole = await tempDir();
  const { run } = runWithNote("Larger, please.", { runDir: whole });
  await run.result;
  const events = readEventLog(`${whole}/events.jsonl`);
  const expected = records(events);
  const first = events.findIndex(({ type }) => type === "note");
  assert(first > 0);
  for (let kept = first + 1; kept < events.length; kept += 7) {
    const runDir = await tempDir();
    await Deno.writeTextFile(`${runDir}/events.jsonl`, logText(events.slice(0, kept)));
    const model = scriptedModel((request) => {
      const known = events.find((event) =>
        event.type === "exchange" && promptOf(event.request) === promptOf(request)
      );
      return known?.type === "exchange" ? known.response.text : "no such prompt";
    });
    await toyRun({ ...options, model, runDir, resume: true }).result;
    assertEquals(records(readEventLog(`${runDir}/events.jsonl`)), expected, `cut after ${kept}`);
  }
  const repeated = new Run((port) =>
    executeRun({
      options,
      model: answering(),
      openEvaluator: () => toyEvaluator(),
      repeated: events,
    }, port)
  );
  assertEquals(records(await eventsOf(repeated)), expected);
});

Deno.test("a run takes notes from its directory, once, also those that were there before it", async () => {
  const runDir = await tempDir();
  appendNote(runDir, newNote("Before the run."));
  const model = answering((number) =>
    number === 1 && appendNote(runDir, newNote("While it runs."))
  );
  await toyRun({ ...options, model, runDir }).result;
  await toyRun({ ...options, steps: 5, model, runDir, resume: true }).result;
  const notes = readEventLog(`${runDir}/events.jsonl`).filter((event) => event.type === "note");
  assertEquals(notes.map(({ step, text }) => [step, text]), [
    [1, "Before the run."],
    [2, "While it runs."],
  ]);
});

Deno.test("a run without a model logs a note and warns that nothing reads it", async () => {
  const runDir = await tempDir();
  appendNote(runDir, newNote("Hello?"));
  const events = await eventsOf(toyRun({ steps: 2, runDir }));
  assert(events.some((event) => event.type === "note"));
  assert(events.some((event) => event.type === "warning" && event.code === "note-unread"));
});

Deno.test("notes are bounded in size and number, and lines of other programs are left out", async () => {
  const run = toyRun({ steps: 1 });
  for (
    const [given, fault] of [["", "text"], [" \n", "text"], ["x".repeat(4_001), "4000"]] as const
  ) {
    assertThrows(() => run.addFeedback(given), UsageError, fault);
  }
  // as: what a caller without types may send
  assertThrows(
    () => run.addFeedback({ text: "a", verdict: "maybe" } as never),
    UsageError,
    "verdict",
  );
  assertThrows(() => run.addFeedback({ text: "a", score: NaN }), UsageError, "score");
  for (let count = 0; count < 100; count++) run.addFeedback(`note ${count}`);
  assertThrows(() => run.addFeedback("one more"), UsageError, "100 notes already");
  await run.result;
  assertThrows(() => run.addFeedback("late"), UsageError, "has ended");

  const runDir = await tempDir();
  appendNote(runDir, newNote("kept"));
  const garbage = ['{"text":1}', "no JSON", '{"id":"a","text":"t","at":"now","__proto__":{"x":1}}'];
  await Deno.writeTextFile(`${runDir}/notes.jsonl`, `${garbage.join("\n")}\n{"torn`, {
    append: true,
  });
  assertEquals(readNotes(runDir).map(({ text }) => text), ["kept", "t"]);
  assertFalse("x" in readNotes(runDir)[1]!);
  appendNote(runDir, newNote("after a torn line"));
  assertEquals(readNotes(runDir).at(-1)?.text, "after a torn line");
  for (let count = 3; count < 100; count++) appendNote(runDir, newNote("more"));
});

Deno.test("a report has what persons said, as text", async () => {
  const { run } = runWithNote({ text: "<b>Larger</b>", verdict: "reject" });
  const report = await renderReport(await eventsOf(run));
  assert(report.includes("&lt;b&gt;Larger&lt;/b&gt;"));
  assert(report.includes("What people said"));
});

import { assert, assertEquals, assertRejects } from "@std/assert";
import { UsageError } from "../../src/errors.ts";
import { scriptedModel } from "../../src/model/scripted_model.ts";
import type { Proposal } from "../../src/problem/proposal.ts";
import type { Proposer } from "../../src/problem/proposer.ts";
import { readEventLog } from "../../src/trainer/event_log.ts";
import type { RunEvent } from "../../src/trainer/event.ts";
import { runRecords } from "../../src/run/run_records.ts";
import { spentIn } from "../../src/trainer/ledger.ts";
import { toyEvaluator } from "../../src/testing/toy_evaluator.ts";
import { eventsOf, toyRun, type ToyRunOptions } from "../../src/testing/toy_run.ts";
import { logText } from "../support/log_text.ts";
import { records } from "../support/records.ts";
import { tempDir } from "../support/temp_dir.ts";

const lines = (events: readonly RunEvent[]) => events.map((e) => JSON.stringify(e) + "\n");

/** Asks the model for the next x, and again when the first was refused. */
const askingProposer: Proposer = {
  name: "asking",
  needsTrace: true,
  async propose(problem, { signal, history, model, repair, count }) {
    const x = problem.parameters[0]?.value;
    const content = `x is ${x} after ${history.size}${repair ? ", refused" : ""}`;
    const numbers = repair ? [repair.suggestion] : Array.from({ length: count }, (_, n) => n);
    const proposals = await Promise.all(numbers.map(async (seed): Promise<Proposal> => {
      const { text } = await model!.generate(
        { messages: [{ role: "user", content }], seed },
        signal ? { signal } : {},
      );
      return { kind: "suggestion", values: { x: Number(text) }, reasoning: "asked" };
    }));
    return { kind: "several", proposals };
  },
};

const answering = () =>
  scriptedModel((request) => {
    const content = request.messages[0]?.content ?? "";
    const x = Number(/x is (\S+)/.exec(content)?.[1]);
    const isWild = request.seed === 1 && !content.includes("refused"); // the second proposal of each step
    return String(isWild ? 1e6 : x + (request.seed === 1 ? 0.75 : 0.5));
  });

const variants: Readonly<Record<string, () => ToyRunOptions>> = {
  "the search": () => ({ trainer: "racing", steps: 3 }),
  "minibatches": () => ({ trainer: "minibatch", steps: 4, batchSize: 2 }),
  "a model": () => ({
    trainer: "minibatch",
    steps: 4,
    proposals: 2,
    optimizer: askingProposer,
    model: answering(),
  }),
  "a spent budget": () => ({ trainer: "minibatch", steps: 9, budget: { evaluations: 30 } }),
};

/** Where runs are cut: wherever the type of event changes, and after each fifth event. */
function cutsIn(events: readonly RunEvent[]): number[] {
  return events.flatMap(({ type }, place) =>
    place > 0 && (type !== events[place - 1]?.type || place % 5 === 0) ? [place] : []
  );
}

for (const [name, variant] of Object.entries(variants)) {
  Deno.test(`a run resumed after its events gives the same records: ${name}`, async () => {
    const options = () => ({ ...variant(), seed: 3, evaluator: toyEvaluator({ test: 2 }) });
    const whole = await tempDir();
    await toyRun({ ...options(), runDir: whole }).result;
    const events = readEventLog(`${whole}/events.jsonl`);
    const expected = records(events);
    assert(events.length > 25);
    if (name === "a model") assert(events.some((e) => e.type === "proposed" && e.attempt === 1));
    for (const kept of cutsIn(events)) {
      const runDir = await tempDir();
      const all = lines(events);
      const torn = all[kept]?.slice(0, 20 + kept) ?? ""; // killed while writing
      await Deno.writeTextFile(`${runDir}/events.jsonl`, all.slice(0, kept).join("") + torn);
      await toyRun({ ...options(), runDir, resume: true }).result;
      const resumed = readEventLog(`${runDir}/events.jsonl`);
      assertEquals(records(resumed), expected, `cut after event ${kept}`);
      assertEquals(lines(resumed).slice(0, kept), all.slice(0, kept));
      await Deno.remove(runDir, { recursive: true });
    }
    await Deno.remove(whole, { recursive: true });
  });
}

Deno.test("a run stopped at any moment and resumed pays for nothing twice", async () => {
  const paid = async (moments: readonly number[]) => {
    const runDir = await tempDir();
    let count = 0;
    const evaluator = () => toyEvaluator({ onEvaluate: () => void count++ });
    const asked = {
      seed: 5,
      steps: 4,
      optimizer: askingProposer,
      trainer: "minibatch",
      runDir,
    } as const;
    for (const [place, moment] of [...moments, Infinity].entries()) {
      const run = toyRun({
        ...asked,
        model: answering(),
        evaluator: evaluator(),
        resume: place > 0,
      });
      let seen = 0;
      for await (const _ of run) if (++seen === moment) run.stop();
      await run.result;
    }
    const events = readEventLog(`${runDir}/events.jsonl`);
    await Deno.remove(runDir, { recursive: true });
    return { count, calls: spentIn(events).calls, events: records(events) };
  };
  const whole = await paid([]);
  for (const moments of [[3], [9], [14], [6, 5, 9], [20]]) {
    const parts = await paid(moments);
    assertEquals(parts.events, whole.events);
    assertEquals(parts.calls, whole.calls);
    assert(parts.count - whole.count <= 4 * moments.length); // only what was under way when it stopped
  }
});

Deno.test("a resumed run counts the time that was spent before", async () => {
  const runDir = await tempDir();
  await toyRun({ steps: 1, runDir }).result;
  const events = readEventLog(`${runDir}/events.jsonl`).map((event) =>
    event.type === "finished" ? { ...event, seconds: 3599.999 } : event
  );
  await Deno.writeTextFile(`${runDir}/events.jsonl`, logText(events));
  const result = await toyRun({ steps: 1000, runDir, resume: true }).result;
  assertEquals([result.stopReason, result.budget], ["budget", "seconds"]);
  assert(result.seconds >= 3599.999);
  await Deno.remove(runDir, { recursive: true });
});

Deno.test("a run resumed after its time tells what it measured before", async () => {
  const runDir = await tempDir();
  const evaluator = () => toyEvaluator({ test: 2 });
  const first = await toyRun({ steps: 3, runDir, evaluator: evaluator() }).result;
  assert(first.initial.score !== null && first.test !== null);
  const events = readEventLog(`${runDir}/events.jsonl`).map((event) =>
    event.type === "finished" ? { ...event, seconds: 3600 } : event
  );
  await Deno.writeTextFile(`${runDir}/events.jsonl`, logText(events));
  const options = { steps: 9, runDir, resume: true, evaluator: evaluator() };
  const { initial, best, test, stopReason } = await toyRun(options).result;
  assertEquals({ initial, best, test, stopReason }, {
    initial: first.initial,
    best: first.best,
    test: first.test,
    stopReason: "budget",
  });
  const added = readEventLog(`${runDir}/events.jsonl`).slice(events.length);
  assert(!added.some((event) => event.type === "warning" && event.code === "start-not-evaluated"));
  await Deno.remove(runDir, { recursive: true });
});

Deno.test("a finished run can be given more steps", async () => {
  const runDir = await tempDir();
  const evaluator = () => toyEvaluator({ test: 2 });
  const first = await toyRun({ steps: 2, runDir, evaluator: evaluator() }).result;
  const second = await toyRun({ steps: 20, runDir, evaluator: evaluator(), resume: true }).result;
  assertEquals([first.stopReason, second.stopReason], ["steps", "steps"]);
  assert(second.best.score! > first.best.score!);
  const events = readEventLog(`${runDir}/events.jsonl`);
  assertEquals(events.filter((event) => event.type === "resumed").length, 1);
  assertEquals(events.filter((event) => event.type === "started").length, 1);
  const atOnce = await eventsOf(toyRun({ steps: 20, evaluator: evaluator() }));
  assertEquals(runRecords(events), runRecords(atOnce)); // so that a replay calls it the same
  await Deno.remove(runDir, { recursive: true });
});

Deno.test("resuming refuses settings of another run", async () => {
  const runDir = await tempDir();
  await assertRejects(() => toyRun({ runDir, resume: true }).result, UsageError, "Cannot read");
  await toyRun({ steps: 1, runDir, seed: 1 }).result;
  await assertRejects(
    () => toyRun({ steps: 1, runDir, resume: true, seed: 2 }).result,
    UsageError,
    'seed "2"',
  );
  await assertRejects(
    () => toyRun({ steps: 1, runDir, resume: true, evaluator: toyEvaluator({ train: 9 }) }).result,
    UsageError,
    "9 + 3 + 0 examples",
  );
  await assertRejects(() => toyRun({ steps: 1, runDir }).result, UsageError, "with a run in it");
  await Deno.remove(runDir, { recursive: true });
});

Deno.test("an unwritable run directory is refused before anything is paid", async () => {
  let count = 0;
  const evaluator = toyEvaluator({ onEvaluate: () => void count++ });
  const run = toyRun({ evaluator, runDir: "/proc/nowhere/run" });
  await assertRejects(() => run.result, UsageError, "/proc/nowhere/run");
  assertEquals(count, 0);
});

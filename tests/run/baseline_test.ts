import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { endingLines } from "../../src/cli/display/ending.ts";
import { scriptedModel } from "../../src/model/scripted_model.ts";
import { noSpending } from "../../src/model/spending.ts";
import { baselineText } from "../../src/run/baseline_text.ts";
import { renderReport } from "../../src/run/report.ts";
import { runRecords } from "../../src/run/run_records.ts";
import { RunView } from "../../src/run/run_view.ts";
import { toyEvaluator } from "../../src/testing/toy_evaluator.ts";
import { eventsOf, toyRun, type ToyRunOptions } from "../../src/testing/toy_run.ts";
import { readEventLog } from "../../src/trainer/event_log.ts";
import { tempDir } from "../support/temp_dir.ts";

const model = () => scriptedModel(() => '{"suggestion": {"x": 2.5, "y": -1.5}}');

const start = (options: ToyRunOptions = {}) =>
  toyRun({
    ...{ optimizer: "opro", model: model(), steps: 6, seed: 1, baseline: "search" },
    evaluator: toyEvaluator({ test: 2 }),
    ...options,
  });

Deno.test("a baseline is a search from the same start with at most as many evaluations, in a log of its own", async () => {
  const runDir = await tempDir();
  const events = await eventsOf(start({ runDir }));
  const finished = events.at(-1);
  assert(finished?.type === "finished");
  const { baseline, evaluations, initial } = finished;
  const own = readEventLog(`${runDir}/baseline/events.jsonl`);
  const [started, last] = [own[0], own.at(-1)];
  assert(started?.type === "started" && last?.type === "finished");
  assertEquals([started.optimizer, started.trainer, started.model], ["search", "racing", null]);
  assertEquals(last.initial, initial);
  assertEquals(baseline, {
    optimizer: "search",
    score: last.best.score,
    test: last.test?.best ?? null,
    evaluations: last.evaluations,
    usage: noSpending,
  });
  assert(last.evaluations <= evaluations && last.evaluations > evaluations / 2);
  assertEquals(readEventLog(`${runDir}/events.jsonl`)[0]?.type, "started");
});

Deno.test("summary, report and JSON say what the model added in score, tokens and dollars", async () => {
  const events = await eventsOf(start());
  const view = new RunView(events);
  const text = baselineText(view.finished!, view.split)!; // the run has finished with one
  assert(/^The search alone reached \S+ on test with \d+ of \d+ evaluations\./.test(text), text);
  assert(
    /The model added [+−]\S+, for \d+ calls, [\d,]+ tokens and \S+\.$|unknown price/.test(text),
  );
  const ending = endingLines(view, { summary: undefined, resume: "" });
  assert(ending.some((line) => JSON.stringify(line).includes(JSON.stringify(text).slice(1, -1))));
  assertStringIncludes(await renderReport(events), text);
});

Deno.test("a run that is interrupted in its baseline goes on with it, and has the same records", async () => {
  const whole = await tempDir();
  await start({ runDir: whole }).result;
  const runDir = await tempDir();
  const stop = new AbortController();
  const run = start({ runDir, signal: stop.signal });
  const cut = (async () => {
    for await (const event of run) {
      if (event.type === "warning" && event.code === "baseline") stop.abort();
    }
  })();
  assertEquals((await run.result).stopReason, "interrupted");
  await cut;
  // As after an interruption in its midst: a part of the baseline's log.
  const log = await Deno.readTextFile(`${whole}/baseline/events.jsonl`);
  await Deno.mkdir(`${runDir}/baseline`, { recursive: true });
  const half = log.split("\n").slice(0, 20).join("\n") + "\n";
  await Deno.writeTextFile(`${runDir}/baseline/events.jsonl`, half);
  const resumed = await toyRun({
    ...{ optimizer: "opro", model: model(), evaluator: toyEvaluator({ test: 2 }) },
    runDir,
    resume: true,
  }).result;
  assertEquals(resumed.stopReason, "steps");
  const recordsOf = (dir: string) => runRecords(readEventLog(`${dir}/baseline/events.jsonl`));
  assertEquals(recordsOf(runDir), recordsOf(whole));
});

Deno.test("a baseline beside the search, or of another name, is refused", async () => {
  const cases: readonly [ToyRunOptions, string][] = [
    [{ optimizer: "search" }, 'Cannot compare the optimizer "search" with itself'],
    [{ baseline: "random" as "search" }, 'Cannot use "random" as the baseline'], // as: from untyped code
  ];
  for (const [options, words] of cases) {
    const last = (await eventsOf(start(options))).at(-1);
    assertStringIncludes(last?.type === "finished" ? last.error?.message ?? "" : "", words);
  }
});

Deno.test("a baseline that fails leaves the run as it is, with a warning", async () => {
  let opened = 0;
  const evaluator = toyEvaluator();
  const failing = {
    ...evaluator,
    facts: () => opened++ === 0 ? evaluator.facts() : Promise.reject(new Error("gone")),
  };
  const events = await eventsOf(start({ evaluator: failing }));
  const last = events.at(-1);
  assert(last?.type === "finished" && last.stopReason === "steps" && !("baseline" in last));
  const warning = events.find((event) =>
    event.type === "warning" && event.code === "baseline-lost"
  );
  assertStringIncludes(JSON.stringify(warning), "The baseline is left out: gone.");
});

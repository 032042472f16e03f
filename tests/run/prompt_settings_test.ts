import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { scriptedModel } from "../../src/model/scripted_model.ts";
import type { OptimizerChoice } from "../../src/optimizer/optimizers.ts";
import { toRunOptions } from "../../src/cli/run_options.ts";
import { parseOptions } from "../../src/cli/options.ts";
import { runOptionTable } from "../../src/cli/run_options.ts";
import { readEventLog } from "../../src/trainer/event_log.ts";
import { eventsOf, toyRun } from "../../src/testing/toy_run.ts";
import { tempDir } from "../support/temp_dir.ts";

const optionsOf = (...args: string[]) => toRunOptions(parseOptions(runOptionTable, args).values);

/** A run on the toy problem with a model that proposes nothing; its events and prompts. */
async function runWith(optimizer: OptimizerChoice | undefined, more: object = {}) {
  const model = scriptedModel(() => '{"suggestion": {}}');
  const chosen = optimizer === undefined ? { optimizer: undefined } : { optimizer };
  const events = await eventsOf(toyRun({ steps: 1, model, ...chosen as object, ...more }));
  const prompts = model.requests.map(({ messages }) => messages[1]?.content ?? "");
  return { events, prompts, started: events.find((event) => event.type === "started") };
}

Deno.test("--mask, --memory and --answer-format are settings of the optimizer", () => {
  const { optimizer } = optionsOf(
    "--mask",
    "graph,history",
    "--memory",
    "3",
    "--answer-format",
    "tagged",
  );
  assertEquals(optimizer, { mask: ["graph", "history"], memorySize: 3, answerFormat: "tagged" });
  assertEquals(optionsOf("--optimizer", "opro", "--memory", "0").optimizer, {
    name: "opro",
    memorySize: 0,
  });
});

Deno.test("a run logs its settings of prompts, and keeps them when it is resumed", async () => {
  const runDir = await tempDir();
  const prompts = { mask: ["constraints"], memorySize: 0 } as const;
  const first = await runWith({ name: "opro", ...prompts }, { runDir });
  assertEquals(first.started?.prompts, prompts);
  assertStringIncludes(first.prompts[0] ?? "", "#Variables");
  const second = await runWith(undefined, { runDir, resume: true, steps: 2 });
  for (const prompt of [...first.prompts, ...second.prompts]) {
    assert(!prompt.includes("#Constraints") && !prompt.includes("#History"), prompt);
  }
  assertEquals(second.prompts.length, 1);
  const log = await readEventLog(`${runDir}/events.jsonl`);
  assertEquals(log.filter((event) => event.type === "exchange").length, 2);
});

Deno.test("a run refuses unknown sections, and settings of prompts where none are written", async () => {
  const cases: readonly [OptimizerChoice, string][] = [
    [{ name: "opro", mask: ["inputz" as "inputs"] }, 'Cannot mask "inputz"'], // as: from untyped code
    [{ name: "opro", mask: "graph" as never }, '"graph" as mask'], // as above
    [{ name: "search", mask: ["graph"] }, 'Cannot use mask (--mask) with the optimizer "search"'],
    [{ name: "opro", maxGradients: 4 }, 'Cannot use maxGradients with the optimizer "opro"'],
    [{ name: "hybrid", maxGradients: 4 }, "Cannot use maxGradients with the optimizer"],
    [{ name: "search", memorySize: 1 }, "Cannot use memorySize (--memory) with the optimizer"],
  ];
  for (const [optimizer, words] of cases) {
    const { events } = await runWith(optimizer);
    const last = events.at(-1);
    assertStringIncludes(last?.type === "finished" ? last.error?.message ?? "" : "", words);
  }
});

import { assert, assertEquals, assertRejects } from "@std/assert";
import { scriptedModel, TaskError } from "../../mod.ts";
import type { LanguageModel } from "../../mod.ts";
import { executeTask } from "../../src/run/optimize.ts";
import { runRecords } from "../../src/run/run_records.ts";
import { openTask } from "../../src/supervise/child/open_task.ts";
import type { RunEvent } from "../../src/trainer/event.ts";
import { openUntrustedTask } from "../../src/untrusted/open_untrusted_task.ts";
import { evaluatorOf, firstReport, openText, taskText } from "./opened_task.ts";

async function recordsOf(
  path: string,
  isUntrusted: boolean,
  model: LanguageModel | null,
): Promise<readonly string[]> {
  await using opened = await openTask({
    taskSource: path,
    ...(isUntrusted ? { untrusted: {} } : {}),
  });
  opened.judgeBy(model);
  const events: RunEvent[] = [];
  const run = executeTask(opened.task, {
    ...{ seed: 1, steps: 1, concurrency: 1, taskSource: opened.url, model },
    budget: { evaluations: 60 },
    onEvent: (event) => events.push(event),
  });
  await run.result;
  return runRecords(events);
}

const examples: readonly (readonly [path: string, model: () => LanguageModel | null])[] = [
  ["examples/quickstart.ts", () => null],
  ["examples/orders.ts", () => null], // with tools
  ["examples/triage.ts", () => scriptedModel(() => '{"instructions": "Answer in one word."}')],
];

for (const [path, model] of examples) {
  Deno.test(`an untrusted run has the same records as a trusted one: ${path}`, async () => {
    const trusted = await recordsOf(path, false, model());
    const untrusted = await recordsOf(path, true, model());
    assert(trusted.length > 4);
    assertEquals(untrusted, trusted);
  });
}

Deno.test("openUntrustedTask() loads several files, names them in errors, and exports the agent", async () => {
  const files = {
    "task.ts": `import { defineTask } from "@opto/opto";
import { scaled, type Scale } from "./lib/scaled.ts";
import { z } from "zod";
const limit: Scale = z.number().parse(3);
export default defineTask({
  name: "several",
  agent: () => scaled(),
  examples: { train: [{ input: 2, expected: 6 }] },
  guide: (_example, output) => {
    if (Number(output) < limit) throw new Error("too small");
    return Number(output);
  },
});
`,
    "lib/scaled.ts": `import { trainable } from "@opto/opto";
export type Scale = number;
/** Scales a number. */
export function scaled() {
  return trainable(function scale(n: number): Scale {
    return n; // the author's comment
  });
}
`,
  };
  await using task = await openUntrustedTask({ files, entry: "task.ts" });
  await using evaluator = evaluatorOf(task);
  const { parameters: [parameter] } = await evaluator.facts();
  assertEquals(
    parameter?.value,
    "export type Scale = number;\n\nexport function scale(n: number): Scale {\n  return n; // the author's comment\n}\n",
  );
  await assertRejects(() => firstReport(evaluator), TaskError, "too small at task.ts:10");
});

Deno.test("openUntrustedTask() refuses paths, circles, and what would run in the host", async () => {
  const open = (files: Record<string, string>, entry = "task.ts") =>
    openUntrustedTask({ files, entry });
  for (const path of ["../task.ts", "/task.ts", "a/../b.ts", "task.exe", "a b.ts", "", ".x.ts"]) {
    await assertRejects(() => open({ "task.ts": "", [path]: "" }), TaskError, "path");
  }
  await assertRejects(() => open({}, "task.ts"), TaskError, "none of its files");
  await assertRejects(() => open({ "task.ts": "x".repeat(2_000_000) }), TaskError, "bytes");
  await assertRejects(
    () => open({ "task.ts": `import "./b.ts";`, "b.ts": `import "./task.ts";` }),
    TaskError,
    "in a circle: task.ts → b.ts → task.ts",
  );
  const proposer = `optimizer: { name: "mine", propose: () => ({ kind: "nothing" }) } as never,`;
  await assertRejects(
    () => openText(taskText("", proposer)),
    TaskError,
    "optimizer of an untrusted task",
  );
});

import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import {
  bundle,
  defineTask,
  optimize,
  parameter,
  type RunEvent,
  sandboxed,
  scriptedModel,
  TaskError,
  trainable,
} from "../../mod.ts";
import { readEventLog } from "../../src/trainer/event_log.ts";
import { tempDir } from "../support/temp_dir.ts";

const here = new URL(import.meta.url).pathname;

/** The line of a text in this file. */
async function lineOf(text: string): Promise<number> {
  const lines = (await Deno.readTextFile(here)).split("\n");
  return lines.findIndex((line) => line.includes(text)) + 1;
}

const failing = defineTask({
  name: "failing",
  agent: () =>
    trainable(function pick(n: number): number {
      return [1, 2].at(n * 10)!.toFixed(2).length; // fails everywhere
    }),
  examples: { train: [1, 2, 3].map((input) => ({ input, expected: 2 * input })) },
  guide: ({ expected }, output) => output instanceof Error ? -9 : -Math.abs(output - expected),
  trainer: { steps: 1 },
});

const answer = JSON.stringify({
  reasoning: "",
  suggestion: { pick: "export function pick(n: number): number { return 2 * n; }" },
});

function warnings(events: readonly RunEvent[]) {
  return events.filter((event) => event.type === "warning");
}

Deno.test("a start that fails everywhere is reported before the first paid call, and may be mended", async () => {
  const run = optimize(failing, { model: scriptedModel([answer]) });
  const events = await Array.fromAsync(run);
  const types = events.map(({ type }) => type);
  const [warning] = warnings(events);
  assert(types.indexOf("warning") < types.indexOf("exchange"));
  assertEquals([warning?.code, warning?.file], ["start-fails", here]);
  assertEquals(warning?.line, await lineOf("// fails everywhere"));
  assertEquals((await run.result).best.score, -0);
});

Deno.test("a resumed run does not repeat the warning about its start", async () => {
  const runDir = await tempDir() + "/run";
  await optimize(failing, { model: scriptedModel([answer]), runDir }).result;
  await optimize(failing, { model: scriptedModel([answer]), runDir, resume: true, steps: 2 })
    .result;
  assertEquals(warnings(readEventLog(`${runDir}/events.jsonl`)).length, 1);
});

Deno.test("the place of a failure in code of the host is told", async () => {
  const broken = bundle(function broken(n: number): number {
    if (n > 0) throw new RangeError("no"); // the host's line
    return n;
  });
  const task = defineTask({
    name: "host",
    agent: () => ({ p: parameter(1, { name: "p" }), forward: (n: number) => broken(n) }),
    examples: { train: [{ input: 1 }] },
    guide: () => 0,
  });
  const [warning] = warnings(await Array.fromAsync(optimize(task, { steps: 0 })));
  assertEquals([warning?.file, warning?.line], [here, await lineOf("// the host's line")]);
  assertStringIncludes(warning?.message ?? "", "(RangeError) no");
});

const words = ["a", "b"];

Deno.test("code that can never run is refused at its first call in a library", async () => {
  const count = trainable(function count(n: number): number {
    return words.length + n; // not there
  });
  const error = await assertRejects(() => count(1), TaskError, `count uses "words"`);
  assertStringIncludes(error.message, `${here}:${await lineOf("// not there")}`);
  assertEquals(error.advice, "Put words inside the function, or declare uses: { words }.");
});

Deno.test("fixed code that only a closure reaches is refused when it is called", async () => {
  const loop = sandboxed(function loop(n: number): number {
    return words.length + n;
  });
  const task = defineTask({
    name: "hidden",
    agent: () => ({ p: parameter(1, { name: "p" }), forward: (n: number) => loop(n) }),
    examples: { train: [{ input: 1 }] },
    guide: () => 0,
  });
  await assertRejects(() => optimize(task, { steps: 0 }).result, TaskError, `loop uses "words"`);
});

Deno.test("code that was changed and can never run is a failure like others", async () => {
  const count = trainable(function count(n: number): number {
    return n;
  });
  await count.ready();
  count.parameter.update("export function count(n: number): number { return words.length + n; }");
  const error = await assertRejects(() => count(1), Error);
  assert(!(error instanceof TaskError));
});

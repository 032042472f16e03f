import type { OptimizerName } from "../../src/optimizer/optimizers.ts";
import type { TrainerName } from "../../src/trainer/trainers.ts";
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { defineTask, Module, optimize, parameter, trainable } from "../../mod.ts";
import { TaskError, UsageError } from "../../src/errors.ts";
import { scriptedModel } from "../../src/model/scripted_model.ts";
import { readEventLog } from "../../src/trainer/event_log.ts";
import { eventsOf } from "../../src/testing/toy_run.ts";
import { records } from "../support/records.ts";
import { tempDir } from "../support/temp_dir.ts";

/** Multiplies by a factor and adds what its code says. */
class Line extends Module<number, number> {
  factor = parameter(1, { name: "factor", description: "the slope" });
  shift = trainable(function shift(x: number): number {
    return x + 4;
  });
  async forward(x: number) {
    return (await this.shift(x)).mul(this.factor);
  }
}

const line = defineTask({
  name: "line",
  objective: "Come near to what is expected.",
  agent: () => new Line(),
  examples: {
    train: [1, 2, 3].map((x) => ({ input: x, expected: 3 * (x + 6) })),
    validation: [5, 6].map((x) => ({ input: x, expected: 3 * (x + 6) })),
    test: [{ input: 10, expected: 48 }],
  },
  guide({ expected }, output) {
    if (output instanceof Error) return { score: -100, feedback: "It failed." };
    const off = output - expected;
    return { score: -Math.abs(off), feedback: off < 0 ? "too small" : "too large" };
  },
  trainer: { steps: 4, batchSize: 2 },
  sandbox: { timeoutMs: 20_000 }, // records must not depend on how busy the machine is
});

const code = (body: string) => `export function shift(x: number): number {\n  ${body}\n}\n`;

/** Answers as a model would, by what the request holds. */
const answering = () =>
  scriptedModel(({ messages }) => {
    const prompt = messages.map(({ content }) => content).join("\n");
    const answer = (suggestion: unknown) => JSON.stringify({ reasoning: "because", suggestion });
    if (prompt.includes("x + 6")) return answer({ factor: 3 });
    if (prompt.includes("nowhere")) return answer({ shift: code("return x + 6;") }); // the refusal was shown
    return answer({ shift: code("return nowhere(x);") });
  });

Deno.test("optimize() takes a real task to its goal by the answers of a model", async () => {
  const runDir = await tempDir();
  const model = answering();
  const run = optimize(line, { model, runDir, seed: 1, concurrency: 2 });
  const events = await eventsOf(run);
  const result = await run.result;
  assertEquals([result.stopReason, result.best.score, result.test?.best], ["steps", -0, -0]);
  assertEquals(result.values, { factor: 3, shift: code("return x + 6;") });
  const refused = events.find((e) => e.type === "proposed" && e.rejections.length > 0);
  assert(refused?.type === "proposed");
  assertStringIncludes(refused.rejections[0]?.reason ?? "", "nowhere");
  assertStringIncludes(model.requests[0]?.messages.at(-1)?.content ?? "", "too");
  assertEquals(await Deno.readTextFile(`${runDir}/best/shift.ts`), code("return x + 6;"));
  assertEquals(JSON.parse(await Deno.readTextFile(`${runDir}/best/parameters.json`)).factor, 3);
  assertStringIncludes(await Deno.readTextFile(`${runDir}/report.html`), "line");
  const { forward } = await import(`file://${runDir}/best/agent.ts`);
  assertEquals(await forward(4), 30);
  await Deno.remove(runDir, { recursive: true });
});

Deno.test("optimize() gives the same records at any concurrency, and after an interruption", async () => {
  const logs: (readonly string[])[] = [];
  for (const concurrency of [1, 2, 8]) {
    const run = optimize(line, { model: answering(), seed: 1, concurrency });
    logs.push(records(await eventsOf(run)));
  }
  assertEquals(logs[1], logs[0]);
  assertEquals(logs[2], logs[0]);

  const runDir = await tempDir();
  for (const stopAfter of [4, 9, 5, Infinity]) {
    const resume = (await Array.fromAsync(Deno.readDir(runDir))).length > 0;
    const run = optimize(line, { model: answering(), runDir, resume, seed: 1, concurrency: 2 });
    let seen = 0;
    for await (const _ of run) if (++seen === stopAfter) run.stop();
    await run.result;
  }
  const resumed = records(readEventLog(`${runDir}/events.jsonl`));
  assertEquals(resumed, logs[0]?.map((text) => text.replace('"runDir":"",', "")));
  await Deno.remove(runDir, { recursive: true });
});

Deno.test("optimize() searches without a model", async () => {
  const run = optimize(line, { seed: 2, steps: 6, concurrency: 2 });
  const { initial, best, usage } = await run.result;
  assert(best.score! > initial.score!);
  assertEquals(usage.calls, 0);
});

Deno.test("optimize() rejects with advice when the options or the task are wrong", async () => {
  await assertRejects(() => optimize(line, { batchSize: 0 }).result, UsageError, "batchSize");
  await assertRejects(
    () => optimize(line, { trainer: "magic" as TrainerName }).result,
    UsageError,
    "magic",
  );
  await assertRejects(
    () => optimize(line, { optimizer: "magic" as OptimizerName }).result,
    UsageError,
    "magic",
  );
  await assertRejects(
    () => optimize(line, { optimizer: "optoprime" }).result,
    UsageError,
    "no model",
  );
  await assertRejects(
    () => optimize(line, { budget: { seconds: -1 } }).result,
    UsageError,
    "seconds",
  );
  const silent = { ...line, guide: () => NaN };
  await assertRejects(() => optimize(silent).result, TaskError, "validation example 0");
  const empty = { ...line, examples: { train: [] } };
  await assertRejects(() => optimize(empty).result, TaskError, "no examples");
  const fixed = { ...line, agent: () => (x: number) => x };
  await assertRejects(() => optimize(fixed).result, TaskError, "without parameters");
});

Deno.test("optimize() reports its results when its directory becomes unwritable", async () => {
  const runDir = await tempDir();
  const run = optimize(line, { model: answering(), runDir, seed: 1, concurrency: 1 });
  const ended = assertRejects(() => run.result);
  const events = [];
  for await (const event of run) {
    events.push(event);
    if (event.type === "best" && event.step === 0) {
      await Deno.rename(`${runDir}/best`, `${runDir}/moved`);
      await Deno.writeTextFile(`${runDir}/best`, ""); // no directory can be made there
    }
  }
  await ended;
  const [last, ...others] = events.filter(({ type }) => type === "finished");
  assertEquals(others, []);
  assert(last?.type === "finished");
  assertEquals([last.stopReason, last.initial.score === null], ["failed", false]);
  assert(last.evaluations > 0);
});

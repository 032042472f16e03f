import {
  assert,
  assertEquals,
  assertExists,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import {
  defineTask,
  type MaybeNode,
  Module,
  optimize,
  parameter,
  text,
  trainable,
} from "../../mod.ts";
import { ModelError } from "../../src/errors.ts";
import { scriptedModel } from "../../src/model/scripted_model.ts";
import { writeBest } from "../../src/run/best_directory.ts";
import { readEventLog } from "../../src/trainer/event_log.ts";
import { logLines } from "../support/log_text.ts";
import { sampleRun } from "../support/sample_run.ts";
import { tempDir } from "../support/temp_dir.ts";

/** How far a step goes. */
const stride = 2;

class Walker extends Module<number, number> {
  scale = parameter(-0, { name: "scale" });
  style = parameter("long");
  step = trainable(function step(x: number): number {
    return x + 1; // too short
  });

  /** One step, and the stride. */
  async forward(x: MaybeNode<number>) {
    return (await this.step(x)).add(stride).add(this.scale);
  }
}

const task = defineTask({
  name: "walk",
  agent: () => new Walker(),
  examples: { train: [1, 2, 3].map((input) => ({ input, expected: input + 7 })) },
  guide: ({ expected = 0 }, output) =>
    output instanceof Error ? -100 : -Math.abs(expected - output),
});

/** Answers that lengthen the step, with types and comments. */
const model = () =>
  scriptedModel(({ messages }) => {
    const prompt = messages.map(({ content }) => content).join("\n");
    const [variables = ""] = prompt.split("#Variables\n").slice(-1);
    const length = Number(/x \+ (\d+);/.exec(variables)?.[1] ?? 0);
    const step = `function step(x: number): number {\n  return x + ${length + 1}; // longer\n}`;
    return JSON.stringify({ reasoning: "longer", suggestion: { step } });
  });

const start = (runDir: string, resume = false, steps = 3) =>
  optimize(task, {
    model: model(),
    runDir,
    resume,
    seed: 1,
    steps,
    taskSource: import.meta.url,
  });

function filesIn(runDir: string): Readonly<Record<string, string>> {
  const names = [...Deno.readDirSync(`${runDir}/best`)].map(({ name }) => name).sort();
  return Object.fromEntries(
    names.map((name) => [name, Deno.readTextFileSync(`${runDir}/best/${name}`)]),
  );
}

Deno.test("best/ is the best of the log after every resume, with types and comments, byte for byte", async () => {
  const whole = await tempDir();
  await start(whole).result;
  const events = readEventLog(`${whole}/events.jsonl`);
  const expected = filesIn(whole);
  assertEquals(Object.keys(expected), ["agent.ts", "parameters.json", "step.ts"]);
  assertStringIncludes(expected["agent.ts"] ?? "", "const stride = 2;");
  assertStringIncludes(expected["agent.ts"] ?? "", "async forward(x: MaybeNode<number>) {");
  assertStringIncludes(expected["agent.ts"] ?? "", "(x: number): number {");
  assertStringIncludes(expected["step.ts"] ?? "", "// longer");
  const { forward } = await import(`file://${whole}/best/agent.ts`);
  const last = events.findLast((event) => event.type === "best");
  assert(last?.score !== undefined && last.step > 0);
  assertEquals(-Math.abs(8 - await forward(1)), last.score);

  const lines = logLines(events);
  const bests = events.flatMap((event, place) => event.type === "best" ? [place + 1] : []);
  for (const kept of [...bests, ...bests.map((place) => place - 1), 2, events.length]) {
    const runDir = await tempDir();
    await Deno.writeTextFile(`${runDir}/events.jsonl`, lines.slice(0, kept).join(""));
    if (kept % 2 === 0) { // what a kill and an earlier best left behind
      await Deno.mkdir(`${runDir}/best`);
      await Deno.writeTextFile(`${runDir}/best/agent.ts.part`, "half");
      await Deno.writeTextFile(`${runDir}/best/agent-missing.txt`, "old");
      await Deno.writeTextFile(`${runDir}/best/parameters.json`, "{");
    }
    await start(runDir, true).result;
    assertEquals(filesIn(runDir), expected, `cut after event ${kept}`);
  }
});

Deno.test("best/parameters.json is loaded by the library's own call", async () => {
  const runDir = await tempDir();
  const { values } = await start(runDir).result;
  const agent = new Walker();
  agent.load(await Deno.readTextFile(`${runDir}/best/parameters.json`));
  assertEquals(agent.step.parameter.data, values.step);
  assertEquals([agent.style.data, Object.is(agent.scale.data, -0)], ["long", true]);
});

Deno.test("best/ is the best of the log when a resumed run is stopped at once, or fails", async () => {
  const runDir = await tempDir();
  await start(runDir).result;
  const expected = filesIn(runDir);
  const last = readEventLog(`${runDir}/events.jsonl`).findLast(({ type }) => type === "best");
  assert(last?.type === "best");
  await Deno.remove(`${runDir}/best`, { recursive: true });
  const stopped = start(runDir, true, 5);
  stopped.stop();
  const { best } = await stopped.result;
  assertEquals([best.step, best.score], [last.step, last.score]);
  assertEquals(filesIn(runDir), expected);

  await Deno.remove(`${runDir}/best`, { recursive: true });
  const failing = optimize(task, {
    model: {
      ...model(),
      generate: () => Promise.reject(new ModelError("It is closed", { isFatal: true })),
    },
    runDir,
    resume: true,
    seed: 1,
    steps: 9,
    taskSource: import.meta.url,
  });
  await assertRejects(() => failing.result, ModelError);
  assertEquals(filesIn(runDir), expected);
});

Deno.test("writeBest() writes what an event has, and nothing else is left", async () => {
  const runDir = await tempDir();
  const [first, ...others] = sampleRun();
  assert(first?.type === "started");
  const best = others.findLast((event) => event.type === "best");
  assertExists(best);
  const write = (...[agent]: (typeof best.agent)[]) =>
    writeBest(runDir, first.task.parameters, agent && { ...best, agent });
  write({ kind: "module", text: "export const agent = 1;\n" });
  assertEquals(Object.keys(filesIn(runDir)), ["agent.ts", "parameters.json", "priority.ts"]);
  write({ kind: "missing", reason: "It uses `size`." });
  assertEquals(
    Object.keys(filesIn(runDir)),
    ["agent-missing.txt", "parameters.json", "priority.ts"],
  );
  assertEquals(filesIn(runDir)["agent-missing.txt"], "It uses `size`.\n");
  write();
  assertEquals(filesIn(runDir), {});
});

Deno.test("best/parameters.json calls a field without a name by its path, and is loaded by that name", async () => {
  class Greeter extends Module {
    words = parameter("hello");
    part = { rate: parameter(1), deep: [parameter(true)] };
    forward(name: string) {
      return text`${this.words} ${name}`;
    }
  }
  const runDir = await tempDir();
  const task = defineTask({
    name: "greet",
    agent: () => new Greeter(),
    examples: { train: [{ input: "you", expected: "bye you" }] },
    guide: ({ expected }, output) => output === expected ? 1 : 0,
  });
  const answer = '{"suggestion": {"words": "bye", "part.rate": 2, "part.deep.0": false}}';
  const { values } = await optimize(task, {
    steps: 1,
    runDir,
    model: scriptedModel(() => answer),
  }).result;
  assertEquals(Object.keys(values).sort(), ["part.deep.0", "part.rate", "words"]);
  const agent = new Greeter();
  agent.load(await Deno.readTextFile(`${runDir}/best/parameters.json`));
  assertEquals([agent.words.data, values.words], ["bye", "bye"]);
  agent.load({ words: "x", "part.rate": 5, "part.deep.0": true });
  assertEquals([agent.words.data, agent.part.rate.data], ["x", 5]);
});

Deno.test("a run whose best/ cannot be written has its end in the log, once", async () => {
  const runDir = await tempDir();
  await Deno.writeTextFile(`${runDir}/best`, "in the way");
  await assertRejects(() => start(runDir).result, Error, "best");
  const log = readEventLog(`${runDir}/events.jsonl`);
  assertEquals(log.filter(({ type }) => type === "finished").length, 1);
  assertEquals(log.at(-1)?.type, "finished");
  await Deno.remove(`${runDir}/best`);
  assertEquals((await start(runDir, true).result).stopReason, "steps");
});

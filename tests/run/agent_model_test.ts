import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import {
  ask,
  bundle,
  type LanguageModel,
  type MaybeNode,
  ModelError,
  modelJudge,
  Module,
  optimize,
  parameter,
  scriptedModel,
  UsageError,
} from "../../mod.ts";
import { BudgetError } from "../../src/errors.ts";
import { evaluateTask } from "../../src/run/evaluate_task.ts";
import { previewPrompt } from "../../src/run/preview_prompt.ts";
import { sendsText } from "../../src/run/sends.ts";
import { previewHere } from "../../src/supervise/child/preview_here.ts";
import type { RunEvent } from "../../src/trainer/event.ts";
import { classifierTask, named, student, wordy } from "../support/classifier_task.ts";
import { tempDir } from "../support/temp_dir.ts";

const exchangesOf = (events: readonly RunEvent[], role: string | undefined) =>
  events.filter((event) => event.type === "exchange" && event.role === role);

Deno.test("optimize() lets the agent ask its own model, and tells the use of each role", async () => {
  const [asked, optimizer] = [student(), wordy()];
  const run = optimize(classifierTask(), { model: optimizer, agentModel: asked });
  const events = await Array.fromAsync(run);
  const { initial, best, usage } = await run.result;
  assertEquals([initial.score, best.score], [0, 1]);
  // Four messages with two prompts, and a second sample of each train example, to see the noise.
  assertEquals([asked.requests.length, optimizer.requests.length], [14, 1]);
  assertEquals([usage.byRole.agent.calls, usage.byRole.optimizer.calls, usage.calls], [14, 1, 15]);
  const tokens = Object.values(usage.byRole).map(({ promptTokens }) => promptTokens);
  assertEquals(tokens.reduce((sum, each) => sum + each), usage.promptTokens);
  assertEquals(exchangesOf(events, "agent").length, 14);
  const [started] = events;
  assert(started?.type === "started");
  assertEquals([started.model, started.agentModel], ["scripted", "scripted"]);
  const step = events.find((event) => event.type === "step");
  assertEquals(step?.spent.byRole, usage.byRole);
  const prompt = optimizer.requests[0]?.messages.map(({ content }) => content).join("\n") ?? "";
  assertStringIncludes(prompt, "ask(");
  assertStringIncludes(prompt, "system: instructions");
});

Deno.test("optimize() answers the agent with the run's own model unless another is given", async () => {
  const [asked, optimizer] = [student(), wordy()];
  const both: LanguageModel = named("both", {
    name: "both",
    generate: (request, options) =>
      (request.messages[0]?.content.length ?? 0) < 60
        ? asked.generate(request, options)
        : optimizer.generate(request, options),
  });
  const { best, usage } = await optimize(classifierTask(), { model: both }).result;
  assertEquals([best.score, usage.byRole.agent.calls, usage.byRole.optimizer.calls], [1, 14, 1]);
});

Deno.test("optimize() of an agent that asks without a model fails with advice, also when the agent hides the error", async () => {
  await assertRejects(
    () => optimize(classifierTask()).result,
    UsageError,
    'Cannot answer "ask": the agent has no language model',
  );
  class Hiding extends Module<string, string> {
    instructions = parameter("Sort.", { name: "instructions" });
    #ask = bundle(async function asking(system: string, message: string): Promise<string> {
      return (await ask(message, { system })).data;
    });
    async forward(message: MaybeNode<string>) {
      return await this.#ask(this.instructions, message);
    }
  }
  await assertRejects(
    () => optimize(classifierTask({ agent: () => new Hiding() })).result,
    UsageError,
    "the agent has no language model",
  );
});

Deno.test("optimize() ends as `budget` when the agent spends it, and never goes over", async () => {
  for (const concurrency of [1, 4]) {
    const asked = student();
    const run = optimize(classifierTask(), {
      model: wordy(),
      agentModel: asked,
      budget: { calls: 5 },
      concurrency,
    });
    const events = await Array.fromAsync(run);
    const { stopReason, budget, usage, initial } = await run.result;
    assertEquals([stopReason, budget, usage.calls], ["budget", "calls", 5]);
    assertEquals(initial.score, 0);
    assert(events.every((event) => event.type !== "evaluated" || event.error === undefined));
  }
});

Deno.test("optimize() holds one budget of tokens over agents that ask at once", async () => {
  const asked = scriptedModel(() => "It is a refund. ".repeat(100));
  const run = optimize(classifierTask(), {
    model: null,
    agentModel: asked,
    budget: { tokens: 1_050 },
    concurrency: 4,
  });
  const { stopReason, usage } = await run.result;
  assertEquals(stopReason, "budget", Deno.inspect(usage));
  assert(usage.promptTokens + usage.completionTokens <= 1_050);
  assert(usage.calls > 1, "one call at a time still fits");
});

Deno.test("optimize() with samples asks once for each sample of an example", async () => {
  const asked = student();
  const run = optimize(classifierTask(), { model: wordy(), agentModel: asked, samples: 2 });
  const keys = (await Array.fromAsync(run)).flatMap((event) =>
    event.type === "exchange" && event.role === "agent" ? [event.key] : []
  );
  assertEquals(keys.length, asked.requests.length);
  assertEquals([new Set(keys).size, new Set(asked.requests.map((r) => JSON.stringify(r))).size], [
    keys.length,
    keys.length / 2,
  ]);
});

Deno.test("optimize() resumes without paying again for what the log has", async () => {
  const dir = await tempDir();
  const runDir = `${dir}/run`;
  const task = classifierTask();
  const stopping = new AbortController();
  let answers = 0;
  const dying = student();
  const killed: LanguageModel = {
    ...named("student", dying),
    async generate(request, options) {
      if (++answers > 6) stopping.abort();
      options?.signal?.throwIfAborted();
      return await dying.generate(request, options);
    },
  };
  const shared = { seed: 1, concurrency: 1, runDir } as const;
  const first = await optimize(task, {
    ...shared,
    model: named("teacher", wordy()),
    agentModel: killed,
    signal: stopping.signal,
  }).result;
  assertEquals([first.stopReason, dying.requests.length], ["interrupted", 6]);
  const other = { ...shared, resume: true, model: wordy(), agentModel: named("other", student()) };
  await assertRejects(
    () => optimize(task, other).result,
    UsageError,
    'the model "other" for the agent: "student" answered it before',
  );
  const [asked, optimizer] = [student(), wordy()];
  const second = await optimize(task, {
    ...shared,
    resume: true,
    model: named("teacher", optimizer),
    agentModel: named("student", asked),
  }).result;
  assertEquals([second.stopReason, second.best.score], ["steps", 1]);
  assertEquals([asked.requests.length, optimizer.requests.length], [8, 0]);
  assertEquals(second.usage.byRole.agent.calls, 14);
});

Deno.test("optimize() counts a model as judge, and asks it once about an output", async () => {
  const judge = scriptedModel(({ messages }) => {
    const isBare = /<output>\n\w+\n<\/output>/.test(messages.at(-1)?.content ?? "");
    return JSON.stringify({ feedback: "Labels.", score: isBare ? 1 : 0 });
  });
  const task = classifierTask({ guide: modelJudge({ model: judge, criteria: "One word." }) });
  const { best, usage } = await optimize(task, { model: wordy(), agentModel: student() }).result;
  assertEquals([best.score, usage.byRole.judge.calls], [1, judge.requests.length]);
  assertEquals(usage.calls, usage.byRole.judge.calls + 15);
});

Deno.test("optimize() takes a call of the agent without an answer as a failed example, and a rejected key as its end", async () => {
  const failing = (isFatal: boolean) =>
    scriptedModel(({ messages }) =>
      messages[1]?.content.startsWith("Where")
        ? new ModelError("The server refused the prompt", { status: 400, isFatal })
        : "refund"
    );
  const events = await Array.fromAsync(
    optimize(classifierTask(), { model: wordy(), agentModel: failing(false) }),
  );
  const failed = events.filter((event) => event.type === "evaluated" && event.error !== undefined);
  assert(failed.length > 0);
  for (const event of failed) {
    assert(event.type === "evaluated");
    assertStringIncludes(event.error ?? "", "The server refused the prompt");
    assertEquals(event.isByClock, true);
  }
  await assertRejects(
    () => optimize(classifierTask(), { model: wordy(), agentModel: failing(true) }).result,
    ModelError,
    "The server refused",
  );
});

Deno.test("evaluateTask() lets the agent ask within the budget, and tells its use", async () => {
  const events: RunEvent[] = [];
  const asked = student();
  const port = {
    publish: (event: RunEvent) => void events.push(event),
    signal: new AbortController().signal,
  };
  const models = { agent: asked, judge: (model: LanguageModel) => model };
  const { score, usage } = await evaluateTask(classifierTask(), { split: "train", models }, port);
  assertEquals([score, usage.calls, usage.byRole.agent.calls], [0, 3, 3]);
  assertEquals(exchangesOf(events, "agent").length, 3);
  const spent = { split: "train", models, budget: { calls: 2 } } as const;
  await assertRejects(() => evaluateTask(classifierTask(), spent, port), BudgetError);
});

Deno.test("previewPrompt() asks the agent's model, counts its calls, and says when there is none", async () => {
  const asked = student();
  const { agentCalls } = await previewPrompt(classifierTask(), { agentModel: asked });
  assertEquals(agentCalls, asked.requests.length);
  await assertRejects(() => previewPrompt(classifierTask()), UsageError, "no language model");
});

Deno.test("previewPrompt() counts the calls of judges, which pass through the given wrapper", async () => {
  const judge = scriptedModel(() => '{"feedback": "Labels.", "score": 0}');
  const task = classifierTask({ guide: modelJudge({ model: judge, criteria: "One word." }) });
  const wrapped: LanguageModel[] = [];
  const { judgeCalls } = await previewPrompt(task, {
    agentModel: student(),
    judge: (own) => (wrapped.push(own), own),
  });
  assertEquals([judgeCalls, wrapped.length > 0], [judge.requests.length, true]);
  assert(judgeCalls > 0);
});

Deno.test("previewHere() opens no model that is not asked, and records nothing", async () => {
  const [directory, ofTask] = [await tempDir(), await tempDir()];
  await Deno.writeTextFile(
    `${ofTask}/task.ts`,
    `import { defineTask, parameter } from ${
      JSON.stringify(new URL("../../mod.ts", import.meta.url))
    };
export default defineTask({
  name: "number",
  agent: () => {
    const x = parameter(1, { name: "x" });
    return { x, forward: (input: number) => x.mul(input) };
  },
  examples: { train: [{ input: 1 }] },
  guide: () => 0,
});
`,
  );
  const { agentCalls, judgeCalls } = await previewHere({
    kind: "preview",
    taskSource: `${ofTask}/task.ts`,
    options: {},
    model: {
      named: `manual:${directory}/answers`,
      baseUrl: undefined,
      replay: undefined,
      record: `${directory}/calls.jsonl`,
    },
  });
  assertEquals([agentCalls, judgeCalls], [0, 0]);
  assertEquals([...Deno.readDirSync(directory)], []);
});

Deno.test("optimize() says where the questions of the agent go, and redacts them", async () => {
  const asked = student();
  const host = { ...named("student", asked), host: "models.example" };
  const task = classifierTask({ redact: [/parcel/g] });
  const [started] = await Array.fromAsync(optimize(task, { model: wordy(), agentModel: host }));
  assert(started?.type === "started" && started.sends !== undefined);
  assertStringIncludes(
    sendsText(started.sends, "m"),
    "What the agent asks goes to models.example.",
  );
  const texts = asked.requests.flatMap(({ messages }) => messages.map(({ content }) => content));
  assert(texts.every((text) => !text.includes("parcel")));
});

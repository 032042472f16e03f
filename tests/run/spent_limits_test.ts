import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  type LanguageModel,
  type MaybeNode,
  modelJudge,
  optimize,
  parameter,
  scriptedModel,
  text,
} from "../../mod.ts";
import { baselinePlan } from "../../src/run/baseline.ts";
import { evaluateTask } from "../../src/run/evaluate_task.ts";
import { readEventLog } from "../../src/trainer/event_log.ts";
import type { RunEvent } from "../../src/trainer/event.ts";
import { knownUsdIn, nothingSpent } from "../../src/trainer/ledger.ts";
import { ModelError } from "../../src/errors.ts";
import { classifierTask, student, wordy } from "../support/classifier_task.ts";
import { tempDir } from "../support/temp_dir.ts";

/** The same model, each call of which costs so many dollars; null for a price that is not known. */
function costing(usd: number | null, name: string, model: LanguageModel): LanguageModel {
  return {
    name,
    price: usd === null ? null : { promptUsd: 1, completionUsd: 1 },
    async generate(request, options) {
      const response = await model.generate(request, options);
      return { ...response, usage: { ...response.usage, usd } };
    },
  };
}

const judging = () =>
  scriptedModel(({ messages }) => {
    const isBare = /<output>\n\w+\n<\/output>/.test(messages.at(-1)?.content ?? "");
    return JSON.stringify({ feedback: "Labels.", score: isBare ? 0.9 : 0 });
  });

/** A task whose judge has no price. */
const judged = () =>
  classifierTask({
    guide: modelJudge({ model: costing(null, "judge", judging()), criteria: "One word." }),
  });

/** An optimizer and a student for a dollar a call, and the number of their calls. */
function paid() {
  const [asked, optimizer] = [student(), wordy()];
  return {
    models: { model: costing(1, "teacher", optimizer), agentModel: costing(1, "student", asked) },
    calls: () => asked.requests.length + optimizer.requests.length,
  };
}

Deno.test("a resumed run has what is left of its dollars, also where a judge has no price", async () => {
  const runDir = await tempDir();
  const first = paid();
  const budget = { usd: 100 };
  const shared = { runDir, seed: 1, concurrency: 1 };
  const { usage } = await optimize(judged(), { ...shared, ...first.models, budget }).result;
  assertEquals([usage.usd, first.calls()], [null, 15]);
  assertEquals(knownUsdIn(readEventLog(`${runDir}/events.jsonl`)), 15);
  const second = paid();
  const { stopReason, budget: ended } = await optimize(judged(), {
    ...{ ...shared, ...second.models, resume: true, steps: 4 },
    budget: { usd: 15 },
  }).result;
  assertEquals([stopReason, ended, second.calls()], ["budget", "usd", 0]);
});

Deno.test("a baseline has what the run left of its dollars, and a resumed run what both left", async () => {
  const limited = paid();
  const events = await Array.fromAsync(optimize(judged(), {
    ...{ ...limited.models, seed: 1, concurrency: 1, baseline: "search" },
    budget: { usd: 17 },
  }));
  assertEquals(limited.calls(), 17);
  assertStringIncludes(JSON.stringify(events), "the usd of the run were used up");

  const runDir = await tempDir();
  const shared = { runDir, seed: 1, concurrency: 1 };
  const first = paid();
  await optimize(judged(), {
    ...{ ...shared, ...first.models, baseline: "search" },
    budget: { usd: 100 },
  }).result;
  const ofBaseline = knownUsdIn(readEventLog(`${runDir}/baseline/events.jsonl`));
  assert(ofBaseline > 0);
  assertEquals(first.calls(), 15 + ofBaseline);
  const second = paid();
  const usd = 15 + ofBaseline;
  const options = { ...shared, ...second.models, resume: true, steps: 4, budget: { usd } };
  const { stopReason } = await optimize(judged(), options).result;
  assertEquals([stopReason, second.calls()], ["budget", 0]);
});

Deno.test("a baseline has no number of proposals that its task means for a model", () => {
  const trainer = { name: "minibatch", proposals: 2, batchSize: 3 } as const;
  const plan = {
    options: {},
    model: null,
    task: { trainer },
    openEvaluator: () => {
      throw new Error("not opened here");
    },
  };
  const budget = { calls: null, tokens: null, usd: null, seconds: null, evaluations: null };
  const made = baselinePlan(plan, { spent: nothingSpent, budget, runDir: null });
  assertEquals(made.task?.trainer, { name: "minibatch", batchSize: 3 });
});

const port = (events: RunEvent[] = []) => ({
  publish: (event: RunEvent) => void events.push(event),
  signal: new AbortController().signal,
});

Deno.test("evaluateTask() allows 5,000 calls of a judge beside an agent that asks nothing", async () => {
  const task = classifierTask({
    agent: () => {
      const prefix = parameter("", { name: "prefix" });
      return { prefix, forward: (input: MaybeNode<string>) => text`${prefix}${input}` };
    },
    guide: modelJudge({ model: judging(), criteria: "One word." }),
    examples: { train: Array.from({ length: 210 }, (_, index) => ({ input: `${index}` })) },
  });
  const { usage, failures } = await evaluateTask(task, { concurrency: 1 }, port());
  assertEquals([usage.calls, failures], [210, 0]);
});

Deno.test("evaluateTask() redacts the reasons of failed calls", async () => {
  const events: RunEvent[] = [];
  const failing = scriptedModel(() => new ModelError("The parcel was refused"));
  const models = { agent: failing, judge: (model: LanguageModel) => model };
  await evaluateTask(classifierTask({ redact: [/parcel/g] }), { models }, port(events));
  const reasons = events.flatMap((event) => event.type === "model-trouble" ? [event.reason] : []);
  assertEquals(new Set(reasons), new Set(["The [redacted] was refused"]));
});

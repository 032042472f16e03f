/**
 * No text of held-out examples reaches a proposer: every field of every validation and test example holds a canary,
 * and so does all that is derived from it.
 */
import { assert, assertEquals, assertFalse, assertRejects } from "@std/assert";
import { defineTask, Module, optimize, parameter, type Task, trainable } from "../../mod.ts";
import { UsageError } from "../../src/errors.ts";
import { scriptedModel } from "../../src/model/scripted_model.ts";
import { oproProposer } from "../../src/optimizer/opro.ts";
import { optoPrimeProposer } from "../../src/optimizer/optoprime.ts";
import type { ProposeContext, Proposer } from "../../src/problem/proposer.ts";
import { maxTrials } from "../../src/problem/trial.ts";
import { previewPrompt } from "../../src/run/preview_prompt.ts";
import { searchProposer } from "../../src/search/search_proposer.ts";
import { taskEvaluator } from "../../src/task/task_evaluator.ts";
import { eventsOf } from "../../src/testing/toy_run.ts";
import { candidateOf } from "../../src/trainer/candidate.ts";
import { readEventLog } from "../../src/trainer/event_log.ts";
import type { RunEvent } from "../../src/trainer/event.ts";
import type { Split } from "../../src/trainer/evaluator.ts";
import type { Trainer } from "../../src/trainer/trainer.ts";
import { trainerNames } from "../../src/trainer/trainers.ts";
import { SharedRunner } from "../support/shared_sandbox.ts";
import { tempDir } from "../support/temp_dir.ts";

interface Sheet {
  readonly text: string;
  readonly nested: { readonly list: readonly string[] };
}

/** A value whose every field names its split. */
const sheet = (split: Split, index: number, part: string): Sheet => {
  const canary = (field: string) => `canary-${split}-${index}-${part}-${field}`;
  return { text: canary("text"), nested: { list: [canary("first"), canary("second")] } };
};

const examples = (split: Split) =>
  Array.from({ length: 3 }, (_, index) => ({
    input: sheet(split, index, "input"),
    expected: sheet(split, index, "expected"),
    note: sheet(split, index, "note"),
  }));

class Agent extends Module<Sheet, string> {
  ending = parameter(".", { name: "ending" });
  write = trainable(function write(sheet: { text: string; nested: { list: string[] } }): string {
    console.log(sheet.text);
    return sheet.nested.list.join(" ");
  });
  async forward(input: Sheet) {
    return (await this.write(input as never)).concat(this.ending); // as: readonly lists
  }
}

/** A task whose guide says all it knows. */
const task = (agent: () => Agent = () => new Agent()): Task =>
  defineTask({
    name: "canaries",
    objective: "Write more.",
    agent,
    examples: {
      train: examples("train"),
      validation: examples("validation"),
      test: examples("test"),
    },
    guide: (example, output) => ({
      score: output instanceof Error ? 0 : output.length,
      feedback: `${JSON.stringify(example)} gave ${output}`,
      metrics: { [JSON.stringify(example.expected)]: 1 },
    }),
  }) as unknown as Task; // as: a guide fits its own agent

const write = (body: string) =>
  `function write(sheet: { text: string; nested: { list: string[] } }): string {\n  ${body}\n}`;

/** Code that tells what it sees in every way: thrown, printed, returned, refused. */
const codes = [
  "throw new Error(JSON.stringify(sheet));",
  "console.error(sheet); return sheet.nested.list.join(' - ');",
  "if (!sheet.text.includes('train')) throw new TypeError(sheet.text); return sheet.text.repeat(9);",
  "return sheet.nested.list[5].toUpperCase();",
  "return fetch(sheet.text);",
  "return sheet.text +;",
  "return (() => sheet.text) as never;",
  "return JSON.stringify(sheet).repeat(2);",
].map(write);

/** The memory of a spy. */
interface SpyMemory {
  readonly asked: number;
  /** The memory of the proposer behind it. */
  readonly own: unknown;
}

/** All text that a proposer gets. */
function spy(inner: Proposer, read: string[]): Proposer<SpyMemory> {
  return {
    ...inner,
    initialMemory: { asked: 0, own: inner.initialMemory },
    suggestionCount: ({ history, memory: { own } }) =>
      inner.suggestionCount?.({ history, memory: own }) ?? 1,
    async propose(problem, context: ProposeContext<SpyMemory>) {
      const { history, previous, memory, repair } = context;
      const trials = [history.latest(maxTrials), history.best(maxTrials), history.refusals(99)];
      const all = [trials, previous, memory, repair];
      read.push(JSON.stringify([problem, all]));
      for (const code of codes.slice(0, 3)) {
        read.push(JSON.stringify(await context.trial?.({ write: code })));
      }
      const answer = await inner.propose(problem, { ...context, memory: memory.own });
      return { ...answer, memory: { asked: memory.asked + 1, own: answer.memory ?? memory.own } };
    },
  };
}

const optimizers: Readonly<Record<string, () => Proposer>> = {
  optoprime: optoPrimeProposer,
  opro: oproProposer,
  search: () => searchProposer({ proposalsPerStep: 6 }),
  "one's own": () => ({
    name: "own",
    suggestionCount: () => codes.length,
    propose: () =>
      Promise.resolve({
        kind: "several",
        proposals: codes.map((code) => ({
          kind: "suggestion",
          values: { write: code },
          reasoning: "",
        })),
      }),
  }),
};

/** The model's answers: one code after another. */
function talkingModel() {
  let asked = 0;
  return scriptedModel(() => {
    const code = codes[asked++ % codes.length];
    return JSON.stringify({ reasoning: "because", suggestion: { write: code, ending: "!" } });
  });
}

const heldOut = /canary-(validation|test)/;

/** Events whose text a proposer may be given: all but the evaluations themselves, and the data of examples. */
const readable = (events: readonly RunEvent[]) =>
  JSON.stringify(events.filter(({ type }) => type !== "evaluated" && type !== "example"));

for (const trainer of trainerNames) {
  const isSimple = trainer === "minibatch" || trainer === "racing"; // the others ask in one way, whatever the optimizer
  for (const [name, make] of Object.entries(optimizers).slice(0, isSimple ? undefined : 1)) {
    Deno.test(`${trainer} with ${name} gives a proposer no text of held-out examples`, async () => {
      const runDir = await tempDir();
      const once = async (resume: boolean, steps: number) => {
        const read: string[] = [];
        const model = talkingModel();
        const run = optimize(task(), {
          runDir,
          resume,
          steps,
          trainer,
          optimizer: spy(make(), read),
          model,
          seed: 5,
          batchSize: 2,
          concurrency: 1,
          budget: { evaluations: 2_000 },
          evaluator: taskEvaluator(task(), { runner: new SharedRunner(20_000), seed: 5 }),
        });
        const events = await eventsOf(run);
        const asked = model.requests.map((request) => JSON.stringify(request));
        return { events, told: [...read, ...asked, readable(events)] };
      };
      const first = await once(false, 4);
      const log = readEventLog(`${runDir}/events.jsonl`);
      const cut = log.findIndex((event) => event.type === "step" && event.step === 2) + 3;
      await Deno.writeTextFile(
        `${runDir}/events.jsonl`,
        log.slice(0, cut).map((event) => JSON.stringify(event) + "\n").join(""),
      );
      const resumed = await once(true, 4);
      const told = [...first.told, ...resumed.told];
      assert(told.some((text) => text.includes("canary-train"))); // so the canaries can be seen
      assert(heldOut.test(JSON.stringify(log))); // and the held-out examples were evaluated
      assert(log.some((event) => event.type === "best" && event.step > 0)); // by candidates, too
      assertEquals(told.filter((text) => heldOut.test(text)), []);
      await Deno.remove(runDir, { recursive: true });
    });
  }
}

Deno.test("expected values are logged for readers, and reach neither a proposer nor a candidate", async () => {
  const silent: Task = { ...task(), guide: (_example, output) => String(output).length };
  for (const [name, make] of Object.entries(optimizers)) {
    const read: string[] = [];
    const model = talkingModel();
    const run = optimize(silent, {
      steps: 3,
      optimizer: spy(make(), read),
      model,
      seed: 5,
      batchSize: 2,
      budget: { evaluations: 500 },
      evaluator: taskEvaluator(silent, { runner: new SharedRunner(20_000), seed: 5 }),
    });
    const events = await eventsOf(run);
    const [data, others] = [true, false].map((isData) =>
      events.filter(({ type }) => (type === "example") === isData)
    );
    assert(JSON.stringify(data).includes("canary-train-0-expected"), name);
    assert(JSON.stringify(data).includes("canary-test-0-expected"), name);
    assertFalse(JSON.stringify(others).includes("-expected-"), name); // outputs and console of candidates, too
    assertFalse(JSON.stringify([read, model.requests]).includes("-expected-"), name);
  }
});

Deno.test("previewPrompt() shows no text of held-out examples", async () => {
  const preview = JSON.stringify(await previewPrompt(task(), { optimizer: "optoprime" }));
  assert(preview.includes("canary-train"));
  assertFalse(heldOut.test(preview));
});

const shared = new Agent();

for (
  const [name, agent] of [["of its own", () => new Agent()], ["shared", () => shared]] as const
) {
  Deno.test(`taskEvaluator() quotes train examples alone while others are evaluated, agents ${name}`, async () => {
    const runner = new SharedRunner(20_000);
    await using evaluator = taskEvaluator(task(agent), { runner, seed: 1 });
    const { parameters } = await evaluator.facts();
    const initial = Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
    const request = (split: Split, index: number) => ({
      candidate: candidateOf(initial),
      example: { split, index },
      seed: 1,
      isTraced: false,
    });
    const evaluating = [0, 1, 2, 0, 1, 2].map((index) =>
      evaluator.evaluate(request(index % 2 === 0 ? "validation" : "test", index))
    );
    const recorded = evaluator.evaluate({ ...request("train", 0), hasInputs: true });
    const others = [1, 2, 0].map((index) => evaluator.evaluate(request("validation", index)));
    const { inputs = {} } = await recorded;
    const [first = ""] = codes;
    const candidate = candidateOf({ ...initial, write: first });
    const validation = await evaluator.validate(candidate, ["write"], { inputs });
    await Promise.all([...evaluating, ...others]);
    assertEquals(Object.keys(inputs), ["write"]);
    assertFalse(heldOut.test(JSON.stringify(inputs)));
    const told = JSON.stringify(validation);
    assert(told.includes("canary-train-0"));
    assertFalse(heldOut.test(told));
  });
}

Deno.test("TrainerContext refuses to propose from held-out examples, and to compare on them", async () => {
  const actions: Readonly<Record<string, Trainer["step"]>> = {
    async propose(context) {
      const examples = [{ split: "validation", index: 1 } as const];
      const [own] = await context.evaluate([context.current], examples);
      await context.propose(own!); // one per candidate
    },
    async challenge(context) {
      const examples = [{ split: "train", index: 0 }, { split: "test", index: 2 }] as const;
      const [own] = await context.evaluate([context.current], examples);
      context.challenge(own!, []); // one per candidate
    },
  };
  for (const [name, step] of Object.entries(actions)) {
    const run = optimize(task(), {
      trainer: { name, step },
      optimizer: "search",
      steps: 1,
      evaluator: taskEvaluator(task(), { runner: new SharedRunner(20_000), seed: 5 }),
    });
    await assertRejects(
      () => run.result,
      UsageError,
      name === "propose" ? "validation/1" : "test/2",
    );
  }
});

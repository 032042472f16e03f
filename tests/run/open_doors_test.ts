import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  defineTask,
  type Evaluator,
  type LanguageModel,
  optimize,
  parameter,
  type Proposer,
  TaskError,
  type Trainer,
  UsageError,
} from "@opto/opto";
import { scriptedModel, toyEvaluator } from "@opto/opto/testing";
import { minibatch } from "@opto/opto/trainer";
import { eventsOf } from "../../src/testing/toy_run.ts";
import { readEventLog } from "../../src/trainer/event_log.ts";
import { tempDir } from "../support/temp_dir.ts";

const definition = {
  name: "double",
  agent: () => {
    const factor = parameter(1, { name: "factor" });
    return { factor, forward: (x: number) => factor.mul(x) };
  },
  examples: { train: [1, 2, 3].map((x) => ({ input: x, expected: 2 * x })) },
  guide: (
    { expected = 0 }: { readonly expected?: number },
    output: number | Error,
  ) => output instanceof Error ? -100 : -Math.abs(output - expected),
};
const task = defineTask(definition);

/** Suggests the right factor at once. */
const knowing: Proposer = {
  name: "knowing",
  propose: () =>
    Promise.resolve({ kind: "suggestion", values: { factor: 2 }, reasoning: "I know." }),
};

const started = async (run: ReturnType<typeof optimize>) => {
  const events = await eventsOf(run);
  await run.result;
  return events.find((event) => event.type === "started");
};

Deno.test("optimize() takes a proposer of one's own, from its options or from the task", async () => {
  const given = optimize(task, { optimizer: knowing, steps: 1 });
  assertEquals((await given.result).best.parameters, { factor: 2 });
  const own = defineTask({ ...definition, optimizer: knowing });
  const event = await started(optimize(own, { steps: 1 }));
  assertEquals([event?.optimizer, event?.trainer], ["knowing", "racing"]);
  const named = await started(optimize(own, { steps: 1, optimizer: "search" }));
  assertEquals(named?.optimizer, "search");
});

Deno.test("optimize() takes settings beside a part of one's own", async () => {
  let asked = 0;
  const stubborn: Proposer = {
    name: "stubborn",
    propose() {
      asked++;
      return Promise.resolve({ kind: "suggestion", values: { factor: "x" }, reasoning: "" });
    },
  };
  const trainer = { ...minibatch, steps: 2, batchSize: 1 };
  await optimize(task, { optimizer: { ...stubborn, repairs: 4 }, trainer }).result;
  assertEquals(asked, 2 * 5);
});

Deno.test("optimize() takes a trainer of one's own, and its settings from the task", async () => {
  let steps = 0;
  const counting: Trainer = {
    name: "counting",
    async step(context) {
      steps++;
      await minibatch.step(context);
    },
  };
  const own = defineTask({ ...definition, trainer: Object.assign(counting, { steps: 3 }) });
  const event = await started(optimize(own, { optimizer: knowing }));
  assertEquals([event?.trainer, event?.steps, steps], ["counting", 3, 3]);
});

Deno.test("optimize() gives the messages of a propagator to the proposer", async () => {
  const seen: unknown[] = [];
  const reading: Proposer = {
    name: "reading",
    needsTrace: true,
    propose({ messages }) {
      seen.push(messages);
      return Promise.resolve({ kind: "nothing", reasoning: "" });
    },
  };
  const options = { optimizer: reading, trainer: "minibatch", steps: 1, batchSize: 3 } as const;
  await optimize(task, { ...options, propagator: "sum" }).result;
  await optimize(task, options).result;
  await optimize(defineTask({ ...definition, propagator: { init: () => 1, merge: () => 5 } }), {
    ...options,
  }).result;
  const [sums, none, own] = seen as Record<string, { score: number }[]>[];
  assertEquals(sums?.factor?.map(({ score }) => score).toSorted(), [-1, -2, -3]);
  assertEquals([none, own], [undefined, { factor: [5, 5, 5] } as unknown]);
});

Deno.test("optimize() refuses messages of a propagator that are not plain data", async () => {
  const optimizer: Proposer = { ...knowing, needsTrace: true };
  const propagator = { init: () => () => 1, merge: () => () => 1 };
  await assertRejects(
    () => optimize(task, { optimizer, propagator, steps: 1 }).result,
    TaskError,
    "factor",
  );
});

Deno.test("optimize() takes a model from the task, and an evaluator that it leaves open", async () => {
  const model = scriptedModel(() => '{"suggestion": {"factor": 2}}');
  const own = defineTask({ ...definition, model });
  assertEquals((await optimize(own, { steps: 1 }).result).usage.calls, 1);
  let isDisposed = false;
  const evaluator: Evaluator = toyEvaluator({ onDispose: () => isDisposed = true });
  const { best } = await optimize(task, { evaluator, steps: 5 }).result;
  assertEquals([Object.keys(best.parameters), isDisposed], [["x", "y"], false]);
});

Deno.test("a run with parts of one's own is resumed with the parts of the task", async () => {
  const runDir = await tempDir();
  const own = defineTask({ ...definition, optimizer: knowing });
  await optimize(own, { steps: 1, runDir }).result;
  const { best } = await optimize(own, { steps: 2, runDir, resume: true }).result;
  assertEquals(best.parameters, { factor: 2 });
  assertEquals(readEventLog(`${runDir}/events.jsonl`)[0]?.type, "started");
  await assertRejects(
    () => optimize(task, { steps: 2, runDir, resume: true }).result,
    UsageError,
    '"knowing"',
  );
  await assertRejects(
    () => optimize(own, { steps: 2, runDir, resume: true, optimizer: "search" }).result,
    UsageError,
    'optimizer "search": received "knowing"',
  );
});

Deno.test("defineTask() refuses parts that are none", () => {
  for (const part of ["optimizer", "trainer", "propagator", "model"]) {
    assertThrows(() => defineTask({ ...definition, [part]: 5 }), TaskError, `"${part}"`);
  }
});

Deno.test("names of strategies are checked by the compiler", () => {
  const _never = () => [
    // @ts-expect-error a misspelt optimizer
    optimize(task, { optimizer: "optoprim" }),
    // @ts-expect-error a misspelt trainer
    optimize(task, { trainer: "minibach" }),
    // @ts-expect-error a misspelt propagator
    optimize(task, { propagator: "sums" }),
    // @ts-expect-error a misspelt setting
    optimize(task, { trainer: { name: "minibatch", stepz: 4 } }),
    // @ts-expect-error a misspelt optimizer in a task
    defineTask({ ...definition, optimizer: { name: "optoprim" } }),
  ];
  const model: LanguageModel = scriptedModel([]);
  assert(model.name.length > 0);
});

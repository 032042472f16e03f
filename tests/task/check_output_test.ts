import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { z } from "zod";
import { defineTask, optimize, parameter, type Task, trainable } from "../../mod.ts";
import { TaskError } from "../../src/errors.ts";
import { scriptedModel } from "../../src/model/scripted_model.ts";
import { taskEvaluator } from "../../src/task/task_evaluator.ts";
import { evaluatorCases } from "../../src/testing/evaluator_cases.ts";
import { eventsOf } from "../../src/testing/toy_run.ts";
import { candidateOf } from "../../src/trainer/candidate.ts";
import type { StandardSchema } from "../../src/trace/schema.ts";
import { records } from "../support/records.ts";
import { SharedRunner } from "../support/shared_sandbox.ts";

const code = (body: string) => `function answer(x: number): string {\n  ${body}\n}`;

/** A task whose guide trusts its output: the shorter, the better. */
const brief = (output?: StandardSchema<string>) =>
  defineTask({
    name: "brief",
    agent: () =>
      trainable(function answer(x: number): string {
        return "a long answer to " + x;
      }),
    examples: { train: [{ input: 1 }, { input: 2 }], validation: [{ input: 3 }] },
    ...(output === undefined ? {} : { output }),
    guide: (_example, output) =>
      output instanceof Error
        ? { score: -1000, feedback: "It failed." }
        : { score: -output.length, feedback: `${output.length} characters` },
    trainer: { steps: 2, batchSize: 2 },
  });

const open = (task: unknown) =>
  taskEvaluator(task as Task, { runner: new SharedRunner(20_000), seed: 0 }); // as: a guide fits its own agent

/** The report of values that replace the initial ones. */
async function reportOf(task: unknown, values: Readonly<Record<string, unknown>> = {}) {
  await using evaluator = open(task);
  const { parameters } = await evaluator.facts();
  const initial = Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
  return await evaluator.evaluate({
    candidate: candidateOf({ ...initial, ...values }),
    example: { split: "train", index: 0 },
    seed: 1,
    isTraced: true,
  });
}

/** A task whose parameter is its output. */
const bare = (output: unknown, value: unknown, guide: Task["guide"] = () => 1) => ({
  ...brief(),
  agent: () => ({ p: parameter(0, { name: "p" }), forward: () => value }),
  output,
  guide,
});

const lie = code("return { length: -1e9 } as never;");

Deno.test("output of a task refuses an output of another type before the guide gets it", async () => {
  assertEquals((await reportOf(brief(), { answer: lie })).score, 1e9); // so the lie is worth it
  const { score, error, feedback } = await reportOf(brief(z.string()), { answer: lie });
  assertEquals(score, -1000);
  assertStringIncludes(
    error ?? "",
    "expected string, received object (received {length: -1000000000})",
  );
  assertStringIncludes(feedback, "It failed.");
  assertStringIncludes(feedback, "expected string");
  assertEquals((await reportOf(brief(z.string()))).score, -18);
});

Deno.test("output of a task carries the refusal back to the code", async () => {
  const { feedbackGraph } = await reportOf(brief(z.string()), { answer: lie });
  const nodes = feedbackGraph?.graph.nodes ?? [];
  assertEquals(feedbackGraph?.outputs.length, 1);
  assert(nodes.some(({ name }) => name === "answer"));
  assertStringIncludes(JSON.stringify(feedbackGraph), "expected string");
});

Deno.test("output of a task says what was expected, where, and what came", async () => {
  const nested = z.object({
    items: z.array(z.object({ n: z.number() })),
    by: z.map(z.string(), z.number()),
  });
  const value = { items: [{ n: 1 }, { n: "two" }], by: new Map([["x", "y"]]) };
  const { error = "", score } = await reportOf(bare(nested, value, (_example, output) => {
    assert(output instanceof Error);
    return -1;
  }));
  assertEquals(score, -1);
  assertStringIncludes(
    error,
    'items.1.n: Invalid input: expected number, received string (received "two")',
  );
  assertStringIncludes(
    error,
    'by.x: Invalid input: expected number, received string (received "y")',
  );
});

Deno.test("output of a task is bounded in its message", async () => {
  const { error = "" } = await reportOf(
    bare(z.array(z.number()), Array(1000).fill("x".repeat(9_999))),
  );
  assertStringIncludes(error, "and 995 more");
  assert(error.length < 5_000);
  const hostile = {
    "~standard": {
      version: 1,
      vendor: "test",
      validate: () => ({
        issues: [{ message: "m".repeat(1e6), path: ["__proto__", "constructor", 9] }],
      }),
    },
  };
  const wordy = await reportOf(bare(hostile, { a: 1 }));
  assert((wordy.error ?? "").length < 1_000);
  assertStringIncludes(wordy.error ?? "", "(received undefined)");
});

Deno.test("output of a task gives the guide what the schema returns", async () => {
  const trimmed = z.object({ text: z.string().trim(), extra: z.number().default(7) });
  const seen: unknown[] = [];
  await reportOf(bare(trimmed, { text: " a ", other: 1 }, (_example, output) => {
    seen.push(output);
    return 1;
  }));
  assertEquals(seen, [{ text: "a", extra: 7 }]);
});

const standard = (validate: () => unknown) => ({
  "~standard": { version: 1, vendor: "test", validate },
});

/** Schemas whose validators are asynchronous, or throw. */
const broken: readonly unknown[] = [
  z.string().refine(() => Promise.resolve(true)),
  z.string().transform((text) => text.repeat(-1)),
  standard(() => Promise.reject(new Error("late"))),
  standard(() => {
    throw new RangeError("too deep");
  }),
];

Deno.test("output of a task with a broken validator is an error of the task for the initial values alone", async () => {
  for (const schema of broken) {
    const whole = { ...brief(), output: schema };
    await assertRejects(() => reportOf(whole), TaskError, "its validator");
    const { score, error = "" } = await reportOf(whole, { answer: code("return 'x';") });
    assertEquals(score, -1000);
    assertStringIncludes(error, "its validator");
  }
});

Deno.test("defineTask() refuses an output that is no schema", () => {
  for (const output of [3, "string", {}, { "~standard": null }, { "~standard": { validate: 1 } }]) {
    assertThrows(() => defineTask({ ...brief(), output } as never), TaskError, '"output"');
  }
});

Deno.test("defineTask() takes schemas of the agent's output type alone", () => {
  // @ts-expect-error: the agent gives strings
  const wrong = brief(z.number());
  assert(wrong.output);
});

for (
  const { name, run } of evaluatorCases({
    open: () => open(brief(z.string().max(60))),
    others: [{ answer: lie }, { answer: code("return 'x'.repeat(50 * x);") }],
    refused: { values: { answer: code("return fetch(x);") }, parameter: "answer" },
  })
) Deno.test(`taskEvaluator() with an output schema: ${name}`, run);

Deno.test("optimize() never keeps an output that does not match, logs it, and gives the same again", async () => {
  const suggest = (answer: string) => JSON.stringify({ reasoning: "", suggestion: { answer } });
  const run = async (clockOf: Awaited<ReturnType<typeof eventsOf>> = []) => {
    const model = scriptedModel([suggest(lie), suggest(code("return 'ok';"))]);
    const running = optimize(brief(z.string()), { model, seed: 1, concurrency: 1, clockOf });
    const events = await eventsOf(running);
    return { events, best: (await running.result).best };
  };
  const first = await run();
  const better = `export ${code("return 'ok';")}`; // as the start is
  assertEquals([first.best.score, first.best.parameters.answer], [-2, better]);
  const failed = first.events.filter((event) =>
    event.type === "evaluated" && event.error !== undefined
  );
  assertEquals(failed.length, 2);
  const again = await run(first.events);
  assertEquals(records(again.events), records(first.events));
});

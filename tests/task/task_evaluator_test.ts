import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { z } from "zod";
import { bundle, defineTask, Module, parameter, type Task, trainable } from "../../mod.ts";
import { openSandboxPool } from "../../src/code/sandbox/open_sandbox.ts";
import { TaskError } from "../../src/errors.ts";
import { taskEvaluator } from "../../src/task/task_evaluator.ts";
import { candidateOf } from "../../src/trainer/candidate.ts";
import type { EvaluationRequest, Evaluator, Report } from "../../src/trainer/evaluator.ts";
import type { Values } from "../../src/problem/problem.ts";
import { evaluatorCases, type EvaluatorUnderTest } from "../../src/testing/evaluator_cases.ts";
import { toyEvaluator } from "../../src/testing/toy_evaluator.ts";

function testEvaluator(name: string, under: EvaluatorUnderTest): void {
  for (const { name: obligation, run } of evaluatorCases(under)) {
    Deno.test(`${name}: ${obligation}`, run);
  }
}

class Agent extends Module<number, number> {
  factor = parameter(2, { name: "factor", schema: z.number().min(0).max(10) });
  noisy = trainable(function noisy(x: number): number {
    return x + Math.random();
  });
  async forward(x: number) {
    return (await this.noisy(x)).mul(this.factor);
  }
}

const task = defineTask({
  name: "noise",
  agent: () => new Agent(),
  examples: { train: [1, 2, 3].map((input) => ({ input })) },
  guide: (_example, output) => output instanceof Error ? -1 : { score: output, feedback: "larger" },
});

const code = (body: string) => `export function noisy(x: number): number {\n  ${body}\n}\n`;

/** An evaluator with a time limit that only endless loops pass, however busy the machine is. */
const open = <In, Out, Expected>(task: Task<In, Out, Expected>, timeoutMs = 20_000) =>
  taskEvaluator(task as unknown as Task, { // as: a guide fits its own agent
    seed: 0,
    runner: openSandboxPool({ size: 2, spares: 0, timeoutMs }),
  });

testEvaluator("taskEvaluator()", {
  open: () => open(task),
  others: [{ factor: 3 }, { noisy: code("return Math.random() * x;") }],
  refused: { values: { factor: 4, noisy: code("return fetch(x);") }, parameter: "noisy" },
});

/** The parameters stand outside of `agent()`: all candidates share them. */
const shared = new Agent();

testEvaluator("taskEvaluator() with shared parameters", {
  open: () => {
    shared.factor.update(2);
    return open({ ...task, agent: () => shared });
  },
  others: [{ factor: 3 }, { factor: 5 }],
  refused: { values: { factor: 11 }, parameter: "factor" },
});

testEvaluator("toyEvaluator()", {
  open: () => toyEvaluator(),
  others: [{ x: 1 }, { x: 1, y: 2 }],
  refused: { values: { x: 1000, y: 1 }, parameter: "x" },
});

async function evaluate(
  evaluator: Evaluator,
  values: Values,
  request: Partial<EvaluationRequest> = {},
): Promise<Report> {
  const { parameters } = await evaluator.facts();
  const initial = Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
  return await evaluator.evaluate({
    candidate: candidateOf({ ...initial, ...values }),
    example: { split: "train", index: 0 },
    seed: 1,
    isTraced: true,
    ...request,
  });
}

Deno.test("taskEvaluator() starts a sandbox for a task with code as soon as it reads its facts", async () => {
  const begun = async (of: Task) => {
    await using runner = openSandboxPool({ size: 1, spares: 0 });
    const begin = runner.begin.bind(runner);
    let count = 0;
    runner.begin = () => (count++, begin());
    await using evaluator = taskEvaluator(of, { seed: 0, runner });
    await evaluator.facts();
    return count;
  };
  assertEquals(await begun(task as unknown as Task), 1); // as: a guide fits its own agent
  const numeric = { ...task, agent: () => ({ x: parameter(1), forward: (x: number) => x }) };
  assertEquals(await begun(numeric as unknown as Task), 0);
});

Deno.test("taskEvaluator() reports a failed run with the failing line, and lets the guide judge it", async () => {
  await using evaluator = open(task);
  const report = await evaluate(evaluator, { noisy: code("throw new RangeError('no ' + x);") });
  assertEquals(report.score, -1);
  assertStringIncludes(report.error ?? "", "no 1");
  assertStringIncludes(report.feedback, "throw new RangeError");
  assertEquals(report.feedbackGraph?.outputs.length, 1);
});

Deno.test("taskEvaluator() reports an endless loop as a failed run", async () => {
  await using evaluator = open(task, 300);
  const { score, error } = await evaluate(evaluator, { noisy: code("for (;;);") });
  assertEquals(score, -1);
  assertStringIncludes(error ?? "", "300");
});

Deno.test("taskEvaluator() gives a null score for a failed run that the guide cannot judge", async () => {
  const guide = (_example: unknown, output: number | Error) => (output as number).toFixed(0).length; // as: careless on purpose
  await using evaluator = open({ ...task, guide });
  const report = await evaluate(evaluator, { noisy: code("throw 3;") });
  assertEquals(report.score, null);
  assertStringIncludes(report.feedback, "3");
});

Deno.test("taskEvaluator() rejects for a broken guide only with the initial values", async () => {
  for (const guide of [() => NaN, () => ({}) as never, () => "good" as never]) {
    await using evaluator = open({ ...task, guide });
    await assertRejects(() => evaluate(evaluator, {}), TaskError, "train example 0");
    const report = await evaluate(evaluator, { factor: 1 });
    assertEquals(report.score, null);
    assertStringIncludes(report.error ?? "", "cannot be judged");
  }
});

Deno.test("taskEvaluator() hides expected outputs, and changes of other runs, from the agent", async () => {
  const seen: unknown[] = [];
  const keep = bundle(function keep(input: number[]): number {
    seen.push([...input]);
    return input.push(9);
  });
  await using evaluator = open(defineTask({
    name: "mutating",
    agent: () => ({ w: parameter(1, { name: "w" }), forward: (input: number[]) => keep(input) }),
    examples: { train: [{ input: [1, 2], expected: "secret" }] },
    guide: ({ input, expected }) => input.length === 2 && expected === "secret" ? 1 : 0,
  }));
  const reports = [await evaluate(evaluator, {}), await evaluate(evaluator, { w: 2 })];
  assertEquals(reports.map(({ score }) => score), [1, 1]);
  assertEquals(seen, [[1, 2], [1, 2]]);
});

Deno.test("taskEvaluator() traces an agent that gives a bare value as one step of its parameters", async () => {
  await using evaluator = open(defineTask({
    name: "bare",
    agent: () => {
      const w = parameter(2, { name: "w" });
      return { w, forward: (x: number) => x * w.data };
    },
    examples: { train: [{ input: 4 }] },
    guide: (_example, output) => output instanceof Error ? 0 : output,
  }));
  const { score, feedbackGraph } = await evaluate(evaluator, {});
  assertEquals(score, 8);
  const names = feedbackGraph?.graph.nodes.map(({ name }) => name) ?? [];
  assert(names.includes("w"));
});

Deno.test("taskEvaluator() projects values, and refuses those their schema refuses", async () => {
  await using evaluator = open(defineTask({
    name: "projected",
    agent: () => {
      const n = parameter(2, { name: "n", projections: [Math.round], schema: z.number().max(9) });
      return { n, forward: (x: number) => n.mul(x) };
    },
    examples: { train: [{ input: 4 }] },
    guide: () => 0,
  }));
  const close = await evaluator.validate(candidateOf({ n: 2.7 }), ["n"]);
  assertEquals(close, { rejections: [], values: { n: 3 } });
  const far = await evaluator.validate(candidateOf({ n: 9.8 }), ["n"]);
  assertEquals(far.values, {});
  assertEquals(far.rejections[0]?.value, 9.8);
});

Deno.test("taskEvaluator() tries code on the arguments of the initial values", async () => {
  await using evaluator = open(task);
  const { parameters } = await evaluator.facts();
  const initial = Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
  const noisy = code("if (x === 1) throw new Error('not one'); return x;");
  const { inputs = {} } = await evaluator.evaluate({
    candidate: candidateOf(initial),
    example: { split: "train", index: 0 },
    seed: 1,
    isTraced: false,
    hasInputs: true,
  });
  const candidate = candidateOf({ ...initial, noisy });
  assertEquals((await evaluator.validate(candidate, ["noisy"])).rejections, []);
  const { rejections } = await evaluator.validate(candidate, ["noisy"], { inputs });
  assertEquals(rejections[0]?.diagnostics?.[0]?.stage, "smoke");
  assertStringIncludes(rejections[0]?.reason ?? "", "not one");
});

Deno.test("taskEvaluator() has inner calls recorded only for reports that show them", async () => {
  await using runner = openSandboxPool({ size: 1, spares: 0 });
  const run = runner.run.bind(runner);
  const recorded: unknown[] = [];
  runner.run = (call) => (recorded.push(call.recordsCalls ?? true), run(call));
  await using evaluator = taskEvaluator(task as unknown as Task, { seed: 0, runner }); // as: a guide fits its own agent
  await evaluate(evaluator, {}, { isTraced: false });
  await evaluate(evaluator, {}, { isTraced: false, hasInputs: true });
  await evaluate(evaluator, {}, { isTraced: true });
  assertEquals(recorded, [false, true, true]);
});

Deno.test("taskEvaluator() refuses an agent() without parameters", async () => {
  const broken = (agent: () => unknown) => open({ ...task, agent });
  await assertRejects(() => facts(broken(() => (x: number) => x)), TaskError, "without parameters");
  await assertRejects(() => facts(broken(() => 3)), TaskError, "received a number");
  const boom = () => {
    throw new Error("boom");
  };
  await assertRejects(() => facts(broken(boom)), TaskError, "boom");
});

async function facts(evaluator: Evaluator): Promise<unknown> {
  await using opened = evaluator;
  return await opened.facts();
}

Deno.test("taskEvaluator() gives the data of an example as bounded text", async () => {
  const texts = defineTask({
    name: "texts",
    agent: () =>
      trainable(function same(text: string): string {
        return text;
      }),
    examples: {
      train: [{ input: "a\nb", expected: "c" }, { input: "x".repeat(9_000) }, { input: "no" }],
    },
    guide: () => 1,
  });
  await using evaluator = open(texts);
  const text = (index: number) => evaluator.exampleText?.({ split: "train", index });
  assertEquals(await text(0), { input: `"a\\nb"`, expected: `"c"` });
  assertEquals((await text(1))?.input.length, 8_000);
  assertEquals(Object.keys(await text(2) ?? {}), ["input"]);
  await assertRejects(async () => await text(3), RangeError, "train example 3");
});

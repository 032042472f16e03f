import { assert, assertEquals, assertInstanceOf, assertRejects, assertThrows } from "@std/assert";
import { z } from "zod";
import { BudgetError, defineTask, Module, parameter, TaskError, trainable } from "../../mod.ts";
import { openSandboxPool } from "../../src/code/sandbox/open_sandbox.ts";
import { taskEvaluator } from "../../src/task/task_evaluator.ts";
import { loadTask } from "../../src/task/load_task.ts";
import { evaluatorCases } from "../../src/testing/evaluator_cases.ts";
import { candidateOf } from "../../src/trainer/candidate.ts";
import type { Evaluator, Report } from "../../src/trainer/evaluator.ts";
import { decodeError, encodeError } from "../../src/wire/errors.ts";
import { answerEvaluator, remoteEvaluator } from "../../src/wire/evaluator_wire.ts";
import { decodeReport, encodeReport } from "../../src/wire/report.ts";
import { decodeRequest, encodeRequest } from "../../src/wire/request.ts";
import { writeWire } from "../../src/wire/value.ts";

const sent = (json: unknown): unknown => JSON.parse(JSON.stringify(json));

/** An evaluator behind messages, without a process. */
function wired(evaluator: Evaluator): Evaluator {
  return remoteEvaluator({
    ask: async (method, argument, { signal }) =>
      sent(
        await answerEvaluator(evaluator, {
          ...{ method, argument: sent(argument) },
          ...(signal === undefined ? {} : { signal }),
        }),
      ),
    close: async () => await evaluator[Symbol.asyncDispose](),
  });
}

class Agent extends Module<number, number> {
  factor = parameter(2, { name: "factor", schema: z.number().min(0).max(10) });
  noisy = trainable(function noisy(x: number): number {
    console.log("noisy", x);
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
  guide: (_example, output) =>
    output instanceof Error ? -1 : {
      score: output,
      feedback: "larger",
      metrics: { zero: -0 },
      relaxed: { score: -0, slacks: new Float64Array([1, -0]) },
    },
});

const open = () =>
  taskEvaluator(task, { seed: 0, runner: openSandboxPool({ size: 2, spares: 0 }) });

for (
  const { name, run } of evaluatorCases({
    open: () => wired(open()),
    others: [{ factor: 3 }, {
      noisy: "export function noisy(x: number): number {\n  return x;\n}\n",
    }],
    refused: {
      values: {
        factor: 4,
        noisy: "export function noisy(x: number): number {\n  return fetch(x);\n}\n",
      },
      parameter: "noisy",
    },
  })
) Deno.test(`remoteEvaluator(): ${name}`, run);

Deno.test("encodeReport() and decodeReport() give equal reports of the examples, with their traces", async () => {
  for (const path of ["examples/quickstart.ts", "examples/robot.ts", "examples/courier.ts"]) {
    const { task } = await loadTask(path);
    await using evaluator = taskEvaluator(task, {
      seed: 1,
      runner: openSandboxPool({ spares: 0 }),
    });
    const facts = await evaluator.facts();
    await using remote = wired(evaluator);
    assertEquals(await remote.facts(), sent(facts) as typeof facts, path);
    const request = {
      candidate: candidateOf(
        Object.fromEntries(facts.parameters.map(({ name, value }) => [name, value])),
      ),
      example: { split: "train", index: 0 } as const,
      ...{ seed: 3, isTraced: true, hasInputs: true },
    };
    assertEquals(decodeRequest(sent(encodeRequest(request))), request);
    const report = await evaluator.evaluate(request);
    assert(report.feedbackGraph !== undefined);
    assertEquals(decodeReport(sent(encodeReport(report))), report, path);
    assertEquals(
      await remote.exportAgent?.(request.candidate),
      await evaluator.exportAgent?.(request.candidate),
    );
    assertEquals(
      await remote.draw?.({ ...request, seed: 1 }),
      await evaluator.draw?.({ ...request, seed: 1 }),
    );
  }
});

const report: Report = {
  ...{ score: 1, feedback: "", metrics: {}, output: "1", console: [], durationMs: 1 },
  feedbackGraph: {
    graph: {
      version: 1,
      nodes: [{
        ...{ kind: "parameter", name: "x", inputs: [] },
        value: { kind: "exact", type: "number", json: 1 },
      }],
    },
    outputs: [{ node: 0, feedback: { score: 1 } }],
  },
};

Deno.test("decodeReport() refuses reports of another shape, and names the part", () => {
  const json = (change: (claim: Claim) => void): unknown => {
    const claim = sent(encodeReport(report)) as Claim;
    change(claim);
    return claim;
  };
  const faults: readonly (readonly [change: (claim: Claim) => void, fault: string])[] = [
    [({ report }) => report.score = "1", "report.score"],
    [({ report }) => report.score = { $: "number", text: "Infinity" }, "report.score"],
    [({ report }) => report.metrics = { a: { $: "number", text: "NaN" } }, "report.metrics.a"],
    [({ report }) => report.metrics = JSON.parse('{"__proto__": 1}'), "report.metrics"],
    [({ report }) => report.feedback = "x".repeat(1_000_001), "report.feedback"],
    [({ report }) => report.console = [{ level: "shout", text: "" }], "report.console[0].level"],
    [({ report }) => report.relaxed = { score: 1, slacks: Array(3_000).fill(1) }, "slacks"],
    [(claim) => claim.outputs = [{ node: 1, feedback: {} }], "outputs[0].node"],
    [(claim) => claim.outputs = [{ node: -1, feedback: {} }], "outputs[0].node"],
    [(claim) => claim.graph = { version: 1, nodes: [{ kind: "god" }] }, "nodes[0].kind"],
    [
      (claim) => claim.graph = { version: 1, nodes: [...nodes, ...nodes] },
      "name",
    ],
    [(claim) => claim.graph = [], "graph"],
    [({ report }) => report.inputs = deep(200), "levels"],
  ];
  const nodes = report.feedbackGraph?.graph.nodes ?? [];
  decodeReport(json(() => {}));
  for (const [change, fault] of faults) {
    assertThrows(() => decodeReport(json(change)), TypeError, fault);
  }
  for (const claim of [null, 1, "x", [], {}]) assertThrows(() => decodeReport(claim), TypeError);
});

interface Claim {
  report: Record<string, unknown>;
  graph: unknown;
  outputs: unknown;
}

function deep(depth: number): unknown {
  return depth === 0 ? 1 : [deep(depth - 1)];
}

Deno.test("decodeReport() refuses a value of a graph with more entries than are quickly read", () => {
  const keys = Array.from({ length: 5_001 }, (_, i) => (BigInt(i) << 64n) + 1n); // of one hash
  const value = { kind: "exact", type: "set", json: sent(writeWire(new Set(keys))) };
  const nodes = [{ kind: "value", name: "x", value, inputs: [] }];
  const claim = {
    report: writeWire({
      score: 1,
      feedback: "",
      metrics: {},
      output: "",
      console: [],
      durationMs: 1,
    }),
    graph: { version: 1, nodes },
    outputs: writeWire([]),
  };
  assertThrows(() => decodeReport(claim), TypeError, "5000 entries");
});

Deno.test("decodeRequest() refuses a candidate whose id is not that of its values", () => {
  const candidate = { ...candidateOf({ x: 1 }), values: { x: 2 } };
  const request = { candidate, example: { split: "train", index: 0 }, seed: 1, isTraced: false };
  assertThrows(() => decodeRequest(request), TypeError, "request.candidate.id");
});

Deno.test("decodeError() keeps the class of a trusted error, and makes others errors of the task", () => {
  const json = sent(encodeError(new BudgetError("tokens", "The budget is spent")));
  assertInstanceOf(decodeError(json, "trusted"), BudgetError);
  assertInstanceOf(decodeError(json), TaskError);
});

Deno.test("answerEvaluator() refuses a question that no evaluator answers", async () => {
  await using evaluator = open();
  for (const method of ["constructor", "__proto__", "x"]) {
    await assertRejects(() => answerEvaluator(evaluator, { method, argument: null }), TypeError);
  }
});

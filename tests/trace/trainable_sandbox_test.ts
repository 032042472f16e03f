/**
 * Candidate code in the real sandbox, found at the place where it was written.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertRejects, assertStrictEquals } from "@std/assert";
import { codeLines } from "@opto/opto/render";
import { feedbackGraph, withScope, withStatements } from "@opto/opto/trace";
import {
  bundle,
  ExecutionError,
  exportModule,
  node,
  parameter,
  sandboxed,
  trainable,
  withSandbox,
} from "../../mod.ts";
import { openSandboxPool } from "../../src/code/sandbox/open_sandbox.ts";

interface Item {
  /** Grams. */
  weight: number;
}

/** A test with a pool of one process. */
function test(name: string, fn: () => Promise<void>): void {
  Deno.test(name, async () => {
    await using pool = openSandboxPool({ size: 1, spares: 0, timeoutMs: 2000 });
    await withSandbox(pool, fn);
  });
}

async function failureOf(call: () => Promise<unknown>): Promise<ExecutionError> {
  return await assertRejects(call, ExecutionError);
}

test("a trainable function is shown as its author wrote it, with the types it mentions", async () => {
  const priority = trainable(
    // how good is a room?
    function priority(item: Item, room: number): number {
      return room - item.weight; // best fit
    },
    { description: "Larger is better." },
  );
  assertEquals((await priority({ weight: 3 }, node(10))).data, 7);
  const source = priority.parameter.data;
  assertMatch(source, /interface Item \{\n {2}\/\*\* Grams\. \*\/\n {2}weight: number;\n\}/);
  assertMatch(
    source,
    /\/\/ how good is a room\?\nexport function priority\(item: Item, room: number\): number \{/,
  );
  assertMatch(source, /return room - item\.weight; \/\/ best fit/);
  assertEquals(priority.parameter.code?.original, source);
  assertEquals(
    priority.parameter.code?.signature,
    "export function priority(item: Item, room: number): number",
  );
});

test("code, tools and the author's own loop run together, and the trace sees inside", async () => {
  const rank = bundle(function rank(xs: number[]) {
    return xs.toSorted((a, b) => a - b);
  });
  const priority = trainable((item: number, room: number): number => room - item, {
    name: "priority",
  });
  const k = parameter(100, { name: "k" });
  const pack = sandboxed(
    async function pack({ priority, rank, k }, items: number[]): Promise<number[]> {
      console.log("packing", items.length);
      return await rank(items.map((item) => priority(item, 10) + k));
    },
    { uses: { priority, rank, k } },
  );
  const y = await pack([1, node(4)]);
  assertEquals([y.data, y.inputNames], [[106, 109], ["priority", "k", "items"]]);
  assertEquals(y.inner?.callCounts, { priority: 2, rank: 1 });
  assertEquals(y.inner?.console, [{ level: "log", text: "packing 2" }]);
  assertEquals(y.inner?.outputs?.map((call) => [call.baseName, call.data]), [["priority", 9], [
    "priority",
    6,
  ], ["rank", [106, 109]]]);
  assertEquals(priority.parameter.code?.lastInputs, [[1, 10], [4, 10]]);
});

test("a host tool runs in the context of the call it serves", async () => {
  const where = () => node(1, { name: "x" }).baseName;
  const ask = sandboxed(async function ask({ where }): Promise<string> {
    return await where();
  }, { uses: { where } });
  const inside = bundle(async (fn: typeof ask) => (await fn()).data);
  const [first, second] = await Promise.all([
    withScope("a", () => ask()),
    withScope("b", () => inside(ask)),
  ]);
  assertEquals([first.data, second.data], ["a/x", "b/x"]);
});

test("a changed signature, a free variable or an import is refused with the code as an input", async () => {
  const f = trainable(function f(x: number): number {
    return x;
  });
  const cases: [string, RegExp][] = [
    [
      "export function f(x: number, y: number): number { return x + y; }",
      /it takes 2 parameters instead of 1/,
    ],
    ["export function g(x: number): number { return x; }", /\bf\b/],
    ["export function f(x: number): number { return x + outside; }", /Cannot use "outside"/],
    [
      'import fs from "node:fs";\nexport function f(x: number): number { return fs.length + x; }',
      /node:fs/,
    ],
  ];
  for (const [source, reason] of cases) {
    f.parameter.update(source);
    const error = await failureOf(() => f(1));
    assertEquals(error.node.failure?.kind, "refused");
    assertMatch(error.node.data, reason);
    assertStrictEquals(error.node.inputs[0], f.parameter);
  }
});

test("code cannot reach the host, and what stops it becomes an exception node", async () => {
  const f = trainable(function f(): string {
    return "fine";
  }, { timeoutMs: 200 });
  const attempts: [string, (call: () => Promise<{ data: string }>) => Promise<void>][] = [
    ["export function f(): string { return typeof Deno; }", async (call) => {
      assertMatch((await failureOf(call)).node.data, /"Deno"/);
    }],
    [
      "export function f(): string { return f.constructor('return typeof Deno')(); }",
      async (call) => {
        assertEquals((await failureOf(call)).node.failure?.kind, "thrown");
      },
    ],
    ["export function f(): string { for (;;); }", async (call) => {
      assertEquals((await failureOf(call)).node.failure?.kind, "timeout");
    }],
    ["export function f(): string { return 'x'.repeat(5e8) + 'x'.repeat(5e8); }", async (call) => {
      assert((await failureOf(call)).node.failure !== undefined);
    }],
  ];
  for (const [source, check] of attempts) {
    f.parameter.update(source);
    await check(() => f());
  }
  f.parameter.update("export function f(): string { return 'still here'; }");
  assertEquals((await f()).data, "still here");
});

test("backward from a failure reaches the code that failed, with its failing line", async () => {
  const plan = trainable((x: number): number => x + 1, { name: "plan" });
  const act = trainable((x: number): number => x * 2, { name: "act" });
  act.parameter.update(
    "export const act = (x: number): number => {\n  throw new RangeError(`no ${x}`);\n};",
  );
  const error = await failureOf(async () => act(await plan(1)));
  error.node.backward(error.feedback("full"));
  const { graph, outputs } = feedbackGraph([plan.parameter, act.parameter]);
  assertMatch(
    outputs[0]?.feedback.feedback ?? "",
    /throw new RangeError.* {2}<--- \(RangeError\) no 2/,
  );
  assertEquals(codeLines(graph), [
    "const plan0 = plan(x: 1);",
    "const exception_act0 = act(x: plan0); // fails",
  ]);
});

test("statements inside candidate code are kept when they are asked for", async () => {
  const f = trainable(function f(n: number): number {
    let total = 0;
    for (let i = 0; i < n; i++) total += i;
    return total;
  });
  const y = await withStatements(() => f(4));
  assertEquals(y.data, 6);
  const statements = y.inner?.statements ?? [];
  assert(
    statements.some(({ kind, value }) => kind === "assign" && value === "6"),
    JSON.stringify(statements),
  );
  assertEquals((await f(4)).inner, undefined);
});

test("an export of found source runs alone and gives the same", async () => {
  const priority = trainable((item: Item, room: number): number => room - item.weight, {
    name: "priority",
  });
  const pack = sandboxed(function pack({ priority }, items: Item[]): number[] {
    return items.map((item) => priority(item, 10));
  }, { uses: { priority } });
  const items = [{ weight: 3 }, { weight: 5 }];
  const expected = await pack(items);
  const exported = await import(
    `data:application/typescript,${encodeURIComponent(await exportModule(pack))}`
  );
  assertEquals(await exported.forward(items), expected.data);
});

test("statements of the author's own code beside it are not reported", async () => {
  const step = trainable((x: number): number => x + 1, { name: "step" });
  const walk = sandboxed(function walk({ step }, n: number): number {
    let x = 0;
    for (let i = 0; i < n; i++) x = step(x);
    return x;
  }, { uses: { step } });
  const y = await withStatements(() => walk(5));
  assertEquals(y.data, 5);
  assertEquals(y.inner?.statements?.map(({ unit, count }) => [unit, count]), [["step", 5]]);
});

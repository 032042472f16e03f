import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import { stopTracing, withSandbox, withSeed, withStatements } from "../../../src/trace/ambient.ts";
import { bundle } from "../../../src/trace/bundle/bundle.ts";
import {
  ExecutionError,
  TraceMissingInputsError,
} from "../../../src/trace/failure/execution_error.ts";
import { node, parameter } from "../../../src/trace/node.ts";
import { sandboxed, trainable } from "../../../src/trace/code/trainable.ts";
import { SharedRunner } from "../../support/shared_sandbox.ts";

/** A test whose candidate code runs in the shared sandbox. */
function test(name: string, fn: (runner: SharedRunner) => Promise<void>): void {
  Deno.test(name, () => {
    const runner = new SharedRunner(200);
    return withSandbox(runner, () => fn(runner));
  });
}

async function failureOf(call: () => Promise<unknown>): Promise<ExecutionError> {
  return await assertRejects(call, ExecutionError);
}

test("a call of a trainable function is one step with its code as an input", async () => {
  const add = trainable(function add(a: number, b: number): number {
    return a + b;
  }, { description: "Adds." });
  const [x, y] = [node(1), node(2)];
  const sum = await add(x, y);
  assertEquals([sum.data, sum.kind, sum.inputNames], [3, "message", ["code", "a", "b"]]);
  assert(sum.inputs[0] === add.parameter && sum.inputs[1] === x && sum.inputs[2] === y);
  assertEquals(sum.operator, { name: "add", documentation: "Adds." });
  assertEquals([add.parameter.name, add.parameter.description], ["add", "Adds."]);
});

test("updating the code takes effect in the next call", async () => {
  const f = trainable((x: number): number => x + 1, { name: "f" });
  assertEquals((await f(1)).data, 2);
  f.parameter.update("export const f = (x: number): number => x * 10;");
  assertEquals((await f(1)).data, 10);
});

test("new code may bring helpers, types and recursion of its own", async () => {
  const f = trainable(function f(n: number): number {
    return n;
  });
  f.parameter.update(`
interface Pair { a: number }
const one = (p: Pair): number => p.a + more();
export function f(n: number): number { return n === 0 ? 0 : one({ a: n }) + f(n - 1); }
function more(): number { return 1; }
`);
  const total = await f(10);
  assertEquals([total.data, total.inner], [65, undefined]);
});

test("what a function uses is injected first: data, nodes, bundles, host functions and other code", async () => {
  const lookup = (q: string) => Promise.resolve(q.length);
  const rank = bundle(function rank(xs: number[]) {
    return xs.toSorted((a, b) => a - b);
  });
  const k = parameter(3, { name: "k" });
  const twice = trainable((x: number): number => x * 2, { name: "twice" });
  const answer = trainable(
    async function answer({ lookup, rank, k, twice, table }, q: string): Promise<number> {
      const [first = 0] = await rank([5, 2]);
      return await lookup(q) + first + k + twice(10) + table.x;
    },
    { uses: { lookup, rank, k, twice, table: { x: 100 } } },
  );
  const y = await answer("abc");
  assertEquals(y.data, 3 + 2 + 3 + 20 + 100);
  assertEquals(y.inputNames, ["code", "twice", "k", "q"]);
  assert(y.inputs[0] === answer.parameter && y.inputs[1] === twice.parameter && y.inputs[2] === k);
  assertEquals(answer.parameters, [answer.parameter, twice.parameter]);
});

test("calls made inside become an inner graph named after the callees", async () => {
  const inner = trainable((x: number): number => x + 1, { name: "inner" });
  const middle = trainable(function middle({ inner }, x: number): number {
    return inner(inner(x));
  }, { uses: { inner } });
  const outer = sandboxed(async function outer({ middle, log }, x: number): Promise<number> {
    await log("x", x);
    return middle(x);
  }, { uses: { middle, log: (_: string, x: number) => x } });
  const y = await outer(1);
  const calls = y.inner?.outputs ?? [];
  assertEquals(calls.map((call) => [call.baseName, call.data, call.inputNames]), [
    ["log", 1, ["args_0", "args_1"]],
    ["middle", 3, ["x"]],
  ]);
  const within = calls[1]?.inner?.outputs ?? [];
  assertEquals(within.map((call) => [call.baseName, call.inputs[0]?.data, call.data]), [[
    "inner",
    1,
    2,
  ], ["inner", 2, 3]]);
  assertEquals(y.inner?.callCounts, { log: 1, middle: 1, inner: 2 });
  assertEquals(y.inputNames, ["middle", "inner", "x"]);
});

test("two tools of one name are distinguished", async (runner) => {
  const a = sandboxed(async function a({ tool }): Promise<number> {
    return await tool();
  }, { uses: { tool: () => 1 } });
  const b = sandboxed(async function b({ a, tool }): Promise<number> {
    return (await a()) * 10 + await tool();
  }, { uses: { a, tool: () => 2 } });
  assertEquals((await b()).data, 12);
  assertEquals([...runner.calls.at(-1)?.tools?.keys() ?? []], ["tool", "tool_2"]);
});

test("a tool record keeps its limits and schemas", async (runner) => {
  const f = sandboxed(async function f({ tool }): Promise<string> {
    let seen = "";
    try {
      for (let i = 0; i < 5; i++) seen += await tool(i);
    } catch (error) {
      seen += (error as Error).message;
    }
    return seen;
  }, { uses: { tool: { run: (i: unknown) => node(`${i}`), maxCalls: 2, deadlineMs: 50 } } });
  assertEquals((await f()).data, '01Cannot call "tool" more than 2 times');
  assertEquals(runner.calls.at(-1)?.tools?.get("tool")?.deadlineMs, 50);
});

test("a failure shows the line of the candidate's code and has the code among its inputs", async () => {
  const f = trainable(function f(board: number[]): number {
    return board.length;
  });
  f.parameter.update(
    "export function f(board: number[]): number {\n  const row = null as never as { x: number };\n  return row.x;\n}",
  );
  const error = await failureOf(() => f([1]));
  assertEquals([error.node.kind, error.node.baseName, error.node.failure?.kind], [
    "exception",
    "exception_f",
    "thrown",
  ]);
  assertMatch(error.feedback(), /^\(TypeError\) Cannot read properties of null/);
  assertMatch(error.feedback("full"), /3 \| {3}return row\.x; {2}<--- \(TypeError\) Cannot read/);
  assertEquals(error.node.inputNames, ["code", "board"]);
  assertStrictEquals(error.node.inputs[0], f.parameter);
});

test("a failure in code that is used shows both lines", async () => {
  const bad = trainable((x: number): number => x, { name: "bad" });
  bad.parameter.update(
    "export const bad = (x: number): number => {\n  throw new RangeError('no ' + x);\n};",
  );
  const outer = sandboxed(function outer({ bad }, x: number): number {
    return bad(x) + 1;
  }, { uses: { bad } });
  const error = await failureOf(() => outer(3));
  const full = error.feedback("full");
  assertMatch(
    full,
    /bad, line 2\n[^]*throw new RangeError\('no ' \+ x\); {2}<--- \(RangeError\) no 3/,
  );
  assertMatch(
    full,
    /outer, line \d+\n[^]*return bad\(x\) \+ 1; {2}<--- the error came out of this call/,
  );
  assertEquals(error.node.inputs[0], bad.parameter);
});

test("code that does not compile, hangs or lost its function comes back as an exception node of its kind", async () => {
  const f = trainable(function f(x: number): number {
    return x;
  });
  const cases: [string, string, RegExp][] = [
    ["export function f(x) { return ( }", "refused", /^\(SyntaxError\)/],
    ["export function g(x) { return x }", "refused", /Cannot find a top-level function named "f"/],
    ["export function f(x) { for (;;) {} }", "timeout", /^\(TimeoutError\)/],
    ["export function f(x) { throw 3 }", "thrown", /3$/],
    [
      "export function f(x) { return unknownName + x }",
      "refused",
      /unknownName/,
    ],
    ["export function f(x) { return () => x }", "refused", /result is a function/],
  ];
  for (const [source, kind, message] of cases) {
    f.parameter.update(source);
    const error = await failureOf(() => f(1));
    assertEquals(error.node.failure?.kind, kind);
    assertMatch(error.node.data, message);
    assertStrictEquals(error.node.inputs[0], f.parameter);
  }
});

test("calls of the same code run the same program, which is compiled once", async (runner) => {
  const f = trainable((x: number): number => x, { name: "f" });
  for (let i = 0; i < 5; i++) await f(i);
  assertEquals(runner.calls.length, 5);
  const programs = runner.calls.map(({ program }) => JSON.stringify(program));
  assertEquals(new Set(programs).size, 1);
});

test("a code parameter knows its entry, signature, program and last inputs", async (runner) => {
  const inner = trainable((x: number): number => x, { name: "inner" });
  const outer = trainable(async function outer({ inner, tool }, a: number, b = 2): Promise<number> {
    return inner(a) + b + await tool();
  }, { uses: { inner, tool: () => 0 }, timeoutMs: 5_000 });
  for (let i = 0; i < 5; i++) await outer(i, 1);
  const { code } = outer.parameter;
  assert(code !== undefined);
  assertEquals([code.entry, code.uses, code.timeoutMs], ["outer", ["inner", "tool"], 5_000]);
  assertMatch(code.signature, /^(export )?async function outer\(\{ inner, tool \}, a, b = 2\)/);
  assertEquals(code.lastInputs, [[2, 1], [3, 1], [4, 1]]);
  assertEquals(inner.parameter.code?.lastInputs, [[2], [3], [4]]);
  const program = code.program(
    "export async function outer({ inner, tool }, a, b = 2) { return inner(a) * b; }",
  );
  assertEquals(program.units.map(({ id, kind }) => [id, kind]), [["inner", "trainable"], [
    "outer",
    "trainable",
  ]]);
  const result = await runner.run({ program, args: [6, 7], tools: code.tools() });
  assert(result.kind === "value");
  assertEquals(result.value, 42);
  assertEquals(outer.parameter.data, code.original);
});

test("a trainable function shows the source it is given", async () => {
  const source = "/** Adds. */\nexport function add(a: number): number {\n  return a + 1;\n}\n";
  const add = trainable((a: number): number => a + 1, { name: "add", source });
  assertEquals(add.parameter.data, source);
  assertEquals((await add(1)).data, 2);
});

test("every form of function becomes a declaration by name", async () => {
  const tools = {
    method(a: number): number {
      return a + 1;
    },
    async later(a: number): Promise<number> {
      return await Promise.resolve(a + 1);
    },
  };
  const forms = [
    trainable(tools.method),
    trainable(tools.later),
    trainable((a: number): number => a + 1),
    trainable(async (a: number): Promise<number> => await Promise.resolve(a + 1), {
      name: "not a name",
    }),
    trainable(function (a: number): number {
      return a + 1;
    }),
  ];
  for (const form of forms) assertEquals((await form(1)).data, 2, form.parameter.data);
  assertEquals(forms.map(({ name }) => name), [
    "method",
    "later",
    "trainable",
    "not a name",
    "trainable",
  ]);
});

test("the calls of one seed see the same random numbers", async () => {
  const f = trainable((): number => Math.random(), { name: "f" });
  const [a, b, c] = [await withSeed(1, f), await withSeed(1, f), await withSeed(2, f)];
  assertEquals([a.data === b.data, a.data === c.data], [true, false]);
});

test("each call of one context draws its own numbers, and another candidate draws the same", async () => {
  const coin = trainable((): boolean => Math.random() < 0.5, { name: "coin" });
  const other = trainable((): boolean => !(Math.random() >= 0.5), { name: "other" });
  const flips = async (f: typeof coin) => {
    const found = [];
    for (let i = 0; i < 12; i++) found.push((await f()).data);
    return found;
  };
  const first = await withSeed(7, () => flips(coin));
  assertEquals(new Set(first).size, 2);
  assertEquals(await withSeed(7, () => flips(other)), first);
  assertEquals(
    await withSeed(7, () => Promise.all(first.map(async () => (await coin()).data))),
    first,
  );
  const outside = await flips(coin); // no seed was set
  assertEquals(new Set(outside).size, 2);
});

test("a bundle that calls candidate code it was not given fails with the missing input", async () => {
  const f = trainable((x: number): number => x + 1, { name: "f" });
  const hidden = bundle(async (x: number) => (await f(x)).data);
  await assertRejects(() => hidden(1), TraceMissingInputsError, '"f"');
  const given = bundle(async (g: typeof f, x: number) => (await g(x)).data);
  const y = await given(f, 1);
  assertEquals(y.data, 2);
  assertStrictEquals(y.inputs[0]?.inputs[0], f.parameter);
});

test("stopTracing() runs candidate code and keeps no inputs", async () => {
  const f = trainable((x: number): number => x + 1, { name: "f" });
  const y = await stopTracing(() => f(1));
  assertEquals([y.data, y.inputs.length], [2, 0]);
});

test("withStatements() asks for statements", async (runner) => {
  const f = trainable((x: number): number => x, { name: "f" });
  await f(1);
  await withStatements(() => f(1));
  assertEquals(runner.calls.map((call) => call.traceStatements), [false, true]);
});

test("later changes of a record of uses change nothing, and no arguments can be bound", async () => {
  const uses: Record<string, unknown> = { x: 1 };
  const f = trainable(function f(_uses, x: number): number {
    return x;
  }, { uses });
  uses["f"] = f;
  assertEquals((await f(1)).data, 1);
  assertThrows(() => f.bind(null), TypeError, 'Cannot bind arguments of "f"');
});

test("arguments that are nodes within containers arrive as bare values", async () => {
  const f = trainable((xs: { a: number[] }): number => xs.a.length, { name: "f" });
  const x = node(1);
  const y = await f({ a: [x, 2] });
  assertEquals([y.data, y.inputNames], [2, ["code", "xs"]]);
});

import {
  assert,
  assertEquals,
  assertRejects,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { type CallResult, emptyTrace, type InnerCall } from "../../../sandbox/protocol.ts";
import {
  CallSeeds,
  stopTracing,
  withSandbox,
  withSeed,
  withSignal,
} from "../../../src/trace/ambient.ts";
import { copyAgent } from "../../../src/trace/agent/copy_module.ts";
import { bundle } from "../../../src/trace/bundle/bundle.ts";
import { codeFunctionOf } from "../../../src/trace/code/code_function.ts";
import { sandboxed, trainable } from "../../../src/trace/code/trainable.ts";
import type { CodeCall, CodeRunner } from "../../../src/trace/code_runner.ts";
import { ExecutionError } from "../../../src/trace/failure/execution_error.ts";
import { installHostServices, type SourceReader } from "../../../src/trace/host_services.ts";
import { node, parameter } from "../../../src/trace/node.ts";

const report = { trace: emptyTrace, console: [], durationMs: 1 };
const valueOf = (value: unknown): CallResult => ({ kind: "value", value, ...report });

/** Runs `fn` with a runner that notes its calls and answers each by `answer`. */
async function withAnswers(
  answer: (call: CodeCall) => CallResult,
  fn: () => Promise<unknown>,
): Promise<CodeCall[]> {
  const calls: CodeCall[] = [];
  const run = (call: CodeCall) => {
    calls.push(call);
    return Promise.resolve(answer(call));
  };
  await withSandbox({ run } as unknown as CodeRunner, fn); // nothing else of it is called
  return calls;
}

const one = (): CallResult => valueOf(1);

Deno.test("a call carries the seed, the signal and the time limit that are set, and nothing else", async () => {
  const f = trainable((x: number): number => x, { name: "f" });
  const slow = trainable((x: number): number => x, { name: "slow", timeoutMs: 70 });
  const { signal } = new AbortController();
  const [plain, full] = await withAnswers(one, async () => {
    await f(1);
    await withSeed(7, () => withSignal(signal, () => slow(node(2))));
  });
  assert(plain && full);
  assertEquals(Object.keys(plain).toSorted(), [
    "args",
    "program",
    "seed",
    "tools",
    "traceStatements",
  ]);
  assertEquals([plain.args, plain.seed, plain.tools?.size, plain.traceStatements], [
    [1],
    0,
    0,
    false,
  ]);
  assertEquals([full.args, full.seed, full.timeoutMs], [[2], 7, 70]);
  assertStrictEquals(full.signal, signal);
});

Deno.test("a program has a unit for each function that is used, dependencies first, under names of their own", async () => {
  const inner = trainable((x: number): number => x, { name: "f", libraries: { lib: "npm:lib" } });
  const tool = () => 1;
  const limited = { run: () => 2, maxCalls: 3 };
  const other = sandboxed(({ tool: _tool }): number => 1, { name: "tool", uses: { tool } });
  const f = trainable(({ inner: _inner }, x: number): number => x, {
    name: "f",
    uses: { inner, other, tool, again: tool, limited, w: parameter(3), data: { a: [node(4)] } },
  });
  const [call] = await withAnswers(one, () => f(5));
  assert(call);
  assertEquals(call.program.entry, "f_2");
  assertEquals(call.program.units.map(({ id, kind, entry }) => [id, kind, entry]), [
    ["f", "trainable", "f"],
    ["tool", "sandboxed", "tool"],
    ["f_2", "trainable", "f"],
  ]);
  assertEquals(call.program.units.map(({ libraries }) => libraries), [
    { lib: "npm:lib" },
    undefined,
    undefined,
  ]);
  assertEquals(call.program.units[2]?.uses, {
    inner: { kind: "unit", unit: "f" },
    other: { kind: "unit", unit: "tool" },
    tool: { kind: "tool", tool: "tool_2" },
    again: { kind: "tool", tool: "tool_2" },
    limited: { kind: "tool", tool: "limited" },
    w: { kind: "data", value: 3 },
    data: { kind: "data", value: { a: [4] } },
  });
  assertEquals([...call.tools?.keys() ?? []], ["tool_2", "limited"]);
  const { code } = f.parameter;
  assertEquals([...code?.tools().keys() ?? []], ["tool_2", "limited"]);
  assertEquals(code?.program("changed").units.map(({ source }) => source === "changed"), [
    false,
    false,
    true,
  ]);
  assertEquals(call.tools?.get("limited")?.maxCalls, 3);
  assertEquals(await call.tools?.get("limited")?.run(), 2);
});

Deno.test("a node of a call has the code it runs, the nodes it uses and its arguments as inputs", async () => {
  const inner = trainable((x: number): number => x, { name: "inner" });
  const [w, x] = [parameter(3, { name: "w" }), node(4)];
  const between = sandboxed(({ inner }, x: number): number => inner(x), {
    name: "between",
    uses: { inner, list: [w] },
  });
  const f = trainable(({ between }, x: number): number => between(x), {
    name: "f",
    description: "Adds.",
    uses: { between, plain: [1] },
  });
  await withAnswers(one, async () => {
    const y = await f(x);
    assertEquals(y.inputNames, ["code", "inner", "list", "x"]);
    assert(y.inputs[0] === f.parameter && y.inputs[1] === inner.parameter && y.inputs[3] === x);
    assertStrictEquals(y.inputs[2]?.inputs[0], w);
    assertEquals([y.operator, y.inner], [{ name: "f", documentation: "Adds." }, undefined]);
    assertEquals((await stopTracing(() => f(x))).inputs, []);
  });
  assertEquals(f.parameters, [f.parameter, inner.parameter]);
  assertEquals(between.parameters, [inner.parameter]);
  assertEquals([f.name, between.name, "parameter" in between], ["f", "between", false]);
});

Deno.test("the last three arguments are remembered, those of inner calls too", async () => {
  const inner = trainable((x: number): number => x, { name: "inner" });
  const f = trainable(({ inner }, x: number): number => inner(x), { name: "f", uses: { inner } });
  const called = (id: number, rest: Partial<InnerCall> = {}): InnerCall => (
    { id, parent: -1, kind: "unit", callee: "inner", args: [id], result: id, ...rest }
  );
  const calls = [called(0), called(1), called(2), called(3), called(4, { kind: "tool" })];
  const trace = { ...emptyTrace, calls: [...calls, called(5, { callee: "other" })] };
  const answer = (): CallResult => ({ ...report, kind: "value", value: 1, trace });
  const lastInputs = () => [f, inner].map(({ parameter }) => parameter.code?.lastInputs);
  await withAnswers(answer, async () => {
    const y = await f(0);
    assertEquals(lastInputs(), [[[0]], [[1], [2], [3]]]);
    const names = y.inner?.outputs?.map(({ inputNames }) => inputNames[0]);
    assertEquals(names, ["x", "x", "x", "x", "x", "args_0"]);
    for (const x of [1, 2]) await f(x);
    assertEquals(lastInputs()[0], [[0], [1], [2]]);
    await f(3);
    assertEquals(lastInputs()[0], [[1], [2], [3]]);
  });
});

Deno.test("a call that runs out of time fails with its inputs", async () => {
  const error = { name: "TimeoutError", message: "late", frames: [] };
  const late = (): CallResult => ({ ...report, kind: "timeout", error, limitMs: 1 });
  const f = trainable((x: number): number => x, { name: "f" });
  const failed = await withAnswers(late, async () => {
    const error = await assertRejects(() => f(1), ExecutionError);
    assertEquals([error.node.failure?.kind, error.node.inputNames], ["timeout", ["code", "x"]]);
    assertEquals(error.cause, undefined);
  });
  assertEquals(failed.length, 1);
});

Deno.test("a tool runs in the state of the call, outside of any bundle, and gives a bare value", async () => {
  const outer = node(9);
  const seeds: unknown[] = [];
  const uses = {
    add: bundle((a: number) => a + outer.data, { allowExternalDependencies: true }),
    own: { run: () => [node(1)] },
  };
  const f = trainable((_: unknown): number => 1, { name: "f", uses });
  await withSeed(5, () =>
    withAnswers((call) => {
      seeds.push(call.seed);
      return one();
    }, async () => {
      const calls = await withAnswers(one, () => f());
      assertEquals(await calls[0]?.tools?.get("add")?.run(1), 10);
      assertEquals(await calls[0]?.tools?.get("own")?.run(), [1]);
      await f();
    }));
  const expected = new CallSeeds(5);
  assertEquals(seeds, [expected.next(), expected.next()].slice(1)); // of the second call
});

Deno.test("a function is copied with its current text, and with uses of its own", () => {
  const k = parameter(3, { name: "k" });
  const f = trainable((_: unknown, x: number): number => x, {
    name: "f",
    description: "d",
    timeoutMs: 9,
    uses: { k },
  });
  f.parameter.update("export const f = (_, x) => x + 1;");
  const copy = copyAgent(f, { parameters: "copied" });
  assertEquals([copy.parameter.data, copy.name, copy.parameter.description], [
    f.parameter.data,
    "f",
    "d",
  ]);
  f.parameter.update("export const f = (_, x) => x + 2;");
  assert(copy.parameter.data.includes("+ 1"));
  const [code, own] = [codeFunctionOf(copy), codeFunctionOf(f)];
  assert(code && own && code.used["k"] !== k);
  assertEquals([code.original, code.entry, code.signature, code.timeoutMs, code.uses], [
    own.original,
    "f",
    own.signature,
    9,
    ["k"],
  ]);
  assertStrictEquals(copyAgent(f, { parameters: "shared" }), f);
  assertEquals([codeFunctionOf({}), codeFunctionOf(() => 1)], [undefined, undefined]);
});

/** Installs a reader of sources for one test. */
async function withReader(read: SourceReader, fn: () => Promise<void>): Promise<void> {
  installHostServices({ sourceReader: read });
  try {
    await fn();
  } finally {
    installHostServices({ sourceReader: () => Promise.reject(new Error("none")) });
  }
}

const found = { source: "/** Typed. */", entry: "g", signature: "g(): number" };

Deno.test("ready() puts the author's source in place of the engine's text, once, unless it was changed", async () => {
  let reads = 0;
  const read: SourceReader = (_, site, entry, given) => {
    reads++;
    assertEquals([site?.url, given, /^(?:f|fixed)$/.test(entry)], [
      import.meta.url,
      undefined,
      true,
    ]);
    return Promise.resolve(found);
  };
  await withReader(read, async () => {
    const f = trainable((x: number): number => x, { name: "f" });
    const { code } = f.parameter;
    assert(code);
    const text = f.parameter.data;
    await f.ready();
    await f.parameter.ready();
    assertEquals([reads, f.parameter.data, code.original, code.entry, code.signature], [
      1,
      found.source,
      found.source,
      "g",
      found.signature,
    ]);
    const changed = trainable((x: number): number => x, { name: "f" });
    changed.parameter.update("changed");
    await changed.ready();
    assertEquals([changed.parameter.data, changed.parameter.code?.original], [
      "changed",
      found.source,
    ]);
    assert(text.startsWith("export const f = "));
    const fixed = sandboxed((x: number): number => x, { name: "fixed" });
    await fixed.ready();
    assertEquals(codeFunctionOf(fixed)?.source, found.source);
  });
});

Deno.test("ready() leaves the text as it is when no source is found, and reads the one it is given", async () => {
  const f = trainable((x: number): number => x, { name: "f" });
  const text = f.parameter.data;
  await withReader(() => Promise.reject(new Error("no file")), () => f.ready());
  assertEquals(f.parameter.data, text);
  const source = "export function f(): number { return 1; }";
  await withReader((_fn, _site, _entry, given) => {
    assertEquals(given, { source, entry: "f" });
    return Promise.resolve({ ...found, source });
  }, async () => {
    const g = trainable(() => 1, { name: "f", source });
    assertEquals([g.parameter.code?.signature, g.parameter.data], ["f", source]);
    await g.ready();
    assertEquals([g.parameter.code?.signature, g.parameter.data], [found.signature, source]);
  });
});

Deno.test("trainable() refuses a text, and names what holds one", () => {
  const error = assertThrows(() => trainable("Answer briefly." as never), TypeError);
  assertStringIncludes(error.message, 'expected a function, received the text "Answer briefly."');
  assertStringIncludes(error.message, "parameter(…)");
});

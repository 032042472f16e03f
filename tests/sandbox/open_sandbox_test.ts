import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { UsageError } from "../../src/errors.ts";
import type { LoadedUnit } from "../../src/code/sandbox/loaded_unit.ts";
import { openSandbox, type Sandbox } from "../../src/code/sandbox/open_sandbox.ts";
import { resolveLimits, type SandboxLimits } from "../../src/code/sandbox/limits.ts";
import { prepareModule } from "../../src/code/sandbox/prepared_program.ts";
import { SandboxProcess } from "../../src/code/sandbox/sandbox_process.ts";
import { errorOf, unit, valueOf } from "../support/code_runner_conformance.ts";

async function load(sandbox: Sandbox, source: string): Promise<LoadedUnit> {
  const loaded = await sandbox.load({ source });
  assert(loaded.kind === "loaded", JSON.stringify(loaded));
  return loaded.unit;
}

/** Registers a test with a sandbox of these limits and code in it. */
function test(
  name: string,
  limits: Partial<SandboxLimits>,
  source: string,
  run: (unit: LoadedUnit, sandbox: Sandbox) => Promise<void>,
): void {
  Deno.test(name, async () => {
    await using sandbox = await openSandbox(limits);
    await run(await load(sandbox, source), sandbox);
  });
}

/** The limit of calls that are to answer, on a machine that may be busy. */
const patient = { timeoutMs: 10_000 };

const ok = "export function ok(): number { return 1; }\n";

Deno.test("openSandbox() gives loading a limit of its own", async () => {
  const slowTop = `let sum = 0; for (let i = 0; i < 1e6; i++) sum += i % 7;\n${ok}`;
  const endlessTop = `for (;;) { /* for ever */ }\n${ok}`;
  await using slow = await openSandbox({ timeoutMs: 1, loadTimeoutMs: 9_000 });
  assertEquals((await slow.load({ source: slowTop })).kind, "loaded");
  await using hasty = await openSandbox({ timeoutMs: 9_000, loadTimeoutMs: 50 });
  const endless = await hasty.load({ source: endlessTop });
  assert(endless.kind === "timeout", JSON.stringify(endless));
  assertStringIncludes(JSON.stringify(endless), "within 50 ms");
});

const endless = ok + `
export function loop(): void { for (;;) { /* for ever */ } }
export async function microtasks(): Promise<void> { for (;;) await null; }
export async function asyncLoop(): Promise<void> { await null; for (;;) { /* for ever */ } }
export function regex(): boolean { return /^(a+)+$/.test("a".repeat(40) + "b"); }
export function sort(): number[] { return [3, 2, 1].sort(() => { for (;;) { /* for ever */ } }); }
export function getter(): object { return { get x(): number { for (;;) { /* for ever */ } } }; }
export function stack(): void { throw Object.defineProperty(new Error(), "stack", { get() { for (;;) { /* for ever */ } } }); }
export function guarded(): void { try { for (;;) { /* for ever */ } } finally { for (;;) { /* for ever */ } } }
`;

Deno.test("SandboxProcess.call() keeps the process when calls run out of time", async () => {
  const process = await SandboxProcess.start(resolveLimits());
  try {
    const prepared = await prepareModule("main", endless);
    assert(prepared.kind === "prepared");
    const { program } = prepared;
    assertEquals(await process.load(program), { kind: "loaded" });
    const call = async (name: string, limitMs: number) => {
      const limits = { itemLimitMs: limitMs, limitMs };
      const tools = new Map();
      const results = await process.call({
        program,
        name,
        argsList: [[]],
        tools,
        seed: 0,
        ...limits,
      });
      assert(results !== "bystander" && results[0] !== undefined);
      return results[0];
    };
    const names = endless.matchAll(/function (\w+)/g).map(([, name = ""]) => name);
    for (const name of names.filter((name) => name !== "ok")) {
      assertEquals((await call(name, 60)).kind, "timeout", name);
      assertEquals(valueOf(await call("ok", 10_000)), 1);
    }
    assertEquals(process.isDead, false);
  } finally {
    await process.kill("is not needed any more");
  }
});

Deno.test("Sandbox.load() runs a program anew whose load failed before", async () => {
  await using sandbox = await openSandbox({ loadTimeoutMs: 5_000 });
  const source = `if (Math.max(1, 2) > 1) throw new Error("never");\n${ok}`;
  for (let time = 0; time < 3; time++) {
    const loaded = await sandbox.load({ source });
    assertEquals(loaded.kind === "thrown" && loaded.error.message, "never");
  }
  assertEquals((await sandbox.load({ source: ok })).kind, "loaded");
});

test(
  "openSandbox() replaces the process when memory runs out",
  { timeoutMs: 5_000, memoryMb: 32, offHeapMb: 32 },
  ok + `
export function heap(): never { const all: unknown[] = []; for (;;) all.push(new Array(1000).fill(1.5)); }
export function text(): number { let s = "x"; const all: string[] = []; for (;;) all.push(s += s.slice(0, 1e6) + "y"); }
export function split(): number { return "x".repeat(2 ** 29 - 25).split("").length; }
export function buffers(): number { const all: Uint8Array[] = []; for (;;) all.push(new Uint8Array(1e7).fill(1)); }
export function map(): never { const all = new Map<number, unknown>(); for (let i = 0;; i++) all.set(i, {}); }
`,
  async (unit) => {
    for (const name of ["heap", "split", "buffers", "map", "text"]) {
      const result = await unit.call(name, []);
      assert(result.kind === "crashed" || result.kind === "thrown", `${name}: ${result.kind}`);
      assertEquals(valueOf(await unit.call("ok", [])), 1);
    }
  },
);

test(
  "openSandbox() says which signal ended a process that used up its CPU time",
  { timeoutMs: 9_000, cpuSeconds: 1 },
  "export function loop(): void { for (;;) { /* for ever */ } }",
  async (unit) => {
    const error = errorOf(await unit.call("loop", []), "crashed");
    if (Deno.build.os === "linux") assertStringIncludes(error.message, "CPU time");
  },
);

test(
  "openSandbox() leaves the time limit to the host only for code that always answered at once",
  { timeoutMs: 60 },
  "export function turn(on: boolean): number { while (on) { /* for ever */ } return 1; }",
  async (unit) => {
    for (let round = 0; round < 2; round++) {
      for (let call = 0; call < 50; call++) {
        assertEquals(valueOf(await unit.call("turn", [false], patient)), 1);
      }
      errorOf(await unit.call("turn", [true]), "timeout");
    }
    assertEquals(valueOf(await unit.call("turn", [false], patient)), 1);
  },
);

test(
  "LoadedUnit.callMany() gives each item its own limit and goes on after one that hangs",
  { timeoutMs: 250 },
  "let calls = 0;\nexport function f(n: number): number { calls++; if (n === 2) for (;;) { /* for ever */ } return n; }",
  async (unit) => {
    const results = await unit.callMany("f", [[1], [2], [3], [2], [4]]);
    assertEquals(results.map(({ kind }) => kind), [
      "value",
      "timeout",
      "value",
      "timeout",
      "value",
    ]);
  },
);

test(
  "LoadedUnit.callMany() ends when the time of the batch is over",
  { timeoutMs: 60, batchTimeoutMs: 150 },
  "export function loop(): void { for (;;) { /* for ever */ } }",
  async (unit) => {
    const results = await unit.callMany("loop", Array.from({ length: 20 }, () => []));
    assertEquals(results.map(({ kind }) => kind), Array(20).fill("timeout"));
  },
);

test(
  "LoadedUnit.call() bounds results, depth and console",
  { maxOutputChars: 1_000, maxDepth: 10, maxConsoleLines: 3, maxConsoleChars: 100 },
  `
export function long(n: number): string { return "x".repeat(n); }
export function deep(n: number): unknown { let all: unknown = 1; for (let i = 0; i < n; i++) all = [all]; return all; }
export function cyclic(): unknown { const all: unknown[] = []; all.push(all); return all; }
export function sparse(): unknown { const all = [1]; all.length = 2 ** 32 - 1; return all; }
export function talk(lines: number, size: number): void { for (let i = 0; i < lines; i++) console.log("y".repeat(size)); }
`,
  async (unit) => {
    assertEquals(valueOf(await unit.call("long", [990])), "x".repeat(990));
    errorOf(await unit.call("long", [1_001]), "refused");
    assertEquals(valueOf(await unit.call("deep", [2])), [[1]]);
    errorOf(await unit.call("deep", [11]), "refused");
    errorOf(await unit.call("cyclic", []), "refused");
    errorOf(await unit.call("sparse", []), "refused");
    const lines = await unit.call("talk", [10, 1]);
    assertEquals([lines.console.length, lines.trace.isTruncated], [3, true]);
    const wide = await unit.call("talk", [2, 1_000_000]);
    assertEquals(wide.console.map(({ text }) => text.length), [100]);
  },
);

test(
  "LoadedUnit.call() refuses arguments that are no plain data",
  {},
  "export function f(): number { return 1; }",
  async (unit) => {
    for (const bad of [() => 1, Symbol("s"), Promise.resolve(1), new WeakMap()]) {
      errorOf(await unit.call("f", [bad]), "refused");
    }
  },
);

test(
  "LoadedUnit.call() is the same on every machine",
  {},
  `export function now(): unknown {
  const format = new Intl.DateTimeFormat();
  return [Date.now(), new Date().toISOString(), Date(), format.format(), format.formatToParts().length > 0,
    format.resolvedOptions().timeZone, new Intl.NumberFormat().resolvedOptions().locale, typeof performance,
    new Date(0).constructor === Date, new Date(2020, 1, 1).getTimezoneOffset(), new Date(7) instanceof Date];
}
export function random(): number[] { return [Math.random(), Math.random()]; }`,
  async (unit) => {
    assertEquals(valueOf(await unit.call("now", [])), [
      1767225600000,
      "2026-01-01T00:00:00.000Z",
      "Thu Jan 01 2026 00:00:00 GMT+0000 (Coordinated Universal Time)",
      "1/1/2026",
      true,
      "UTC",
      "en-US",
      "undefined",
      true,
      0,
      true,
    ]);
    const random = valueOf(await unit.call("random", []));
    assertEquals(valueOf(await unit.call("random", [])), random);
    assert(
      JSON.stringify(valueOf(await unit.call("random", [], { seed: 7 }))) !==
        JSON.stringify(random),
    );
  },
);

test(
  "openSandbox() gives the real time when asked to",
  { clock: "real" },
  "export function now(): number { return Date.now(); }",
  async (unit) => {
    const now = Date.now();
    const seen = Number(valueOf(await unit.call("now", [])));
    assert(seen >= now && seen <= Date.now());
  },
);

test(
  "Sandbox.load() distinguishes refusals, errors and time-outs",
  { timeoutMs: 60 },
  ok,
  async (_, sandbox) => {
    const refused = await sandbox.load({ source: "export function f( {" });
    assert(refused.kind === "refused" && refused.diagnostics[0]?.line === 1);
    const thrown = await sandbox.load({ source: "\nthrow new RangeError('early');" });
    assert(thrown.kind === "thrown");
    assertEquals([thrown.error.message, thrown.error.frames[0]?.line], ["early", 2]);
    const late = await sandbox.load({ source: "for (;;) { /* for ever */ }" });
    assertEquals(late.kind, "timeout");
    const { unit } = await sandbox.load({ source: ok }) as { unit: LoadedUnit };
    assertEquals(valueOf(await unit.call("ok", [], patient)), 1);
  },
);

test(
  "LoadedUnit.call() says that a promise never settles, at once",
  { timeoutMs: 60_000 },
  "export async function never(): Promise<void> { await new Promise(() => {}); }",
  async (unit) => {
    assertStringIncludes(errorOf(await unit.call("never", []), "thrown").message, "never settles");
  },
);

test(
  "LoadedUnit.call() survives whatever is thrown or returned",
  { timeoutMs: 500 },
  `
const hostile = new Proxy({}, { get() { throw new Error("trap"); }, ownKeys() { throw new Error("keys"); }, getPrototypeOf() { throw new Error("proto"); } });
export function throwProxy(): never { throw hostile; }
export function throwNull(): never { throw null; }
export function throwGetter(): never { throw { get message(): string { throw 1; } }; }
export function returnProxy(): unknown { return hostile; }
export function revoked(): unknown { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; }
export function thenable(): unknown { return { then(done: (n: number) => void) { done(666); } }; }
export function toJson(): unknown { return { a: 1, toJSON(): number { return 666; } }; }
export function overflow(): unknown { return overflow(); }
export function poisoned(): unknown { Object.defineProperty(Object.prototype, "toJSON", { value: () => 666, configurable: true }); Array.prototype[Symbol.iterator] = function* () { yield 666; } as never; Array.prototype.push = () => 666; String.prototype.replace = () => "666"; JSON.stringify = () => "666"; Promise.prototype.then = () => 666 as never; return { a: [1, 2, "x"] }; }
`,
  async (unit) => {
    for (
      const name of ["throwProxy", "throwNull", "throwGetter", "returnProxy", "revoked", "overflow"]
    ) {
      assertEquals((await unit.call(name, [])).kind, "thrown", name);
    }
    for (const name of ["thenable", "toJson"]) errorOf(await unit.call(name, []), "refused");
    for (let round = 0; round < 2; round++) {
      assertEquals(valueOf(await unit.call("poisoned", [])), { a: [1, 2, "x"] });
    }
    assertEquals(JSON.stringify({ a: [1] }), '{"a":[1]}');
  },
);

Deno.test("openSandbox() refuses limits that make no sense", async () => {
  for (
    const limits of [{ timeoutMs: 0 }, { memoryMb: -1 }, { maxDepth: NaN }, { timeoutMs: 1.5 }]
  ) {
    await assertRejects(() => openSandbox(limits), UsageError);
  }
});

Deno.test("Sandbox.load() takes a program with data and tools", async () => {
  await using sandbox = await openSandbox();
  const ask = unit(
    "ask",
    "export async function ask({ lookup, table }: { lookup: (key: string) => Promise<number>; table: Map<string, number> }, key: string): Promise<number> { return await lookup(key) + table.get(key)!; }",
    {
      lookup: { kind: "tool", tool: "lookup" },
      table: { kind: "data", value: new Map([["a", 1]]) },
    },
  );
  const loaded = await sandbox.load({
    program: { entry: "ask", units: [ask] },
    tools: new Map([["lookup", { run: (key) => key === "a" ? 10 : 0 }]]),
  });
  assert(loaded.kind === "loaded");
  assertEquals(valueOf(await loaded.unit.call("ask", ["a"])), 11);
  const results = await loaded.unit.callMany("ask", [["a"], ["a"]]);
  assertEquals(results.map(valueOf), [11, 11]);
});

Deno.test("openSandbox() gives candidates nothing of the machine", async () => {
  await using sandbox = await openSandbox();
  const unit = await load(
    sandbox,
    `declare const self: unknown;
export function look(): string {
  const found: string[] = [];
  for (const name of Reflect.ownKeys(globalThis)) found.push(String(name));
  return found.filter((name) => !/^[A-Z]/.test(name)).sort().join(" ");
}
export function escape(): string {
  try { return (look.constructor as FunctionConstructor)("return typeof Deno")(); } catch (error) { return (error as Error).name; }
}
export async function load(): Promise<string> { try { await import("node:fs"); return "in"; } catch { return "out"; } }
`,
  );
  assertEquals(
    valueOf(await unit.call("look", [])),
    "__opto_run console decodeURI decodeURIComponent encodeURI encodeURIComponent escape eval globalThis isFinite isNaN parseFloat parseInt undefined unescape",
  );
  assertEquals(valueOf(await unit.call("escape", [])), "EvalError");
  assertEquals(valueOf(await unit.call("load", [])), "out");
});

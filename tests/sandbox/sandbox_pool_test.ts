import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { delay } from "@std/async/delay";
import { z } from "zod";
import type { HostTool } from "../../src/trace/code_runner.ts";
import { SandboxError } from "../../src/errors.ts";
import { replyLimits } from "../../sandbox/limits.ts";
import { openSandboxPool } from "../../src/code/sandbox/open_sandbox.ts";
import {
  codeRunnerConformance,
  conformanceTimeoutMs,
  errorOf,
  program,
  unit,
  valueOf,
} from "../support/code_runner_conformance.ts";

codeRunnerConformance(
  "SandboxPool",
  () => openSandboxPool({ size: 1, spares: 0, timeoutMs: conformanceTimeoutMs }),
);

const one = program("one", "export function one(): number { return 1; }");
const bomb = program(
  "bomb",
  "export function bomb(): number { return 'x'.repeat(2 ** 29 - 25).split('').length; }",
);

Deno.test("SandboxPool.run() works on when a candidate kills its process", async () => {
  await using pool = openSandboxPool({ size: 1, spares: 1, timeoutMs: 5_000 });
  await pool.warm();
  const crashed = pool.run({ program: bomb, args: [] });
  const behind = Array.from({ length: 6 }, () => pool.run({ program: one, args: [] }));
  errorOf(await crashed, "crashed");
  assertEquals((await Promise.all(behind)).map(valueOf), [1, 1, 1, 1, 1, 1]);
  assertEquals(valueOf(await pool.run({ program: one, args: [] })), 1);
});

Deno.test("SandboxPool.run() uses as many processes as calls wait, and no more than its size", async () => {
  await using pool = openSandboxPool({ size: 2, spares: 0 });
  const calls = Array.from({ length: 40 }, () => pool.run({ program: one, args: [] }));
  for (const result of await Promise.all(calls)) assertEquals(valueOf(result), 1);
  assert(pool.pids.length <= 2);
});

Deno.test("SandboxPool.run() rejects and kills when it is aborted under way", async () => {
  await using pool = openSandboxPool({ size: 1, spares: 0, timeoutMs: 60_000 });
  const spin = program("spin", "export function spin(): void { for (;;) { /* for ever */ } }");
  await pool.prepare(spin);
  const [pid] = pool.pids;
  const controller = new AbortController();
  const running = pool.run({ program: spin, args: [], signal: controller.signal });
  const behind = pool.run({ program: one, args: [] });
  await delay(100); // until it runs
  controller.abort(new Error("enough"));
  await assertRejects(() => running, Error, "enough");
  assertEquals(valueOf(await behind), 1);
  assert(!pool.pids.includes(pid ?? 0));
});

Deno.test("SandboxPool gives each program a process of its own when isolation is by process", async () => {
  await using pool = openSandboxPool({ size: 1, spares: 0, isolation: "process" });
  const two = program("two", "export function two(): number { return 2; }");
  assertEquals(valueOf(await pool.run({ program: one, args: [] })), 1);
  const [first] = pool.pids;
  assertEquals(valueOf(await pool.run({ program: one, args: [] })), 1);
  assertEquals(pool.pids[0], first);
  assertEquals(valueOf(await pool.run({ program: two, args: [] })), 2);
  assert(pool.pids[0] !== first);
});

Deno.test("SandboxPool.run() throws when the pool was closed", async () => {
  const pool = openSandboxPool({ size: 1 });
  await pool[Symbol.asyncDispose]();
  await assertRejects(() => pool.run({ program: one, args: [] }), SandboxError, "closed");
});

Deno.test("SandboxPool replaces a process that used up half of its CPU time", async () => {
  await using pool = openSandboxPool({
    size: 1,
    spares: 0,
    cpuSeconds: 2,
    timeoutMs: 9_000,
    clock: "real",
  });
  const work = program(
    "work",
    "export function work(): number { const end = Date.now() + 1_100; while (Date.now() < end); return 1; }",
  );
  await pool.warm();
  const [first] = pool.pids;
  valueOf(await pool.run({ program: work, args: [] }));
  assertEquals(valueOf(await pool.run({ program: one, args: [] })), 1);
  assert(pool.pids[0] !== first);
});

Deno.test("SandboxPool.prepare() gives the place of a refusal in one of several units", async () => {
  await using pool = openSandboxPool({ size: 1, spares: 0 });
  const broken = unit("broken", "export function broken() {\n  return 1 +;\n}");
  const preparation = await pool.prepare({ entry: "one", units: [broken, ...one.units] });
  assert(preparation.kind === "refused");
  const [first] = preparation.diagnostics;
  assertEquals([preparation.unit, first?.line, first?.lineText], ["broken", 2, "  return 1 +;"]);
  const late = "const q: any = null;\nq.y();\nexport function late(): number { return 1; }";
  const load = await pool.prepare(program("late", late));
  assert(load.kind === "refused");
  assertEquals(load.diagnostics[0]?.line, 2);
});

Deno.test("SandboxPool begins each call in a fresh realm when a realm lives for one call", async () => {
  const count = program("count", "let n = 0;\nexport function count(): number { return ++n; }");
  await using kept = openSandboxPool({ size: 1, spares: 0 });
  await using fresh = openSandboxPool({ size: 1, spares: 0, realmLife: "call" });
  const values = async (pool: typeof fresh) => [
    valueOf(await pool.run({ program: count, args: [] })),
    ...(await pool.runMany({ program: count }, [[], []])).map(valueOf),
  ];
  assertEquals(await values(kept), [1, 2, 3]);
  assertEquals(await values(fresh), [1, 1, 1]);
});

Deno.test("SandboxPool checks tools by schema, deadline and budget", async () => {
  const ask = program(
    "ask",
    "export async function ask({ tool }: { tool: (...args: unknown[]) => Promise<unknown> }, args: unknown[], times: number): Promise<unknown> { let last: unknown; for (let i = 0; i < times; i++) last = await tool(...args); return last; }",
    { tool: { kind: "tool", tool: "tool" } },
  );
  await using pool = openSandboxPool({ size: 1, spares: 0, maxToolCalls: 3, timeoutMs: 2_000 });
  const run = async (tool: HostTool, args: unknown[], times = 1) =>
    await pool.run({ program: ask, args: [args, times], tools: new Map([["tool", tool]]) });
  const echo = (...args: readonly unknown[]) => args[0];

  const typed = { run: echo, args: z.tuple([z.number()]), result: z.number().max(9) };
  assertEquals(valueOf(await run(typed, [3])), 3);
  assertStringIncludes(errorOf(await run(typed, ["3"]), "thrown").message, "the arguments");
  assertStringIncludes(errorOf(await run(typed, [10]), "thrown").message, "the result");
  assertStringIncludes(
    errorOf(await run({ run: () => () => 1 }, []), "thrown").message,
    "function",
  );
  const slow = { run: () => new Promise(() => {}), deadlineMs: 20 };
  assertStringIncludes(errorOf(await run(slow, []), "thrown").message, "20 ms");
  assertEquals(valueOf(await run({ run: echo }, [1], 3)), 1);
  assertStringIncludes(errorOf(await run({ run: echo }, [1], 4), "thrown").message, "3 times");
  const value = new Map([["a", [NaN, 1n]]]);
  assertEquals(valueOf(await run({ run: echo }, [value])), value);
});

const leave = program(
  "leave",
  `export async function leave({ tool }: { tool: (n: number) => Promise<number> }, n: number, how: string): Promise<number> {
    if (how === "now") tool(n);
    if (how === "later") Promise.resolve().then(() => null).then(() => tool(n));
    if (how === "awaited") await tool(n);
    return n;
  }`,
  { tool: { kind: "tool", tool: "tool" } },
);

Deno.test("SandboxPool makes no tool call of a call that is over", async () => {
  await using pool = openSandboxPool({ size: 1, spares: 0, timeoutMs: 5_000 });
  const asked: string[] = [];
  const run = async (by: string, n: number, how: string) => {
    const tools = new Map([["tool", { run: () => asked.push(`${by} ${n}`), maxCalls: 1 }]]);
    return valueOf(await pool.run({ program: leave, args: [n, how], tools }));
  };
  for (const how of ["now", "later"]) {
    assertEquals(await run("first", 1, how), 1);
    assertEquals(await run("second", 2, "awaited"), 2);
  }
  assertEquals(asked, ["second 2", "second 2"]);
});

Deno.test("SandboxPool gives each argument list of a batch tools and quotas of its own", async () => {
  await using pool = openSandboxPool({ size: 1, spares: 0, timeoutMs: 5_000 });
  const asked: unknown[] = [];
  const tool = { run: (...[n]: readonly unknown[]) => asked.push(n), maxCalls: 1 };
  const results = await pool.runMany({ program: leave, tools: new Map([["tool", tool]]) }, [
    [1, "later"],
    [2, "awaited"],
    [3, "now"],
    [4, "awaited"],
    [5, "awaited"],
  ]);
  assertEquals(results.map(valueOf), [1, 2, 3, 4, 5]);
  assertEquals(asked, [2, 4, 5]);
});

Deno.test("SandboxPool.runMany() refuses the argument lists that do not fit into the reply", async () => {
  const { maxReplyChars } = replyLimits;
  const fill = program("fill", "export function fill(n: number): string { return 'x'.repeat(n); }");
  // Each outcome is collected alone when each call has a realm of its own.
  await using pool = openSandboxPool({ size: 1, spares: 0, realmLife: "call", timeoutMs: 5_000 });
  const around = '{"kind":"value","value":""}'.length;
  const size = 999_000;
  const used = 4 * (size + around) + 3; // with commas
  const rest = maxReplyChars - used - around;
  const kinds = async (last: number) => {
    const sizes = [size, size, size, size, last].map((n) => [n]);
    return (await pool.runMany({ program: fill }, sizes)).map(({ kind }) => kind).join(" ");
  };
  assertEquals(await kinds(rest), "value value value value value");
  assertEquals(await kinds(rest + 1), "value value value value refused");
});

Deno.test("SandboxPool distinguishes a late tool's answer from the next call's", async () => {
  const ask = program(
    "ask",
    "export async function ask({ tool }: { tool: (n: number) => Promise<number> }, n: number): Promise<number> { return await tool(n); }",
    { tool: { kind: "tool", tool: "tool" } },
  );
  await using pool = openSandboxPool({ size: 1, spares: 0, timeoutMs: 500 });
  const tools = new Map([["tool", {
    run: async (...[n]: readonly unknown[]) => {
      await delay(Number(n));
      return n;
    },
  }]]);
  await pool.prepare(ask);
  const calls = [750, 200, 1].map((n) => pool.run({ program: ask, args: [n], tools }));
  const results = await Promise.all(calls);
  assertEquals(results.map((result) => result.kind === "value" ? result.value : result.kind), [
    "timeout",
    200,
    1,
  ]);
});

Deno.test("SandboxPool reports statements on request, and the locals of the failing function", async () => {
  await using pool = openSandboxPool({ size: 1, spares: 0 });
  const step = program(
    "step",
    "export function step(items: number[]): number {\n  let best = 0;\n  for (const item of items) {\n    if (item > best) best = item;\n  }\n  if (best > 5) throw new Error('too large');\n  return best;\n}",
  );
  const traced = await pool.run({ program: step, args: [[1, 3, 2]], traceStatements: true });
  assertEquals(valueOf(traced), 3);
  const seen = traced.trace.statements.map((
    { line, kind, label, value, count },
  ) => [line, kind, label, value, count]);
  assertEquals(seen.filter(([, kind]) => kind === "assign").at(-1), [4, "assign", "best", "3", 2]);
  assert(seen.some(([line, kind, label]) => line === 4 && kind === "branch" && label === "else"));
  const thrown = await pool.run({ program: step, args: [[9]], traceStatements: true });
  const { locals, frames } = errorOf(thrown, "thrown");
  assertEquals([locals?.best, locals?.items, frames[0]?.line], ["9", "[9]", 6]);
  const plain = await pool.run({ program: step, args: [[1]] });
  assertEquals(plain.trace.statements, []);
});

Deno.test("SandboxPool.run() lets no candidate use up the memory of another", async () => {
  await using pool = openSandboxPool({ size: 1, spares: 0, memoryMb: 48, timeoutMs: 9_000 });
  const fill =
    "const all: number[][] = [];\nexport function fill(mb: number): number { for (let i = 0; i < mb; i++) all.push(new Array(131_072).fill(1.5)); return mb; }";
  const hog = program("fill", fill);
  const other = program("fill", `${fill} // another`);
  assertEquals(valueOf(await pool.run({ program: hog, args: [28] })), 28);
  assertEquals(valueOf(await pool.run({ program: other, args: [28] })), 28);
  errorOf(await pool.run({ program: other, args: [500] }), "crashed");
});

Deno.test("SandboxPool.run() gives the same stack in every process", async () => {
  const where = program(
    "where",
    "export function where(): unknown { return new Error('here').stack; }",
  );
  const stacks: unknown[] = [];
  for (let round = 0; round < 2; round++) {
    await using pool = openSandboxPool({ size: 1, spares: 0 });
    stacks.push(valueOf(await pool.run({ program: where, args: [] })));
  }
  assertEquals(stacks[0], stacks[1]);
});

Deno.test("SandboxPool.run() rejects a call that is aborted while it waits for a process", async () => {
  await using pool = openSandboxPool({ size: 1, spares: 0, isolation: "process", timeoutMs: 400 });
  const spin = program("spin", "export function spin(): void { for (;;) { /* for ever */ } }");
  await pool.prepare(spin);
  const spinning = pool.run({ program: spin, args: [] });
  const controller = new AbortController();
  const aborted = pool.run({ program: one, args: [], signal: controller.signal });
  const patient = pool.run({ program: one, args: [] });
  await delay(50); // until they wait
  controller.abort(new Error("enough"));
  await assertRejects(() => aborted, Error, "enough");
  assertEquals((await spinning).kind, "timeout");
  assertEquals(valueOf(await patient), 1);
});

Deno.test("SandboxPool.run() runs a program that waits behind many endless ones", async () => {
  await using pool = openSandboxPool({ size: 1, spares: 1, timeoutMs: 50 });
  const endless = Array.from(
    { length: 17 },
    (_, number) => program("spin", `export function spin(): void { for (;;) { /* ${number} */ } }`),
  );
  for (const each of [...endless, one]) await pool.prepare(each);
  const spinning = endless.map((program) => pool.run({ program, args: [] }));
  assertEquals(valueOf(await pool.run({ program: one, args: [], timeoutMs: 5_000 })), 1);
  for (const result of await Promise.all(spinning)) errorOf(result, "timeout");
});

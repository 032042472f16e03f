import { assert, assertEquals, assertRejects } from "@std/assert";
import { delay } from "@std/async/delay";
import { SandboxError } from "../../src/errors.ts";
import { openSandboxPool } from "../../src/code/sandbox/sandbox_runner.ts";
import {
  codeRunnerConformance,
  conformanceTimeoutMs,
  errorOf,
  program,
  unit,
  valueOf,
} from "../support/code_runner_conformance.ts";
import { InProcessRunner } from "../support/in_process_runner.ts";

codeRunnerConformance(
  "SandboxPool",
  () => openSandboxPool({ size: 1, spares: 0, timeoutMs: conformanceTimeoutMs }),
);
codeRunnerConformance(
  "InProcessRunner",
  () => new InProcessRunner({ timeoutMs: conformanceTimeoutMs }),
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

Deno.test("SandboxPool.prepare() says where a unit of many is refused, with line and text", async () => {
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

import { assert, assertEquals } from "@std/assert";
import { delay } from "@std/async/delay";
import { WorkerProcessorTime } from "../../src/code/child/processor_time.ts";
import { openSandboxPool } from "../../src/code/sandbox/open_sandbox.ts";
import type { SandboxLimits } from "../../src/code/sandbox/limits.ts";
import type { LoadedUnit } from "../../src/code/sandbox/loaded_unit.ts";

/** Children are stopped by signal: a stopped child is one that gets no processor. Elsewhere the clock counts. */
const ignore = Deno.build.os !== "linux";

const source = `
export function quick(): string { return "done"; }
export function endless(): void { for (;;); }
export function work(rounds: number): number {
  let sum = 0;
  for (let i = 0; i < rounds; i++) sum += Math.sqrt(i);
  return sum;
}
export function long(): string { return "x".repeat(900_000); }`;

/** Opens a pool of one process with the source loaded. */
async function open(limits: Partial<SandboxLimits>) {
  const pool = await openSandboxPool({ size: 1, spares: 0, ...limits });
  const loaded = await pool.load({ source });
  assert(loaded.kind === "loaded");
  const [pid] = pool.pids;
  assert(pid !== undefined);
  return { pool, pid, unit: loaded.unit };
}

/** Keeps a child from running until `over` has passed. */
async function starve(pid: number, overMs: number): Promise<void> {
  Deno.kill(pid, "SIGSTOP");
  await delay(overMs);
  Deno.kill(pid, "SIGCONT");
}

Deno.test({
  name: "LoadedUnit.call() waits for a child that got no processor",
  ignore,
  async fn() {
    const { pool, pid, unit } = await open({ timeoutMs: 200 });
    await using _pool = pool;
    Deno.kill(pid, "SIGSTOP");
    const running = unit.call("quick", []);
    await delay(600); // the limit and the grace period are over
    Deno.kill(pid, "SIGCONT");
    assertEquals((await running).kind, "value");
  },
});

Deno.test({
  name: "LoadedUnit.call() repeats a call that lost its time on a busy machine",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const { pool, pid, unit } = await open({ timeoutMs: 1_000 });
    await using _pool = pool;
    const processor = new WorkerProcessorTime(pid);
    const rounds = await roundsOf(unit, processor, 150);
    const before = processor.read() ?? 0;
    let isOver = false;
    const running = unit.call("work", [rounds]).finally(() => isOver = true);
    while (!isOver && (processor.read() ?? 0) < before + 20) await delay(1);
    await starve(pid, 1_100); // the realm's own limit is over, too
    assertEquals((await running).kind, "value");
  },
});

Deno.test({
  name: "LoadedUnit.call() gives a time-out for an endless loop, also when its child was starved",
  ignore,
  async fn() {
    const { pool, pid, unit } = await open({ timeoutMs: 200 });
    await using _pool = pool;
    Deno.kill(pid, "SIGSTOP");
    const running = unit.callMany("endless", [[], []]);
    await delay(600);
    Deno.kill(pid, "SIGCONT");
    assertEquals((await running).map(({ kind }) => kind), ["timeout", "timeout"]);
    assertEquals((await unit.call("quick", [])).kind, "value");
  },
});

Deno.test({
  name:
    "LoadedUnit.callMany() gives the calls beside an endless one their values on a starved child",
  ignore,
  async fn() {
    const { pool, pid, unit } = await open({ timeoutMs: 200, batchTimeoutMs: 400 });
    await using _pool = pool;
    const many = await pool.load({
      source: `export function f(n: number): number { if (n === 1) for (;;); return n; }`,
    });
    assert(many.kind === "loaded");
    Deno.kill(pid, "SIGSTOP");
    const running = many.unit.callMany("f", [[0], [1], [2], [3]]);
    await delay(800);
    Deno.kill(pid, "SIGCONT");
    assertEquals((await running).map(({ kind }) => kind), ["value", "timeout", "value", "value"]);
    assertEquals((await unit.call("quick", [])).kind, "value");
  },
});

Deno.test({
  name: "SandboxPool.load() waits for a child that got no processor",
  ignore,
  async fn() {
    const { pool, pid } = await open({ timeoutMs: 200, loadTimeoutMs: 200 });
    await using _pool = pool;
    Deno.kill(pid, "SIGSTOP");
    const loading = pool.load({ source: "export const x = 1; export function g() { return x; }" });
    await delay(900);
    Deno.kill(pid, "SIGCONT");
    assertEquals((await loading).kind, "loaded");
  },
});

Deno.test("LoadedUnit.call() takes a result that is larger than the pipe after a stall of the host", async () => {
  const { pool, unit } = await open({ timeoutMs: 300 });
  await using _pool = pool;
  const running = unit.call("long", []);
  await delay(0); // the request is sent
  for (const end = performance.now() + 1_000; performance.now() < end;);
  assertEquals((await running).kind, "value");
});

/** How many rounds take a child at least this much processor time. */
async function roundsOf(
  unit: LoadedUnit,
  processor: WorkerProcessorTime,
  leastMs: number,
): Promise<number> {
  for (let rounds = 1e6;; rounds *= 2) {
    const before = processor.read() ?? 0;
    await unit.call("work", [rounds], { timeoutMs: 60_000 });
    if ((processor.read() ?? Infinity) - before >= leastMs) return rounds;
  }
}

/**
 * Measures the sandbox against alternatives: a comlink worker in the same process, QuickJS, `new Function`.
 *
 *     deno run -A bench/sandbox_bench.ts [--json]
 *
 * All figures are medians of one run on one machine; only the ratios are comparable. The alternatives give no
 * protection: the ratios show its cost.
 *
 * @module
 */
import * as Comlink from "comlink";
import { getQuickJS } from "quickjs-emscripten";
import { bundleModules } from "../src/code/compile/bundle_modules.ts";
import { kernelText } from "../src/code/sandbox/kernel_text.ts";
import { resolveLimits } from "../src/code/sandbox/limits.ts";
import { prepareModule } from "../src/code/sandbox/prepared_program.ts";
import { ProcessPool } from "../src/code/sandbox/process_pool.ts";
import { openSandbox, openSandboxPool } from "../src/code/sandbox/open_sandbox.ts";
import type { Program } from "../src/trace/code_runner.ts";
import { beside, median, print, type Row, timed } from "./measure.ts";

const source = "export function f(a: number, b: number): number { return a * 31 % 7 - b }";
const javascript = "function f(a, b) { return a * 31 % 7 - b }";

interface Calc {
  f(a: number, b: number): number;
}

async function openWorker(): Promise<{ api: Comlink.Remote<Calc>; worker: Worker }> {
  const text = await bundleModules("bench:worker.ts", {
    files: { "bench:worker.ts": `import * as C from "comlink"; ${source} C.expose({ f });` },
    packages: { comlink: "npm:comlink@4.4.2" },
  });
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const worker = new Worker(url, { type: "module" });
  return { api: Comlink.wrap<Calc>(worker), worker };
}

async function emptyRun(): Promise<void> {
  const args = ["run", "--no-config", "--no-lock", "data:text/javascript,"];
  await new Deno.Command(Deno.execPath(), { args }).output();
}

async function coldStart(): Promise<Row> {
  const open = async () => {
    await using sandbox = await openSandbox();
    const loaded = await sandbox.load({ source });
    if (loaded.kind !== "loaded") throw new Error(loaded.kind);
    await loaded.unit.call("f", [1, 2]);
    return performance.now();
  };
  const cold = async () => {
    const start = performance.now();
    return await open() - start; // until the end of the first call, without closing
  };
  const empty = () => timed(1, emptyRun);
  await open();
  const [sandbox, other] = await beside(11, cold, empty);
  return {
    what: "cold start to first result",
    unit: "ms",
    ours: sandbox,
    beside: "empty deno run",
    other,
    target: 3,
  };
}

async function freshRealm(pool: ProcessPool): Promise<Row> {
  const times: number[] = [];
  for (let round = 0; round < 200; round++) {
    const prepared = await prepareModule("main", source);
    if (prepared.kind !== "prepared") throw new Error(prepared.kind);
    const start = performance.now();
    const { program } = prepared;
    await pool.use({ program: program.id }, (process) => process.load(program));
    times.push(performance.now() - start);
  }
  return {
    what: "fresh realm, candidate loaded",
    unit: "ms",
    ours: median(times),
    beside: "one millisecond",
    other: 1,
    target: 1,
  };
}

async function memory(): Promise<Row | undefined> {
  if (Deno.build.os !== "linux") return undefined;
  await using sandbox = await openSandbox();
  const loaded = await sandbox.load({ source });
  if (loaded.kind === "loaded") await loaded.unit.call("f", [1, 2]);
  const empty = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-config", "--no-lock", "data:text/javascript,setInterval(() => {}, 1e6)"],
  }).spawn();
  await timed(1, () => new Promise((resolve) => setTimeout(resolve, 300))); // until it is ready
  const [mine, other] = [await pssMb(sandbox.pid ?? 0), await pssMb(empty.pid)];
  empty.kill("SIGKILL");
  await empty.status;
  return {
    what: "proportional set size",
    unit: "MB",
    ours: mine,
    beside: "empty deno process",
    other,
    target: 2,
  };
}

async function pssMb(pid: number): Promise<number> {
  const text = await Deno.readTextFile(`/proc/${pid}/smaps_rollup`);
  return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1]) / 1024;
}

async function rows(): Promise<Row[]> {
  await kernelText();
  const table: Row[] = [await coldStart()];
  const pss = await memory();
  if (pss !== undefined) table.push(pss);

  const pool = new ProcessPool(resolveLimits(), { size: 1, spares: 0 });
  table.push(await freshRealm(pool));
  await pool.close();

  await using runner = openSandboxPool({ size: 1, spares: 0 });
  await using sandbox = await openSandbox({ timeoutMs: 20_000 });
  const loaded = await sandbox.load({ source });
  if (loaded.kind !== "loaded") throw new Error(loaded.kind);
  const { unit } = loaded;
  const { api, worker } = await openWorker();
  const direct = new Function(`${javascript}; return f`)() as Calc["f"];

  const guarded = async () => 1_000 * await timed(500, () => unit.call("f", [3, 1]));
  const bare = async () => 1_000 * await timed(500, () => api.f(3, 1));
  const [call, bareCall] = await beside(9, guarded, bare);
  table.push({
    what: "guarded warm call",
    unit: "µs",
    ours: call,
    beside: "comlink worker",
    other: bareCall,
    target: 1.5,
  });

  const program: Program = {
    entry: "f",
    units: [{ id: "f", kind: "trainable", entry: "f", source, original: source, uses: {} }],
  };
  await runner.prepare(program);
  const pooled = async () => 1_000 * await timed(500, () => runner.run({ program, args: [3, 1] }));
  const [poolCall, bareAgain] = await beside(9, pooled, bare);
  table.push({
    what: "guarded warm call of the pool",
    unit: "µs",
    ours: poolCall,
    beside: "comlink worker",
    other: bareAgain,
    target: 1.5,
  });

  const items = Array.from({ length: 1_000 }, (_, index) => [index, 1] as const);
  const batch = async () => await timed(20, () => unit.callMany("f", items));
  const loop = async () =>
    await timed(20, () => {
      let sum = 0;
      for (const [a, b] of items) sum += direct(a, b);
      return sum;
    });
  const [batched, looped] = await beside(9, batch, loop);
  table.push({
    what: "an item of a batch of 1,000, over a direct call",
    unit: "µs",
    ours: batched - looped,
    beside: "half a microsecond",
    other: 0.5,
    target: 1,
  });

  const inFlight = async (call: () => Promise<unknown>) => {
    const start = performance.now();
    let left = 4_000;
    await Promise.all(Array.from({ length: 64 }, async () => {
      while (left-- > 0) await call();
    }));
    return (performance.now() - start) / 4;
  };
  const [crowd, bareCrowd] = await beside(
    7,
    () => inFlight(() => unit.call("f", [3, 1])),
    () => inFlight(() => api.f(3, 1)),
  );
  table.push({
    what: "a call with 64 in flight",
    unit: "µs",
    ours: crowd,
    beside: "comlink worker",
    other: bareCrowd,
    target: 1,
  });
  worker.terminate();

  const simulator =
    "export function sim({ f }: { f: (a: number, b: number) => number }, n: number): number { let s = 0; for (let i = 0; i < n; i++) s += f(i, 1); return s; }";
  const tight: Program = {
    entry: "sim",
    units: [
      ...program.units,
      {
        id: "sim",
        kind: "sandboxed",
        entry: "sim",
        source: simulator,
        original: simulator,
        uses: { f: { kind: "unit", unit: "f" } },
      },
    ],
  };
  const million = async () =>
    await timed(1, () => runner.run({ program: tight, args: [1e6], timeoutMs: 20_000 }));
  const plain = async () =>
    await timed(1, () => {
      let sum = 0;
      for (let i = 0; i < 1e6; i++) sum += direct(i, 1);
      return sum;
    });
  await million();
  await plain();
  const [inner, innerPlain] = await beside(9, million, plain);
  table.push({
    what: "a million inner calls from the author's realm",
    unit: "ms",
    ours: inner,
    beside: "the loop in the host",
    other: innerPlain,
    target: 6,
  });

  const loops =
    "export function loops(n: number): number { let s = 0; for (let i = 0; i < n; i++) { if (i % 3) s += i; } return s; }";
  const looping: Program = {
    entry: "loops",
    units: [{
      id: "loops",
      kind: "trainable",
      entry: "loops",
      source: loops,
      original: loops,
      uses: {},
    }],
  };
  const run = (traceStatements: boolean) => () =>
    timed(20, () => runner.run({ program: looping, args: [1_000], traceStatements }));
  const [traced, untraced] = await beside(9, run(true), run(false));
  table.push({
    what: "2,700 statements traced in one call",
    unit: "ms",
    ours: traced,
    beside: "the call without",
    other: untraced,
    target: Infinity,
  });

  const quickjs = (await getQuickJS()).newContext();
  quickjs.unwrapResult(quickjs.evalCode(javascript)).dispose();
  const quick = async () =>
    1_000 * await timed(500, () => quickjs.unwrapResult(quickjs.evalCode("f(3, 1)")).dispose());
  const [again, quickCall] = await beside(9, guarded, quick);
  table.push({
    what: "guarded warm call",
    unit: "µs",
    ours: again,
    beside: "QuickJS in the host, no isolation",
    other: quickCall,
    target: Infinity,
  });
  quickjs.dispose();
  const made = async () =>
    1_000 * await timed(500, () => new Function(`${javascript}; return f`)()(3, 1));
  const [last, functionCall] = await beside(9, guarded, made);
  table.push({
    what: "guarded warm call",
    unit: "µs",
    ours: last,
    beside: "new Function, no wall",
    other: functionCall,
    target: Infinity,
  });
  return table;
}

print(await rows());

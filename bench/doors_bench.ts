/**
 * Measures startup cost for users: the help text, a server until it is ready, and the host's own cost per evaluation.
 *
 *     deno run -A bench/doors_bench.ts [--json]
 *
 * @module
 */
import process from "node:process";
import { openSandbox } from "../src/code/sandbox/open_sandbox.ts";
import { defineTask, optimize, parameter, trainable } from "../mod.ts";
import { beside, print, type Row, timed } from "./measure.ts";

const program = new URL("../mod.ts", import.meta.url).href;

/** The program without the library, with the flag of its first line. */
const fastProgram = [
  "--unstable-lazy-dynamic-imports",
  new URL("../opto.ts", import.meta.url).href,
];

const quickstart = new URL("../examples/quickstart.ts", import.meta.url).href;

const emptyRun = () => timed(1, () => run("--no-config", "--no-lock", "data:text/javascript,"));

async function run(...args: string[]): Promise<void> {
  const { success } = await new Deno.Command(Deno.execPath(), { args: ["run", "-A", ...args] })
    .output();
  if (!success) throw new Error(`deno run ${args.join(" ")} failed`);
}

async function help(what: string, ...args: string[]): Promise<Row> {
  await run(...args);
  const [ours, other] = await beside(15, () => timed(1, () => run(...args)), emptyRun);
  return { what, unit: "ms", ours, beside: "empty deno run", other, target: 3 };
}

/** From the start of the process of `serve` until `/readyz` answers 200. */
async function ready(): Promise<Row> {
  await untilReady();
  const [ours, other] = await beside(9, untilReady, emptyRun);
  const what = "opto.ts serve, until ready";
  return { what, unit: "ms", ours, beside: "empty deno run", other, target: Infinity };
}

/** Longest wait for a server. */
const readyMs = 30_000;

async function untilReady(): Promise<number> {
  const data = await Deno.makeTempDir({ prefix: "opto-bench-" });
  const { port } = freeAddress();
  const start = performance.now();
  const server = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", ...fastProgram, "serve"].concat(
      ["--task", quickstart, "--port", String(port), "--data", data],
    ),
    stdout: "null",
    stderr: "null",
  }).spawn();
  try {
    while (!await isReady(port)) {
      if (performance.now() - start > readyMs) throw new Error("the server is not ready");
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return performance.now() - start;
  } finally {
    server.kill("SIGTERM");
    await server.status;
    await Deno.remove(data, { recursive: true });
  }
}

/** An address on which nothing listens. */
function freeAddress(): Deno.NetAddr {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr;
}

async function isReady(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/readyz`);
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false; // it does not listen yet
  }
}

const examples = Array.from({ length: 200 }, (_, input) => ({ input }));

const task = defineTask({
  name: "bench",
  agent: () =>
    trainable(function line(x: number): number {
      return 2 * x;
    }),
  examples: { train: examples },
  guide: ({ input }, output) => output instanceof Error ? -1e9 : -Math.abs(output - 3 * input),
  trainer: { steps: 8, batchSize: 200, proposals: 8 },
});

/** CPU time of a run whose evaluations never wait, by the number of its rows; ten times the rows shall cost about ten times. */
async function rows(): Promise<Row> {
  const spend = async (count: number) => {
    const rowsTask = defineTask({
      name: "rows",
      agent: () => {
        const factor = parameter(1, { name: "factor" });
        return { factor, forward: (x: number) => factor.mul(x) };
      },
      examples: { train: Array.from({ length: count }, (_, input) => ({ input })) },
      guide: ({ input }, output) => -Math.abs(Number(output) - 3 * Number(input)),
    });
    const before = process.cpuUsage();
    await optimize(rowsTask, { seed: 1, steps: 1, trainer: "minibatch" }).result;
    const after = process.cpuUsage();
    return (after.user + after.system - before.user - before.system) / 1_000;
  };
  await spend(1_000); // warm-up
  const other = await spend(10_000);
  const ours = await spend(100_000);
  return { what: "100,000 rows", unit: "ms", ours, beside: "10,000 rows", other, target: 20 };
}

/** CPU time of this process only: waiting for the sandbox does not count. */
async function evaluation(): Promise<Row> {
  await using sandbox = await openSandbox();
  const loaded = await sandbox.load({ source: "export function line(x: number) { return 2 * x }" });
  if (loaded.kind !== "loaded") throw new Error(loaded.kind);
  const call = await timed(2_000, () => loaded.unit.call("line", [1]));
  await optimize(task, { seed: 1 }).result; // warm-up: compiler, pool, JIT
  const { user, system } = process.cpuUsage();
  const { evaluations } = await optimize(task, { seed: 2 }).result;
  const after = process.cpuUsage();
  const spent = (after.user + after.system - user - system) / 1_000;
  return {
    what: "CPU time of the host, per evaluation",
    unit: "ms",
    ours: spent / evaluations,
    beside: "one warm sandbox call",
    other: call,
    target: 1,
  };
}

print([
  await help("opto.ts --help", ...fastProgram, "--help"),
  await help("mod.ts optimize --help", program, "optimize", "--help"),
  await ready(),
  await evaluation(),
  await rows(),
]);

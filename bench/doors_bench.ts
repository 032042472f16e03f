/**
 * Measures startup cost for users: the help text, and the host's own cost per evaluation.
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

async function run(...args: string[]): Promise<void> {
  const { success } = await new Deno.Command(Deno.execPath(), { args: ["run", "-A", ...args] })
    .output();
  if (!success) throw new Error(`deno run ${args.join(" ")} failed`);
}

async function help(): Promise<Row> {
  await run(program, "optimize", "--help");
  const [ours, other] = await beside(
    15,
    () => timed(1, () => run(program, "optimize", "--help")),
    () => timed(1, () => run("--no-config", "--no-lock", "data:text/javascript,")),
  );
  return { what: "optimize --help", unit: "ms", ours, beside: "empty deno run", other, target: 4 };
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

print([await help(), await evaluation(), await rows()]);

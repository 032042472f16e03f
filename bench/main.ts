/**
 * Runs every benchmark, each in a separate process: `deno task bench`.
 *
 * @module
 */
const scripts = [
  "trace_bench.ts",
  "backward_bench.ts",
  "step_bench.ts",
  "sandbox_bench.ts",
  "doors_bench.ts",
  "cost_bench.ts",
  "cores_bench.ts",
];

for (const script of scripts) {
  console.log(`\n${script}`);
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", new URL(script, import.meta.url).href, ...Deno.args],
    stdout: "inherit",
    stderr: "inherit",
  }).output();
  if (!success) Deno.exit(1);
}

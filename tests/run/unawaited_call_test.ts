import { assertEquals } from "@std/assert";
import { fileURLToPath, pathToFileURL } from "node:url";
import { libraryUrl } from "../cli/opto_command.ts";
import { tempDir } from "../support/temp_dir.ts";

const config = fileURLToPath(new URL("../../deno.json", import.meta.url));

Deno.test("calls of code that an agent did not wait for do not end the process when the run closes its sandbox", async () => {
  const path = `${await tempDir()}/program.ts`;
  await Deno.writeTextFile(
    path,
    `import { defineTask, optimize, parameter, trainable } from "${libraryUrl}";
const endless = trainable(function endless(n: number): number { for (;;) n++; });
const factor = parameter(1, { name: "factor" });
const task = defineTask({
  name: "unawaited",
  agent: () => ({
    endless,
    factor,
    forward(x: number) {
      for (let call = 0; call < 4; call++) void endless(x + call);
      return factor.mul(x);
    },
  }),
  examples: { train: [{ input: 1, expected: 2 }] },
  guide: ({ expected }, output) => output instanceof Error ? -9 : -Math.abs(expected - output),
  sandbox: { timeoutMs: 60_000 },
});
const { stopReason } = await optimize(task, { steps: 1, budget: { evaluations: 1 } }).result;
for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setTimeout(resolve, 1));
console.log(stopReason);
`,
  );
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--config", config, pathToFileURL(path).href],
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();
  assertEquals([code, text(stdout)], [0, "budget"], text(stderr));
});

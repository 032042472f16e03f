import { assertEquals, assertMatch } from "@std/assert";
import { join } from "node:path";
import { libraryUrl, opto } from "./opto_command.ts";
import { tempDir } from "../support/temp_dir.ts";

/** A task whose candidates run in sandbox processes, and that takes long. */
const task = `import { defineTask, trainable } from "${libraryUrl}";
export default defineTask({
  name: "spin",
  agent: () => trainable(function spin(x: number): number {
    let sum = 0;
    for (let i = 0; i < 3e6; i++) sum += x * i % 7;
    return sum % 10 + 1;
  }),
  examples: { train: [1, 2, 3, 4, 5, 6].map((input) => ({ input, expected: 3 * input })) },
  guide: ({ expected }, output) => -Math.abs(Number(output) - expected) || 0,
  trainer: { steps: 1000, batchSize: 6 },
  sandbox: { timeoutMs: 5000 },
});
`;

/** The first signal may have ended the program before the second. */
function killUnlessEnded(child: Deno.ChildProcess, signal: Deno.Signal): void {
  try {
    child.kill(signal);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
}

/** Starts the task, sends signals once it is at work, one a moment after the other. */
async function interrupt(...signals: readonly Deno.Signal[]) {
  const cwd = await tempDir();
  await Deno.writeTextFile(join(cwd, "task.ts"), task);
  let isSent = false;
  return await opto(["optimize", "task.ts", "--run-dir", "run"], {
    cwd,
    onOutput(text, child) {
      if (isSent || !text.includes("start: score")) return;
      isSent = true;
      signals.forEach((signal, i) =>
        setTimeout(() => killUnlessEnded(child, signal), 200 + 60 * i)
      );
    },
  });
}

Deno.test("optimize leaves no sandbox behind when it is asked to stop", async () => {
  const end = await interrupt("SIGINT");
  assertEquals([end.code, end.orphans], [130, []], end.stderr);
  assertMatch(end.stdout, /continue/);
});

Deno.test("optimize leaves no sandbox behind when it is made to stop", async () => {
  const end = await interrupt("SIGINT", "SIGINT");
  assertEquals([end.code, end.orphans], [130, []], end.stderr);
});

Deno.test("optimize leaves no sandbox behind when it is killed", async () => {
  const end = await interrupt("SIGKILL");
  assertEquals([end.code, end.orphans], [137, []]);
});

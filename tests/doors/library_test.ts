/** The library door: the published package works from an empty project, with nothing of Opto on the local disk. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { openProject } from "./project.ts";

const task = `import { defineTask, trainable } from "jsr:@opto/opto";

export default defineTask({
  name: "line",
  description: "A line through three points.",
  agent: () => trainable(function line(x: number): number {
    return 1 * x + 4;
  }),
  examples: { train: [1, 2, 3].map((x) => ({ input: x, expected: 3 * x + 2 })) },
  guide: ({ expected }, output) =>
    output instanceof Error ? -100 : -Math.abs(output - (expected as number)),
  trainer: { steps: 12 },
});
`;

const program = `import { optimize } from "jsr:@opto/opto";
import task from "./task.ts";

const run = optimize(task, { seed: 1, concurrency: 2 });
const seen = new Set<string>();
for await (const event of run) seen.add(event.type);
const { stopReason, initial, best } = await run.result;
console.log(JSON.stringify({ stopReason, initial, best, seen: [...seen].sort() }));
`;

Deno.test("jsr:@opto/opto optimizes a task in an empty project, and the program exits by itself", async () => {
  await using project = await openProject("registry");
  await project.write("task.ts", task);
  await project.write("main.ts", program);
  const { code, stdout, stderr } = await project.run("run", "--quiet", "-A", "main.ts");
  assertEquals({ code, stderr }, { code: 0, stderr: "" });
  const result = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
  assertEquals(result.stopReason === "steps" || result.stopReason === "target", true);
  assertEquals(result.best.score > result.initial.score, true);
  assertStringIncludes(result.best.parameters.line, "function line(x: number): number");
});

Deno.test("jsr:@opto/opto is the command line when it is the main module", async () => {
  await using project = await openProject("registry");
  await project.write("task.ts", task);
  const { code, stdout, stderr } = await project.run(
    "run",
    "--quiet",
    "-A",
    "jsr:@opto/opto",
    "optimize",
    "task.ts",
    "--json",
    "--seed=1",
  );
  assertEquals({ code, stderr }, { code: 0, stderr: "" });
  const finished = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
  assertEquals(finished.type, "finished");
  assertEquals(finished.best.score > finished.initial.score, true);
  const best = await Deno.readTextFile(join(project.dir, finished.runDir, "best", "line.ts"));
  assertStringIncludes(best, "function line(x: number): number");
});

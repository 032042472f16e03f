/** The library door: the published package works from an empty project, with nothing of Opto on the local disk. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { type JsrRegistry, openJsrRegistry } from "../support/jsr_registry.ts";

const root = fromFileUrl(new URL("../../", import.meta.url));

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
  await using project = await openProject();
  const { code, stdout, stderr } = await project.run("-A", "main.ts");
  assertEquals({ code, stderr }, { code: 0, stderr: "" });
  const result = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
  assertEquals(result.stopReason === "steps" || result.stopReason === "target", true);
  assertEquals(result.best.score > result.initial.score, true);
  assertStringIncludes(result.best.parameters.line, "function line(x: number): number");
});

Deno.test("jsr:@opto/opto is the command line when it is the main module", async () => {
  await using project = await openProject();
  const { code, stdout, stderr } = await project.run(
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

/** An empty folder with a program and a task, and a registry that serves the package. */
async function openProject(): Promise<AsyncDisposable & { readonly dir: string; run: Run }> {
  const registry: JsrRegistry = await openJsrRegistry();
  const dir = await Deno.makeTempDir({ prefix: "opto-project-" });
  await registry.publish(root);
  await Deno.writeTextFile(join(dir, "task.ts"), task);
  await Deno.writeTextFile(join(dir, "main.ts"), program);
  return {
    dir,
    async run(...args) {
      const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "--quiet", ...args],
        cwd: dir,
        env: { JSR_URL: registry.url, NO_COLOR: "1" },
        signal: AbortSignal.timeout(120_000),
      }).output();
      const text = new TextDecoder();
      return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
    },
    async [Symbol.asyncDispose]() {
      await registry[Symbol.asyncDispose]();
      await Deno.remove(dir, { recursive: true });
    },
  };
}

type Run = (...args: string[]) => Promise<{ code: number; stdout: string; stderr: string }>;

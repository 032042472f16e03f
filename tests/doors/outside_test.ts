/** Outside the clone: from an empty folder, `init`, the type checker and the three doors; also with nothing of Opto on the local disk. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import type { JsrRegistry } from "../support/jsr_registry.ts";
import { clone, type CommandEnd, openProject, openPublished, type Project } from "./project.ts";

let registry: Promise<JsrRegistry> | undefined;
/** One registry for all tests, so that only the first one publishes, downloads and compiles. */
const published = (): Promise<JsrRegistry> => registry ??= openPublished();
Deno.test.afterAll(async () => await (await registry)?.[Symbol.asyncDispose]());

const program = `import { optimize } from "@opto/opto";
import type { ServeOptions } from "@opto/opto/server";
import task from "./task.ts";

export const limits: ServeOptions["limits"] = { maxQueued: 1 };
const { initial, best } = await optimize(task, { seed: 1, steps: 1 }).result;
console.log(JSON.stringify({ hasImproved: (best.score ?? 0) > (initial.score ?? 0) }));
`;

/** A task that imports a package of its own, which the clone's lock file does not name. */
const withPackage = `import { defineTask, parameter } from "@opto/opto";
import { parse } from "npm:acorn@^8.0.0";

export default defineTask({
  name: "own-package",
  agent: () => {
    const factor = parameter(1, { name: "factor" });
    return { factor, forward: (x: number) => factor.mul(x) };
  },
  examples: { train: [1, 2].map((input) => ({ input, expected: 3 * input })) },
  guide: ({ expected = 0 }, output) => {
    parse("1 + 1", { ecmaVersion: 2024 });
    return -Math.abs(Number(output) - expected) || 0;
  },
});
`;

/** A task that imports the published package by its full name. */
const lineTask = `import { defineTask, trainable } from "jsr:@opto/opto";

export default defineTask({
  name: "line",
  description: "A line through three points.",
  agent: () => trainable(function line(x: number): number {
    return 1 * x + 4;
  }),
  examples: { train: [1, 2, 3].map((x) => ({ input: x, expected: 3 * x + 2 })) },
  guide: ({ expected }, output) =>
    output instanceof Error ? -100 : -Math.abs(output - (expected as number)),
  trainer: { steps: 3 },
});
`;

const lineProgram = `import { optimize } from "jsr:@opto/opto";
import task from "./task.ts";

const run = optimize(task, { seed: 1, concurrency: 2 });
const seen = new Set<string>();
for await (const event of run) seen.add(event.type);
const { stopReason, initial, best } = await run.result;
console.log(JSON.stringify({ stopReason, initial, best, seen: [...seen].sort() }));
`;

for (const source of ["clone", "registry"] as const) {
  Deno.test(`in an empty folder with the library from the ${source}, init, the type checker and the three doors work`, async () => {
    const project = await openProject(source === "clone" ? undefined : await published());
    const lock = await Deno.readTextFile(join(clone, "deno.lock"));
    const made = await project.run("run", "-A", project.program, "init");
    assertSuccess(made);
    assertStringIncludes(made.stdout, "deno run -A @opto/opto optimize task.ts");
    await project.write("main.ts", program);
    await project.write("own.ts", withPackage);
    assertSuccess(await project.run("check", "task.ts", "main.ts", "own.ts"));

    const opto = ["run", "-A", "@opto/opto"];
    const run = await project.run(...opto, "optimize", "task.ts", "--steps=1", "--seed=1");
    assertSuccess(run);
    assertStringIncludes(run.stdout, "euros on average");
    assert(!/links|u001b/.test(run.stdout), run.stdout); // Deno's notices come once, from the first process
    const own = await project.run(...opto, "optimize", "own.ts", "--steps=1", "--json");
    assertSuccess(own);
    const asLibrary = await project.run("run", "-A", "main.ts");
    assertSuccess(asLibrary);
    assertEquals(asLibrary.stdout, '{"hasImproved":true}\n');
    await assertServes(project, [...opto, "serve", "--task", "task.ts", "--port=0"]);

    assertMatch(await project.read("deno.lock"), /"npm:acorn@8"/);
    assertEquals(await Deno.readTextFile(join(clone, "deno.lock")), lock);
  });
}

Deno.test("init overwrites neither task nor deno.json, and says what an existing deno.json lacks", async () => {
  const project = await openProject();
  const init = (...args: string[]) => project.run("run", "-A", project.program, "init", ...args);
  await project.write("deno.json", '{ "imports": {} }\n');
  const made = await init("one.ts");
  assertSuccess(made);
  assertMatch(made.stdout, /deno\.json must map.*Add there:\n\n {2}"imports": \{\n.*jsr:@opto/s);
  assertEquals(await project.read("deno.json"), '{ "imports": {} }\n');
  const lines = /Add there:\n\n(.*?)\n\nNext:/s.exec(made.stdout)?.[1];
  await project.write("deno.json", `{${lines}}`);
  const second = await init("two.ts");
  assertSuccess(second);
  assert(!second.stdout.includes("Add there"));
  const text = await project.read("two.ts");
  // Both files are those of an empty folder, which are type-checked and run above.
  const empty = await openProject();
  assertSuccess(await empty.run("run", "-A", empty.program, "init"));
  const filesOf = async (
    { read }: Project,
    task: string,
  ) => [JSON.parse(await read("deno.json")), await read(task)];
  assertEquals(await filesOf(project, "one.ts"), await filesOf(empty, "task.ts"));
  assertEquals(await filesOf(project, "two.ts"), await filesOf(empty, "task.ts"));
  const again = await init("two.ts");
  assertEquals(again.code, 2);
  assertStringIncludes(again.stderr, "the file exists");
  assertEquals(await project.read("two.ts"), text);
});

Deno.test("jsr:@opto/opto optimizes a task in an empty project, and the program exits by itself", async () => {
  const project = await openProject(await published());
  await project.write("task.ts", lineTask);
  await project.write("main.ts", lineProgram);
  const { code, stdout, stderr } = await project.run("run", "--quiet", "-A", "main.ts");
  assertEquals({ code, stderr }, { code: 0, stderr: "" });
  const result = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
  assertEquals(result.stopReason === "steps" || result.stopReason === "target", true);
  assertEquals(result.best.score > result.initial.score, true);
  assertStringIncludes(result.best.parameters.line, "function line(x: number): number");
});

Deno.test("jsr:@opto/opto is the command line when it is the main module", async () => {
  const project = await openProject(await published());
  await project.write("task.ts", lineTask);
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

function assertSuccess({ code, stdout, stderr }: CommandEnd): void {
  assertEquals(code, 0, stdout + stderr);
  assert(!/\bERROR\b/.test(stderr), stderr);
}

/** Checks that a server starts, shows its page and ends when it is asked to. */
async function assertServes(project: Project, args: readonly string[]): Promise<void> {
  const child = project.start(...args);
  const stderr = new Response(child.stderr).text();
  let written = "";
  let page: string | undefined;
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    written += text;
    const url = /listens on (http:\S+)/.exec(written)?.[1];
    if (url === undefined || page !== undefined) continue;
    const response = await fetch(url);
    page = `${response.status} ${await response.text()}`;
    child.kill("SIGTERM");
  }
  const { code } = await child.status;
  assertEquals(code, 0, await stderr);
  assertMatch(page ?? written, /^200 .*rent/s);
}

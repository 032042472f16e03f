import { assert, assertEquals, assertFalse, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { type CommandEnd, lastEvent, libraryUrl, opto } from "./opto_command.ts";
import { optoHere } from "./opto_here.ts";
import { tempDir } from "../support/temp_dir.ts";

/** A task that works, with parts to replace. */
function taskWith(parts: Readonly<Record<string, string>> = {}): string {
  const fields = {
    name: `"rent"`,
    agent:
      `() => ({ price: parameter(1, { name: "price" }), forward(x) { return this.price.mul(x); } })`,
    examples: `{ train: [{ input: 1, expected: 3 }, { input: 2, expected: 6 }] }`,
    guide:
      `({ expected }, output) => output instanceof Error ? -100 : -Math.abs(output - expected)`,
    trainer: `{ steps: 2, batchSize: 1 }`,
    ...parts,
  };
  const body = Object.entries(fields).map(([name, code]) => `  ${name}: ${code},`).join("\n");
  return `import { defineTask, parameter } from "${libraryUrl}";\nexport default defineTask({\n${body}\n} as any);\n`;
}

/** Runs `optimize` on a task of this text, in an empty directory; a few times as a program, to see what its border changes. */
async function optimize(
  source: string | null,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
  door = optoHere,
): Promise<CommandEnd> {
  const cwd = await tempDir();
  if (source !== null) await Deno.writeTextFile(join(cwd, "task.ts"), source);
  return await door(["optimize", "task.ts", ...args], { cwd, env });
}

/** Checks that a command failed as it should: code, message with advice, no stack trace, nothing left behind. */
function assertRefused(
  end: CommandEnd,
  code: number,
  ...parts: readonly (string | RegExp)[]
): void {
  const seen = JSON.stringify(end, null, 1);
  assertEquals(end.code, code, seen);
  for (const part of parts) {
    assert(
      typeof part === "string" ? end.stderr.includes(part) : part.test(end.stderr),
      `${part} ${seen}`,
    );
  }
  assertMatch(end.stderr, /^error: .+\n {2}\S/m, "a message and advice");
  assertFalse(/^\s+at .*(\/src\/|ext:|async )/m.test(end.stderr + end.stdout), seen);
  assertEquals(end.orphans, []);
}

Deno.test("optimize says that a task file does not exist", async () => {
  assertRefused(await optimize(null, [], {}, opto), 2, "task.ts", "no such file");
});

Deno.test("optimize says where a task file does not parse", async () => {
  assertRefused(await optimize("export default {{{\n", [], {}, opto), 2, "task.ts", /1:\d+|line 1/);
});

Deno.test("optimize says that a module exports no task", async () => {
  assertRefused(await optimize("export const answer = 42;\n"), 2, "answer", "defineTask");
});

Deno.test("optimize shows the error that a module throws on import", async () => {
  assertRefused(
    await optimize(`throw new Error("no luck today");\n`, [], {}, opto),
    2,
    "no luck today",
  );
});

Deno.test("optimize says that an agent has no parameters", async () => {
  const source = taskWith({ agent: "() => ({ forward: (x) => x })" });
  assertRefused(await optimize(source), 2, /parameter/);
});

Deno.test("optimize says that the agent's maker throws", async () => {
  const source = taskWith({ agent: `() => { throw new Error("no agent today"); }` });
  assertRefused(await optimize(source), 2, "no agent today");
});

Deno.test("optimize says that a guide throws, gives NaN, or gives nothing", async () => {
  const guides = [
    [`() => { throw new Error("no judgement") }`, "no judgement"],
    ["() => NaN", "NaN"],
    ["() => undefined", "undefined"],
    [`() => "good"`, "good"],
    ["() => ({ score: Infinity })", "Infinity"],
  ] as const;
  for (const [guide, part] of guides) {
    assertRefused(await optimize(taskWith({ guide })), 1, part, /guide/);
  }
});

Deno.test("optimize says that there are no examples", async () => {
  for (const examples of ["{ train: [] }", "{}", "() => ({ train: [] })"]) {
    assertRefused(await optimize(taskWith({ examples })), 2, /example|train/);
  }
});

Deno.test("optimize names the option that was meant", async () => {
  assertRefused(await optimize(taskWith(), ["--step", "3"]), 2, "--step", "--steps");
  assertRefused(await optimize(taskWith(), ["--optimzer=x"]), 2, "--optimizer");
});

Deno.test("optimize refuses budgets and counts out of range", async () => {
  assertRefused(await optimize(taskWith(), ["--budget-usd", "-1"]), 2, "--budget-usd -1");
  assertRefused(await optimize(taskWith(), ["--budget-calls", "many"]), 2, "--budget-calls many");
  assertRefused(await optimize(taskWith(), ["--batch-size", "0"]), 2, "--batch-size 0");
});

Deno.test("optimize says which optimizers and trainers there are", async () => {
  assertRefused(await optimize(taskWith(), ["--optimizer", "magic"]), 2, "magic", "search");
  assertRefused(await optimize(taskWith(), ["--trainer", "magic"]), 2, "magic", "racing");
});

Deno.test("optimize says that a model's server cannot be reached", async () => {
  const args = ["--model", "m", "--base-url", "http://127.0.0.1:9/v1"];
  assertRefused(await optimize(taskWith(), args), 1, "127.0.0.1:9");
});

Deno.test("optimize says that the base URL is none", async () => {
  assertRefused(
    await optimize(taskWith(), ["--model", "m", "--base-url", "nowhere"]),
    2,
    "nowhere",
  );
});

Deno.test("optimize says that a key is rejected, and does not show it", async () => {
  const asked: string[] = [];
  await using server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    ({ headers }) => {
      asked.push(headers.get("authorization") ?? "");
      return Response.json({ error: { message: "Incorrect API key provided" } }, { status: 401 });
    },
  );
  const url = `http://127.0.0.1:${server.addr.port}/v1`;
  const end = await optimize(taskWith(), ["--model", "m", "--base-url", url, "--json"], {
    OPENAI_API_KEY: "sk-secret-0123456789",
  }, opto);
  assertRefused(end, 1, /key/i);
  assertEquals(asked, ["Bearer sk-secret-0123456789"]);
  assertFalse((end.stderr + end.stdout).includes("sk-secret-0123456789"));
  assertEquals(lastEvent(end).stopReason, "failed");
});

Deno.test("optimize says that a model needs a key or a server", async () => {
  assertRefused(await optimize(taskWith(), ["--model", "gpt-5-mini"]), 2, "OPENAI_API_KEY");
});

Deno.test("optimize says that the run directory cannot be written", async () => {
  const file = await Deno.makeTempFile();
  assertRefused(await optimize(taskWith(), ["--run-dir", join(file, "run")]), 2, file, "--run-dir");
});

Deno.test("optimize refuses a run directory that holds a run, and shows how to resume", async () => {
  const cwd = await tempDir();
  await Deno.writeTextFile(join(cwd, "task.ts"), taskWith());
  const args = ["optimize", "task.ts", "--run-dir", "run", "--quiet"];
  assertEquals((await optoHere(args, { cwd })).code, 0);
  assertRefused(await optoHere(args, { cwd }), 2, "--resume");
});

Deno.test("resume, report, diff and replay say that there is no such run", async () => {
  for (const command of ["resume", "report", "diff", "replay"]) {
    assertRefused(await optoHere([command, "nowhere"]), 2, "nowhere");
  }
});

Deno.test("unknown commands and extra arguments are refused with advice", async () => {
  assertRefused(await opto(["optimise", "x.ts"]), 2, "Did you mean optimize?");
  assertRefused(await optoHere(["task.ts"]), 2, "optimize task.ts");
  assertRefused(await optoHere(["optimize"]), 2, "optimize TASK");
  assertRefused(await optoHere(["optimize", "a.ts", "b.ts"]), 2, "b.ts");
  assertRefused(await optoHere(["serve"]), 2, "--task");
});

Deno.test("--json prints one line for a failure before the run", async () => {
  const end = await optimize(null, ["--json"]);
  assertEquals(end.code, 2);
  assertEquals(end.stdout.trimEnd().split("\n").length, 1);
  const last = lastEvent(end);
  assertEquals([last.type, last.stopReason], ["finished", "failed"]);
  assertStringIncludes(JSON.stringify(last.error), "no such file");
});

Deno.test("--json prints that line also for wrong options and a missing task", async () => {
  const calls = [
    ["optimize", "--json"],
    ["optimize", "task.ts", "--stepz", "3", "--json"],
    ["optimize", "--json", "--resume", "a", "--run-dir", "b"],
    ["resume", "--json"],
  ];
  for (const args of calls) {
    const end = await optoHere(args);
    const last = lastEvent(end);
    assertEquals([end.code, last.type, last.stopReason], [2, "finished", "failed"], args.join(" "));
    assertEquals(end.stdout.trimEnd().split("\n").length, 1);
  }
});

Deno.test("--verbose adds the stack trace", async () => {
  const end = await optimize(`throw new Error("no luck today");\n`, ["--verbose"], {}, opto);
  assertEquals(end.code, 2);
  assertMatch(end.stderr, /^\s+at .*task\.ts:1/m);
});

/**
 * Typical mistakes in a task: each is told with its place and what to do; one of each kind by the real command.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { type CommandEnd, libraryUrl, opto } from "./opto_command.ts";
import { optoHere } from "./opto_here.ts";
import { tempDir } from "../support/temp_dir.ts";

/** A task file: lines before the task, and its parts. Line 5 is the first of the agent's function. */
function task(
  { head = "", body = "return n;", ...parts }: {
    readonly head?: string;
    readonly body?: string;
    readonly agent?: string;
    readonly examples?: string;
    readonly guide?: string;
    readonly more?: string;
  } = {},
): string {
  const {
    agent = `() => trainable(function classify(n: number): number {\n  ${body}\n})`,
    examples = "{ train: [1, 2, 3].map((input) => ({ input, expected: 2 * input })) }",
    guide = "({ expected }, output) => output instanceof Error ? -9 : -Math.abs(output - expected)",
    more = "",
  } = parts;
  return `import { defineTask, Module, parameter, sandboxed, trainable } from "${libraryUrl}";
${head}
export default defineTask({
  name: "mistaken",
  agent: ${agent},
  examples: ${examples},
  guide: ${guide},
  trainer: { steps: 1, proposals: 2, batchSize: 2 },
  ${more}
});
`;
}

async function run(
  source: string,
  args: readonly string[] = [],
  door: typeof opto = optoHere,
): Promise<CommandEnd & { readonly file: string }> {
  const cwd = await tempDir();
  const file = join(cwd, "task.ts");
  await Deno.writeTextFile(file, source);
  return { ...await door(["optimize", "task.ts", ...args], { cwd }), file };
}

/** A mistake that is refused before the run starts. */
interface Refused {
  readonly source: string;
  /** Exit code. @default 2 */
  readonly code?: number;
  /** The first of its kind is told by the real command. @default optoHere */
  readonly door?: typeof opto;
  /** Parts of the message; FILE stands for the file's path. */
  readonly says: readonly string[];
}

const refused: Readonly<Record<string, Refused>> = {
  "a closure variable": {
    source: task({ head: `const words = ["a"];`, body: "return words.length + n;" }),
    door: opto,
    says: [`"classify"`, "FILE:6", `"words", which is not there`, "uses: { words }"],
  },
  "fetch": {
    source: task({ body: `return fetch("http://127.0.0.1:9") ? n : 0;` }),
    says: ["FILE:6", `"fetch", which is not there`, "as a tool"],
  },
  "reading a file": {
    source: task({ body: `return Deno.readTextFileSync("x").length + n;` }),
    says: ["FILE:6", `"Deno", which is not there`, "as a tool"],
  },
  "an import of a package": {
    source: task({
      head: `import { wrap } from "npm:comlink@4.4.2";`,
      body: `return wrap.length + n;`,
    }),
    says: ["FILE:2", `"npm:comlink@4.4.2"`, "libraries: {"],
  },
  "an import of the runtime": {
    source: task({
      head: `import { readFileSync } from "node:fs";`,
      body: `return readFileSync("x").length + n;`,
    }),
    says: ["FILE:2", `"node:fs"`, "as a tool"],
  },
  "an import of a module": {
    source: task({
      head: `import { optoVersion as words } from "./task.ts"; export const optoVersion = 1;`,
      body: "return words + n;",
    }),
    says: ["FILE:2", `"./task.ts"`, "uses: {"],
  },
  "several at once, fixed code too": {
    source: task({
      agent: `() => {
    const step = trainable(function step(n: number): number {
      return nowhere + n;
    });
    return sandboxed(function loop({ step }, n: number): number {
      setTimeout(() => {}, 1);
      return process.pid + step(n);
    }, { uses: { step } });
  }`,
    }),
    says: [
      `"loop", "step"`,
      `FILE:7: step uses "nowhere"`,
      `FILE:10: loop uses "setTimeout"`,
      `FILE:11: loop uses "process"`,
    ],
  },
  "a class instance in an example": {
    source: task({
      head: "class User { constructor(readonly name: string) {} greet() { return this.name; } }",
      examples: `{ train: [{ input: 1 }, { input: { user: new User("Ann") } }] as never }`,
    }),
    says: ["examples.train[1].input.user is a User", "plain data"],
  },
  "a class instance in uses": {
    source: task({
      head: "class User { greet() { return 1; } }",
      agent: `() => trainable(function classify({ user }: { user: User }, n: number): number {
      return user.greet() + n;
    }, { uses: { user: new User() } } as never) as never`,
    }),
    says: ["uses.user", "is a User", "FILE:5"],
  },
  "a misspelt export of the library": {
    source: task().replaceAll("trainable", "trainble"),
    door: opto,
    says: [`no export "trainble"`, "trainable"],
  },
  "a missing default export": {
    source: task().replace("export default ", "export const task = 3; "),
    says: ["exports task", "export default defineTask"],
  },
  "a default export that is no task": {
    source: `export default { name: "x" };\n`,
    says: ["default export is an object", "export default defineTask"],
  },
  "a list of examples": {
    source: task({ examples: "[{ input: 1, expected: 2 }] as never" }),
    door: opto,
    says: [`"examples" must be { train`, "received a list", "examples: { train"],
  },
  "an asynchronous function of examples that gives a list": {
    source: task({ examples: "(async () => [{ input: 1, expected: 2 }]) as never" }),
    says: ["received a list, where splits are needed"],
  },
  "a promise of examples that rejects": {
    source: task({ examples: "Promise.reject(new Error('no data')) as never" }),
    says: ["Cannot make the examples: received no data"],
  },
  "a misspelt split": {
    source: task({ examples: "{ train: [{ input: 1, expected: 2 }], valdation: [] } as never" }),
    says: [`"valdation" (did you mean "validation"?)`],
  },
  "an example without input": {
    source: task({ examples: "{ train: [{ input: 1, expected: 2 }, { expected: 3 }] } as never" }),
    says: ["examples.train[1] has no input"],
  },
  "a misspelt member of an example": {
    source: task({ examples: "{ train: [{ input: 1, expcted: 2 }] } as never" }),
    says: ["examples.train[0]", `"expcted" (did you mean "expected"?)`],
  },
  "an asynchronous maker of the agent": {
    source: task({
      agent: "(async () => ({ p: parameter(1), forward: (n: number) => n })) as never",
    }),
    says: ["received a Promise", "agent() is not async"],
  },
  "a misspelt setting of the trainer": {
    source: task().replace("steps: 1", "stepz: 1"),
    says: [`"trainer"`, `"stepz" (did you mean "steps"?)`],
  },
  "a wrong setting of the trainer": {
    source: task().replace("batchSize: 2", "batchSize: 0.5"),
    says: [`"0.5" as batchSize`, "whole number"],
  },
  "a misspelt part of the task": {
    source: task({ more: `objektive: "x",` }),
    says: [`"objektive" (did you mean "objective"?)`],
  },
  "a guide that throws": {
    source: task({
      guide: `({ expected }, output) => {
    const box = output as unknown as { a: { b: number } };
    return box.a.b + expected;
  }`,
    }),
    code: 1,
    door: opto,
    says: ["train example", "FILE:11", "TypeError"],
  },
};

for (const [name, { source, code = 2, door, says }] of Object.entries(refused)) {
  Deno.test(`optimize tells ${name} with its place and what to do`, async () => {
    const end = await run(source, [], door);
    const seen = end.stderr + end.stdout;
    assertEquals(end.code, code, seen);
    for (const part of says) assertStringIncludes(end.stderr, part.replace("FILE", end.file), seen);
    assertMatch(end.stderr, /^error: .+\n {2}\S/m, "a message and advice");
    if (code === 2) assert(!end.stdout.includes("step "), seen);
  });
}

/** The warnings of a `--json` run. */
function warningsOf({ stdout }: CommandEnd): Record<string, unknown>[] {
  return stdout.trimEnd().split("\n").map((line) => JSON.parse(line))
    .filter(({ type }) => type === "warning");
}

Deno.test("optimize warns of a start that throws on every example, with its line, and goes on", async () => {
  const body = "const box = n as unknown as { a: { b: number } };\n  return box.a.b;";
  const end = await run(task({ body }), ["--json"]);
  assertEquals(end.code, 0, end.stderr);
  const [warning] = warningsOf(end);
  const { code, file, line, failed, of } = warning ?? {};
  assertEquals({ code, file, line, failed, of }, {
    code: "start-fails",
    file: end.file,
    line: 7,
    failed: 3,
    of: 3,
  });
  assertStringIncludes(String(warning?.message), "each of 3 examples: (TypeError)");
});

Deno.test("optimize shows the warning of a failing start again at its end and in the report", async () => {
  const source = task({ body: `throw new Error("not today");` });
  const end = await run(source, ["--run-dir", "run"], opto);
  assertEquals(end.code, 0, end.stderr);
  assertEquals(end.stdout.split("not today").length, 3, end.stdout);
  assertStringIncludes(end.stdout, `${end.file}:6`);
  const report = await Deno.readTextFile(join(end.file, "../run/report.html"));
  assertStringIncludes(report, "not today");
});

Deno.test("optimize warns of a start that is too slow, with the limit and how to raise it", async () => {
  const source = task({
    body: "for (;;) if (n < 0) return n;",
    more: "sandbox: { timeoutMs: 60 },",
  });
  const end = await run(source.replace("steps: 1", "steps: 0"), ["--json"]);
  assertEquals(end.code, 0, end.stderr);
  const [warning] = warningsOf(end);
  assertEquals([warning?.code, warning?.failed, warning?.of], ["start-fails", 3, 3]);
  assertStringIncludes(String(warning?.message), "timed out at the limit of 0.06 s");
  assertStringIncludes(String(warning?.advice), "timeoutMs: 600");
});

Deno.test("optimize warns of a promise that the agent does not await", async () => {
  const agent = `() => {
    const f = trainable(function f(n: number): number {
      return n;
    });
    const g = parameter(1, { name: "g" });
    return { f, g, forward: (n: number) => ({ answer: Promise.resolve(n) }) as never };
  }`;
  const [warning] = warningsOf(await run(task({ agent }), ["--json"]));
  assertEquals(warning?.code, "start-fails");
  assertMatch(String(warning?.message), /promise.*await it/);
});

Deno.test("optimize says that a text needs a model, unless it is a choice", async () => {
  const agent = (schema: string) =>
    `() => ({ p: parameter("a", { name: "prompt"${schema} }), forward: (n: number) => n })`;
  const [warning] = warningsOf(await run(task({ agent: agent("") }), ["--json"]));
  assertEquals(warning?.code, "needs-model");
  assertStringIncludes(String(warning?.message), `"prompt"`);
  const choice = task({
    head: `import { z } from "${import.meta.resolve("zod")}";`,
    agent: agent(`, schema: z.enum(["a", "b"])`),
  });
  assertEquals(warningsOf(await run(choice, ["--json"])), []);
});

Deno.test("optimize --check refuses a task with a type error, with its line", async () => {
  // Of the library only this module, as all its types take ten times as long to check.
  const source = `import { trainable } from "${new URL("src/trace/code/trainable.ts", libraryUrl)}";
export default trainable(function classify(n: number): number {
  const x: number = "a";
  return x + n;
});
`;
  const end = await run(source, ["--check"], opto);
  assertEquals(end.code, 2, end.stdout);
  assertStringIncludes(end.stderr, "not assignable to type 'number'");
  assertStringIncludes(end.stderr, "task.ts:3");
});

import { assertEquals, assertMatch } from "@std/assert";
import { pathToFileURL } from "node:url";
import { defineTask, optimize, parameter } from "../../mod.ts";
import { UsageError } from "../../src/errors.ts";
import { changesBetween, fingerprintOf } from "../../src/run/fingerprint.ts";
import type { OptimizeOptions } from "../../src/run/optimize_options.ts";
import { version as library } from "../../src/run/version.ts";
import type { Fingerprint, RunEvent } from "../../src/trainer/event.ts";
import { readEventLog } from "../../src/trainer/event_log.ts";
import { logText } from "../support/log_text.ts";
import { tempDir } from "../support/temp_dir.ts";

const whole: Fingerprint = {
  task: "a1",
  taskFile: "task.ts",
  modules: { "guide.ts": "b1", "old.ts": "c1" },
  packages: ["npm:left@1.0.0"],
  version: "1",
  examples: "d1",
  library: "0.1.0",
  deno: "2.9.6",
  isVerified: true,
};

const changes: readonly (readonly [string, Partial<Fingerprint>, readonly string[]])[] = [
  ["nothing", {}, []],
  ["the task's module", { task: "a2" }, ["task.ts"]],
  [
    "modules",
    { modules: { "guide.ts": "b2", "new.ts": "e1" } },
    ["guide.ts", "old.ts (gone)", "new.ts (new)"],
  ],
  ["a package", { packages: ["npm:left@2.0.0"] }, ["npm:left@1.0.0", "npm:left@2.0.0"]],
  ["the examples", { examples: "d2" }, ["the examples"]],
  ["the version", { version: "2" }, ["the version (1, now 2)"]],
  ["the library", { library: "0.2.0" }, ["the library (0.1.0, now 0.2.0)"]],
  ["Deno", { deno: "3.0.0" }, ["Deno (2.9.6, now 3.0.0)"]],
];

for (const [what, now, named] of changes) {
  Deno.test(`changesBetween() names what changed: ${what}`, () => {
    assertEquals(changesBetween(whole, { ...whole, ...now }), named);
  });
}

Deno.test("changesBetween() compares only what both know", () => {
  const { library, deno, isVerified } = whole;
  const bare = { library, deno, isVerified };
  assertEquals(changesBetween(whole, bare), []);
  assertEquals(changesBetween(bare, whole), []);
});

Deno.test("fingerprintOf() is verified by a module or a version only", async () => {
  const machine = { library, deno: Deno.version.deno };
  assertEquals(await fingerprintOf({}), { ...machine, isVerified: false });
  assertEquals(await fingerprintOf({ taskSource: "https://example.com/task.ts" }), {
    ...machine,
    isVerified: false,
  });
  assertEquals(await fingerprintOf({ version: "7", examples: "e" }), {
    ...machine,
    version: "7",
    examples: "e",
    isVerified: true,
  });
  const dir = await tempDir();
  await Deno.writeTextFile(`${dir}/task.ts`, `export * from "./part.ts"; import "npm:none@1.0.0";`);
  await Deno.writeTextFile(`${dir}/part.ts`, `import "./task.ts";`);
  const found = await fingerprintOf({ taskSource: pathToFileURL(`${dir}/task.ts`).href });
  assertEquals([found.isVerified, found.taskFile, Object.keys(found.modules ?? {})], [
    true,
    "task.ts",
    ["part.ts"],
  ]);
});

Deno.test("fingerprintOf() names packages with their versions, and reads none of their files", async () => {
  const dir = await tempDir();
  const imports = ["zod", "hono/jsx", "npm:acorn@8.19.0", "node:fs", "npm:none@1.0.0", "./part.ts"];
  await Deno.writeTextFile(`${dir}/task.ts`, imports.map((name) => `import "${name}";`).join("\n"));
  await Deno.writeTextFile(`${dir}/part.ts`, "");
  const { modules, packages } = await fingerprintOf({
    taskSource: pathToFileURL(`${dir}/task.ts`).href,
  });
  assertEquals(Object.keys(modules ?? {}), ["part.ts"]);
  assertEquals(packages, [
    "node:fs",
    "npm:acorn@8.19.0",
    "npm:hono@4.13.19/jsx",
    "npm:none@1.0.0",
    "npm:zod@4.6.7",
  ]);
});

function task(expected = 3) {
  return defineTask({
    name: "three",
    agent: () => {
      const factor = parameter(1, { name: "factor" });
      return { factor, forward: (x: number) => factor.mul(x) };
    },
    examples: { train: [{ input: 1, expected }] },
    guide: ({ expected = 0 }, output) => -Math.abs(Number(output) - expected),
  });
}

/** A run of the library in a directory, which another version of library, Deno or task made. */
async function runOf(options: OptimizeOptions, change: Partial<Fingerprint> = {}) {
  const runDir = await tempDir();
  await optimize(task(), { steps: 1, runDir, ...options }).result;
  const events = readEventLog(`${runDir}/events.jsonl`).map((event): RunEvent =>
    event.type === "started" && event.fingerprint !== undefined
      ? { ...event, fingerprint: { ...event.fingerprint, ...change } }
      : event
  );
  await Deno.writeTextFile(`${runDir}/events.jsonl`, logText(events));
  return async (options: OptimizeOptions, expected?: number) => {
    try {
      await optimize(task(expected), { steps: 2, runDir, resume: true, ...options }).result;
      return "resumed";
    } catch (error) {
      if (error instanceof UsageError) return error.message;
      throw error;
    }
  };
}

Deno.test("a run is not resumed with another library, Deno, version or examples, but by force", async () => {
  const cases: readonly (readonly [Partial<Fingerprint>, OptimizeOptions, number, RegExp])[] = [
    [{ library: "0.0.1" }, {}, 3, /these changed since it began: the library \(0\.0\.1, now /],
    [{ deno: "1.0.0" }, {}, 3, /these changed since it began: Deno \(1\.0\.0, now /],
    [{}, { version: "2" }, 3, /these changed since it began: the version \(1, now 2\)$/],
    [{}, {}, 4, /these changed since it began: the examples$/],
  ];
  for (const [change, options, expected, message] of cases) {
    const resume = await runOf({ version: "1" }, change);
    assertMatch(await resume({ version: "1", ...options }, expected), message);
    assertEquals(await resume({ version: "1", ...options, force: true }, expected), "resumed");
    assertEquals(await resume({ version: "1", ...options }, expected), "resumed"); // the log knows
  }
});

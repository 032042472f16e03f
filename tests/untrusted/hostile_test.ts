/**
 * What a stranger's task is refused, and how it ends at its limits. The attacks that candidates make too are those of
 * `hostile/attacks_test.ts`.
 */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { TaskError } from "../../mod.ts";
import { evaluatorOf, firstReport, openText, taskText } from "./opened_task.ts";

/** Imports and constructs that are refused before anything runs. */
const refused: readonly (readonly [head: string, fault: string])[] = [
  [`import secret from "file:///etc/passwd" with { type: "text" };`, "with attributes"],
  [`import data from "../secret.json" with { type: "json" };`, "with attributes"],
  [`import fs from "node:fs";`, `"node:fs"`],
  [`import odd from "npm:is-odd";`, `"npm:is-odd"`],
  [`import x from "https://127.0.0.1:1/x.ts";`, "https://127.0.0.1"],
  [`import x from "data:text/javascript,export default 1";`, "data:"],
  [`import { startServer } from "@opto/opto/server";`, "@opto/opto/server"],
  [`import x from "../../etc/passwd.ts";`, "no file of the task"],
  [`export * from "jsr:@std/path";`, "jsr:@std/path"],
  [`const name = "node:" + "fs"; await import(name);`, "imports a module while it runs"],
  [`console.log(import.meta.url);`, "import.meta"],
  [`const meta = import.meta;`, "import.meta"],
  [`import x = require("node:fs");`, "node:fs"],
  // JavaScript reads (f < import("node:fs")) > (1), where TypeScript sees type arguments.
  [`const f = (n: number) => n; f<import("node:fs")>(1);`, "imports a type in place"],
];

Deno.test("an untrusted task is refused for each import that is not on the closed list, with file and line", async () => {
  // One process for all: the check is the same in each.
  for (const [head, fault] of refused.slice(0, 1)) {
    const error = await assertRejects(() => openText(taskText(head)), TaskError, fault);
    assertStringIncludes(error.message, '"task.ts" as an untrusted task: line 2');
  }
  const { closedImports } = await import("../../src/stranger/closed_imports.ts");
  for (const [head, fault] of refused) {
    let message = "";
    try {
      closedImports("task.ts", taskText(head), ["@opto/opto", "zod"]);
    } catch (error) {
      assert(error instanceof TaskError);
      message = error.message;
    }
    assertStringIncludes(message, fault);
  }
});

/** The task with another guide. */
function withGuide(guide: string, head = "", parts = ""): string {
  return taskText(head, parts).replace(/guide: .*\n/, `guide: (${guide}) as never,\n`);
}

/** Attacks on time, memory and the protocol: each ends the process. */
const deadly: readonly (readonly [name: string, text: string, reason: RegExp])[] = [
  ["a loop at load", taskText("for (;;);"), /processor time/],
  [
    "a flood of microtasks",
    withGuide(
      "() => { const flood = (): unknown => Promise.resolve().then(flood); return flood(); }",
    ),
    /processor time|memory/,
  ],
  [
    "memory in the heap",
    taskText("const held: unknown[] = []; for (;;) held.push(new Array(1e5).fill({}));"),
    /processor time|memory/,
  ],
  [
    "memory outside of the heap",
    taskText("const held: unknown[] = []; for (;;) held.push(new Uint8Array(1e7).fill(1));"),
    /processor time|memory|allocation/,
  ],
  [
    "a metric that is a prototype",
    withGuide(`() => ({ score: 1, metrics: JSON.parse('{"__proto__": 1}') })`),
    /broke the protocol: Cannot read "report.metrics"/,
  ],
];

for (const [name, text, reason] of deadly) {
  Deno.test(`an untrusted task is ended by its limits: ${name}`, async () => {
    const error = await assertRejects(async () => {
      await using task = await openText(text, { processorMs: 800, memoryMb: 64, offHeapMb: 64 });
      await using evaluator = evaluatorOf(task);
      await firstReport(evaluator);
    });
    assert(error instanceof TaskError);
    assert(reason.test(error.message), error.message);
  });
}

Deno.test("an untrusted task cannot report what no report holds, and its errors are its own", async () => {
  const faults: readonly (readonly [guide: string, fault: RegExp])[] = [
    [`({ score: Infinity })`, /as a judgement/],
    [`(() => { throw Object.assign(new Error("x"), { code: "budget" }); })()`, /as a judgement/],
    [`({ score: 1, feedback: "x".repeat(20_000_000) })`, /a frame holds/],
    [`new Promise(() => {})`, /took longer/],
  ];
  const guide = `({ input }) => [${faults.map(([guide]) => `() => ${guide}`).join(", ")}][input]()`;
  const text = withGuide(guide).replace(
    /train: .* \},/,
    `train: [0, 1, 2, 3].map((input) => ({ input, expected: 5 })) },`,
  );
  await using task = await openText(text);
  await using evaluator = evaluatorOf(task, 1_000);
  for (const [index, [, fault]] of faults.entries()) {
    const error = await assertRejects(() => firstReport(evaluator, index), TaskError);
    assert(fault.test(error.message), error.message);
  }
});

Deno.test("a task beside hostile ones runs on, and nothing is left of them", async () => {
  await using good = await openText(taskText(""));
  await using evaluator = evaluatorOf(good);
  const first = await firstReport(evaluator);
  await assertRejects(() => openText(taskText("throw new Error('no');")), TaskError, "it threw");
  await assertRejects(
    () =>
      openText(
        taskText(
          "queueMicrotask(() => { throw new Error('stray'); }); await new Promise(() => {});",
        ),
      ),
    TaskError,
    "ended",
  );
  const { durationMs: _one, ...before } = first;
  const { durationMs: _two, ...after } = await firstReport(evaluator);
  assertEquals(after, before);
  await good[Symbol.asyncDispose]();
  if (Deno.build.os === "linux") {
    assert(!await exists(`/proc/${good.pid}`));
    const left = [...Deno.readDirSync(Deno.env.get("TMPDIR") ?? "/tmp")]
      .filter(({ name }) => name.startsWith("opto-task-"));
    for (const { name } of left) assert(!await exists(`/tmp/${name}/gen/blob/x`));
  }
});

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

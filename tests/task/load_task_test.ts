import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { TaskError } from "../../src/errors.ts";
import { defineTask } from "../../src/task/define_task.ts";
import { loadTask } from "../../src/task/load_task.ts";
import { tempDir } from "../support/temp_dir.ts";

/** Loads a module that holds this text. */
async function load(text: string): Promise<Awaited<ReturnType<typeof loadTask>>> {
  const cwd = await tempDir();
  try {
    await Deno.writeTextFile(`${cwd}/task.ts`, text);
    return await loadTask("task.ts", { cwd });
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
}

/** A task as another copy of the library would make it. */
const foreign = `{ [Symbol.for("opto.task")]: true, name: "foreign" }`;

Deno.test("loadTask() takes the default export, or the only task there is", async () => {
  const { task, url } = await load(`export default ${foreign}; export const other = 1;`);
  assertEquals(task.name, "foreign");
  assert(url.startsWith("file:") && url.endsWith("/task.ts"));
  assertEquals((await load(`export const mine = ${foreign};`)).task.name, "foreign");
});

Deno.test("loadTask() names the fault of a module without a task", async () => {
  const cases: Readonly<Record<string, string>> = {
    "a module that exports z": "export const z = 1;",
    "a module without exports": "const z = 1;",
    "2 tasks and none is the default": `export const a = ${foreign}; export const b = ${foreign};`,
    "task.ts:2:19": "\nexport const a = (;",
    "it threw boom at file:": `throw new Error("boom");`,
    "it threw 3": "throw 3;",
    "nowhere.ts": `import "./nowhere.ts";`,
  };
  for (const [message, text] of Object.entries(cases)) {
    const error = await assertRejects(() => load(text), TaskError, message);
    assert(error.advice !== undefined);
  }
  await assertRejects(() => loadTask("./no_such_file.ts"), TaskError, "there is no such file");
  await assertRejects(() => loadTask("."), TaskError, "received a directory");
});

Deno.test("defineTask() refuses a definition with a part missing or of the wrong kind", () => {
  const whole = {
    name: "t",
    agent: () => (x: number) => x,
    examples: { train: [{ input: 1 }] },
    guide: () => 1,
  };
  assertEquals(defineTask(whole).name, "t");
  for (const part of ["name", "agent", "examples", "guide"]) {
    const broken = { ...whole, [part]: undefined };
    const error = assertThrows(() => defineTask(broken as typeof whole), TaskError); // as: wrong on purpose
    assert(error.message.includes(`"${part}"`));
  }
});

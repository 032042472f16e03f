import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { TaskError } from "../../mod.ts";
import { openUntrustedTask } from "../../src/untrusted/open_untrusted_task.ts";
import { evaluatorOf, firstReport, taskText } from "./opened_task.ts";

const open = (files: Readonly<Record<string, string>>) =>
  openUntrustedTask({ files, entry: "task.ts" });

const importing = (head: string) =>
  taskText(head).replace(/guide: .*\n/, `guide: () => ({ score: 1, feedback: said }),\n`);

Deno.test("an untrusted task imports JSON and text of its own files, whose lines it keeps", async () => {
  const task = importing(`import data from "./data/numbers.json" with {
  type: "json",
};
import words from "./words.csv" with { type: "text" };
const said = JSON.stringify([data, words, Object.keys(data)]);
if (data.n !== 1) throw new Error("line 7");`);
  const files = { "task.ts": task, "words.csv": "a,b\n`${1}`\n" };
  {
    await using opened = await open({
      ...files,
      "data/numbers.json": `{"n": 1, "__proto__": {"polluted": 1}}`,
    });
    await using evaluator = evaluatorOf(opened);
    const { feedback } = await firstReport(evaluator);
    assertEquals(
      feedback,
      JSON.stringify([
        JSON.parse(`{"n": 1, "__proto__": {"polluted": 1}}`),
        files["words.csv"],
        ["n", "__proto__"],
      ]),
    );
  }
  const error = await assertRejects(
    () => open({ ...files, "data/numbers.json": `{"n": 2}` }),
    TaskError,
  );
  assertStringIncludes(error.message, "it threw line 7 at task.ts:7");
});

Deno.test("an untrusted task is refused data without its type, data that is not there, and text that is no JSON", async () => {
  const json = (type: string) =>
    importing(`import data from "./data.json"${type};\nconst said = data;`);
  const faults: readonly (readonly [files: Record<string, string>, fault: string])[] = [
    [{ "task.ts": json(""), "data.json": "{}" }, `with { type: "json" }`],
    [{ "task.ts": json(` with { type: "text" }`), "data.json": "{}" }, `with { type: "json" }`],
    [{ "task.ts": json(` with { type: "json" }`) }, "none of its files"],
    [{ "task.ts": json(` with { type: "json" }`), "data.json": "{n: 1}" }, `"data.json" as JSON`],
    [
      { "task.ts": importing(`import a from "./a.ts" with { type: "text" };`), "a.ts": "" },
      "attributes",
    ],
    [{ "task.ts": importing(`export * from "./a.txt";`), "a.txt": "" }, "a.txt"],
    [{ "task.ts": "", "data.json": "x".repeat(2_000_000) }, "bytes of source"],
    [
      { "task.ts": "", "data.json": "1", "data.json/more.json": "1" },
      `"data.json" is also a folder`,
    ],
    [{ "task.ts": "", "a/data.json": "1", "a/Data.json": "1" }, `"a/Data.json"`],
  ];
  for (const [files, fault] of faults) {
    const { message, advice } = await assertRejects(() => open(files), TaskError);
    assertStringIncludes(`${message} ${advice}`, fault);
  }
  await assertRejects(
    () => openUntrustedTask({ files: { "data.json": "{}" }, entry: "data.json" }),
    TaskError,
    "is no module",
  );
});

Deno.test("an untrusted task imports data without the mark that some editors put first, as Deno reads it", async () => {
  const task = importing(`import data from "./data.json" with { type: "json" };
import words from "./words.txt" with { type: "text" };
const said = JSON.stringify([data, words]);`);
  const files = { "task.ts": task, "data.json": `\uFEFF{"n": 1}`, "words.txt": "\uFEFFone" };
  await using opened = await open(files);
  await using evaluator = evaluatorOf(opened);
  assertEquals((await firstReport(evaluator)).feedback, `[{"n":1},"one"]`);
});

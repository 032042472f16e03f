/** Examples from files: what is read, and how faults are told. */
import { assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { csv, defineTask, jsonl, optimize, parameter, TaskError } from "../../mod.ts";
import { exampleIn, maxDataRows, requireFewRows } from "../../src/task/data_row.ts";
import { maxDataBytes } from "../../src/task/data_file.ts";
import { examplesOf } from "../../src/task/examples.ts";
import { lastEvent, libraryUrl, opto } from "../cli/opto_command.ts";
import { tempDir } from "../support/temp_dir.ts";

async function fileWith(name: string, content: string | Uint8Array): Promise<URL> {
  const path = join(await tempDir(), name);
  await Deno.writeFile(
    path,
    typeof content === "string" ? new TextEncoder().encode(content) : content,
  );
  return pathToFileURL(path);
}

const pair = (row: Readonly<Record<string, string>>) => ({
  input: row.a ?? "",
  expected: row.b ?? "",
});

Deno.test("jsonl() reads one example per line and skips empty lines", async () => {
  const url = await fileWith("a.jsonl", '\ufeff{"input":1}\r\n\n{"input":[2],"expected":"x"}');
  assertEquals(await jsonl(url), [{ input: 1 }, { input: [2], expected: "x" }]);
  assertEquals(await jsonl(await fileWith("none.jsonl", "")), []);
});

Deno.test("csv() reads rows by the names of the first, with quotes and line ends in them", async () => {
  const text = 'a,b\r\n1,"x, ""y"""\r\n\r\n2,"two\nlines"\r\n';
  assertEquals(await csv(await fileWith("a.csv", text), pair), [
    { input: "1", expected: 'x, "y"' },
    { input: "2", expected: "two\nlines" },
  ]);
  assertEquals(await csv(await fileWith("none.csv", ""), pair), []);
});

const refuse = () => {
  throw new RangeError("no such letter");
};
const faults: readonly (readonly [string, string, (url: URL) => Promise<unknown>, RegExp])[] = [
  ["a line that is no JSON", '{"input":1}\n\n{"input":', jsonl, /data:3 as an example: .*JSON/],
  ["a line that is no object", "3", jsonl, /data:1 as an example: received 3/],
  ["a line without input", '{"input":1}\n{"inputs":1}', jsonl, /data:2 .* it has no input/],
  [
    "a row with too many values",
    "a,b\n1,2\n1,2,3",
    (url) => csv(url, pair),
    /data:3 .* 3 values for 2/,
  ],
  [
    "a row behind one of two lines",
    'a,b\n1,"x\ny"\n1',
    (url) => csv(url, pair),
    /data:4 .* 1 values for 2/,
  ],
  ["a map that throws", "a,b\n\n1,2", (url) => csv(url, refuse), /data:3 .* no such letter/],
  [
    "a map with a misspelt column",
    "a,b\n1,2",
    (url) => csv(url, ({ c }) => ({ input: c })),
    /data:2 .* it has no input/,
  ],
  ["an open quote", 'a,b\n1,"2', (url) => csv(url, pair), /data:2 as CSV/],
  ["a quote inside of a value", 'a,b\n1,2\n1,2"', (url) => csv(url, pair), /data:3 as CSV/],
  ["two columns of one name", "a,a\n1,2", (url) => csv(url, pair), /two columns have the name "a"/],
];

for (const [what, text, read, words] of faults) {
  Deno.test(`${what} is refused with file and line`, async () => {
    const url = await fileWith("data", text);
    const error = await assertRejects(() => read(url), TaskError);
    assertEquals(words.test(error.message), true, error.message);
  });
}

Deno.test("data files are refused that are missing, relative, too large or no text", async () => {
  const missing = await fileWith("a", "");
  await assertRejects(() => jsonl(new URL("b", missing)), TaskError, "there is no such file");
  await assertRejects(() => jsonl("./a.jsonl"), TaskError, "no absolute URL");
  await assertRejects(
    async () => await jsonl(await fileWith("a", new Uint8Array([0xff, 0xfe]))),
    TaskError,
    "not UTF-8",
  );
  const large = await fileWith("a", "");
  await Deno.truncate(fileURLToPath(large), maxDataBytes + 1); // sparse
  await assertRejects(() => jsonl(large), TaskError, "a larger one");
  requireFewRows("a", maxDataRows);
  await assertRejects(async () => await requireFewRows("a", maxDataRows + 1), TaskError, "1000001");
});

Deno.test("exampleIn() keeps the members of an example", () => {
  const made = { input: null, expected: 1, weight: 2 };
  assertEquals(exampleIn({ file: "a", line: 1 }, () => made, ""), made);
});

Deno.test("data files come from servers too", async () => {
  await using server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    ({ url }) =>
      url.endsWith("/good") ? new Response('{"input":1}\n') : new Response("", { status: 404 }),
  );
  const base = `http://127.0.0.1:${server.addr.port}`;
  assertEquals(await jsonl(`${base}/good`), [{ input: 1 }]);
  await assertRejects(() => jsonl(`${base}/bad`), TaskError, "its server answered 404");
});

Deno.test("examplesOf() awaits promises and asynchronous functions, and no longer than it may", async () => {
  const data = { train: [{ input: 1 }] };
  const of = (examples: never) => examplesOf({ name: "t", examples }, { seed: 1, timeoutMs: 50 });
  const expected = { ...data, validation: [], test: [] };
  assertEquals(await of(Promise.resolve(data) as never), expected);
  assertEquals(await of((async () => await Promise.resolve(data)) as never), expected);
  await assertRejects(() => of((() => new Promise(() => {})) as never), TaskError, "took longer");
  await assertRejects(
    () => of((() => Promise.reject(new Error("no disk"))) as never),
    TaskError,
    "Cannot make the examples: received no disk",
  );
});

const task = `import { csv, defineTask, jsonl, parameter } from "${libraryUrl}";
export default defineTask({
  name: "files",
  agent: () => ({
    factor: parameter(1, { name: "factor" }),
    forward(n: number) { return this.factor.mul(n); },
  }),
  examples: async () => ({
    train: await jsonl<{ input: number; expected: number }>(import.meta.resolve("./train.jsonl")),
    validation: await csv(import.meta.resolve("./validation.csv"), ({ n, triple }) => ({
      input: Number(n),
      expected: Number(triple),
    })),
  }),
  guide: ({ expected }, output) => -Math.abs(Number(output) - expected) || 0,
});
`;

Deno.test("a run reads files beside its task, and a resume notices that one changed", async () => {
  const cwd = await tempDir();
  await Deno.mkdir(join(cwd, "tasks"));
  const write = (name: string, text: string) => Deno.writeTextFile(join(cwd, "tasks", name), text);
  await write("task.ts", task);
  await write("train.jsonl", '{"input":1,"expected":3}\n{"input":2,"expected":6}\n');
  await write("validation.csv", "n,triple\n5,15\n");
  const run = (...args: string[]) => opto(args, { cwd });
  const first = await run("optimize", "tasks/task.ts", "--run-dir=run", "--steps=1", "--json");
  assertEquals([first.code, lastEvent(first).initial], [0, { score: -10 }], first.stderr);
  await write("validation.csv", "n,triple\n5,16\n");
  const resumed = await run("resume", "run", "--steps=2");
  assertEquals(resumed.code, 2);
  assertEquals(
    /these changed since it began: the examples/.test(resumed.stderr),
    true,
    resumed.stderr,
  );
  await write("validation.csv", "n,triple\n5\n");
  const broken = await run("optimize", "tasks/task.ts");
  assertEquals(broken.code, 2);
  assertEquals(/tasks\/validation\.csv:2 as an example/.test(broken.stderr), true, broken.stderr);
});

Deno.test("a stop ends a run whose examples do not come", async () => {
  const task = defineTask({
    name: "late",
    agent: () => {
      const x = parameter(1, { name: "x" });
      return { x, forward: () => x };
    },
    examples: () => new Promise<{ train: { input: number }[] }>(() => {}),
    guide: () => 1,
  });
  const run = optimize(task);
  run.stop();
  assertEquals((await run.result).stopReason, "interrupted");
  const failed = optimize(task);
  failed.fail(new Error("elsewhere"));
  await assertRejects(() => failed.result, Error, "elsewhere");
});

Deno.test("csv() tells the line of each row, whatever its values hold", async () => {
  const value = fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", "\r\n", " ") });
  await fc.assert(
    fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 6 }), async (values) => {
      let text = "value,line\n";
      for (const value of values) {
        const line = text.split("\n").length;
        text += `"${value.replaceAll('"', '""')}",${line}\n\n`;
      }
      const lines: number[] = [];
      const read = await csv(`data:,${encodeURIComponent(text)}`, ({ value, line }) => {
        lines.push(Number(line));
        return { input: value };
      });
      const unified = values.map((value) => value.replaceAll("\r\n", "\n"));
      assertEquals(read.map(({ input }) => input), unified);
      for (const [i, line] of lines.entries()) {
        const fault = csv(`data:,${encodeURIComponent(text)}`, (row) => {
          if (row.line === String(line)) throw new Error("here");
          return { input: i };
        });
        await assertRejects(() => fault, TaskError, `:${line} as an example`);
      }
    }),
    { numRuns: 40, seed: 1 },
  );
});

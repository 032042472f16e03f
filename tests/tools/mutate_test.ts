import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { delay } from "@std/async/delay";
import { join } from "node:path";
import { existsSync } from "node:fs";
import { readModules } from "../../tools/imports.ts";
import { findMutants } from "../../tools/mutate/find_mutants.ts";
import { measureTests, runMutants } from "../../tools/mutate/mutation_run.ts";
import { reportText } from "../../tools/mutate/report.ts";
import { type MutantResult, parseEquivalents, parseLog } from "../../tools/mutate/results.ts";
import { runTests } from "../../tools/mutate/run_tests.ts";
import { parseLcov, plansOf, reachOf, TestPlan } from "../../tools/mutate/test_plan.ts";
import { copyTree, type Tree } from "../../tools/mutate/trees.ts";

const none: ReadonlyMap<string, ReadonlySet<number>> = new Map();

/** A tree with one module of three functions, two of them tested. */
async function fixture(): Promise<string> {
  const root = await Deno.realPath(await Deno.makeTempDir());
  const files = {
    "deno.json": "{}",
    "src/sign.ts": `export function isPositive(x: number): boolean {
  return x > 0;
}

export function countTo(end: number): number {
  let count = 0;
  while (count < end) count++;
  return count;
}

export function untested(x: number): number {
  return x * 2;
}
`,
    "tests/sign_test.ts": `import { countTo, isPositive } from "../src/sign.ts";
Deno.test("sign", () => {
  if (!isPositive(1) || isPositive(-1)) throw new Error("wrong sign");
  if (countTo(2) !== 2) throw new Error("wrong count");
});
`,
    "tests/other_test.ts": `Deno.test("other", () => {});\n`,
    "tests/broken_test.ts": `Deno.test("broken", () => { throw new Error("always"); });\n`,
  };
  for (const [path, text] of Object.entries(files)) {
    await Deno.mkdir(join(root, path, ".."), { recursive: true });
    await Deno.writeTextFile(join(root, path), text);
  }
  return root;
}

Deno.test("runMutants() tells caught mutants from survivors, and leaves the tree as it was", async () => {
  const root = await fixture();
  const tree: Tree = { path: root, env: {} };
  const signal = new AbortController().signal;
  const modules = await readModules(new URL(`file://${root}/`), ["src", "tests"]);
  const paths = ["tests/other_test.ts", "tests/sign_test.ts", "tests/broken_test.ts"];
  const { tests, excluded } = await measureTests(paths, { trees: [tree], maxMs: 60_000, signal });
  assertEquals(excluded, [{ path: "tests/broken_test.ts", reason: "fails without a mutant" }]);
  const text = await Deno.readTextFile(join(root, "src/sign.ts"));
  const mutants = await findMutants("src/sign.ts", "sign", text);
  const chosen = mutants.filter(({ after, line, mutator }) =>
    line === 2 && mutator !== "number" || after.startsWith("while (count <=") ||
    line === 12 && mutator === "arithmetic"
  );
  const results: MutantResult[] = [];
  await runMutants(chosen.map((mutant) => ({ mutant, text, fileHash: "f" })), {
    trees: [tree],
    plans: plansOf(new Map([["sign", paths]]), tests, { modules, maxMs: 60_000 }),
    signal,
    onResult: (result) => results.push(result),
  });
  assertEquals(
    results.map(({ line, mutator, outcome, by }) => [line, mutator, outcome, by]).sort(),
    [
      [12, "arithmetic", "survived", undefined],
      [2, "boundary", "survived", undefined],
      [2, "return", "caught", "tests/sign_test.ts"],
      [7, "boundary", "caught", "tests/sign_test.ts"],
    ],
  );
  assertEquals(await Deno.readTextFile(join(root, "src/sign.ts")), text);
  await Deno.remove(root, { recursive: true });
});

Deno.test("runTests() ends what does not end, with its children, and what is no longer wanted", async () => {
  const root = await Deno.makeTempDir();
  await Deno.writeTextFile(
    join(root, "endless_test.ts"),
    `Deno.test("endless", () => {
  new Deno.Command("sh", { args: ["-c", "while :; do echo >> beats; sleep 0.05; done"] }).spawn();
  for (;;);
});
`,
  );
  const run = { tree: root, files: ["endless_test.ts"] };
  // On a loaded machine the test may need longer to begin.
  for (let deadlineMs = 3_000; !existsSync(join(root, "beats")); deadlineMs *= 2) {
    assertEquals((await runTests({ ...run, deadlineMs })).kind, "timeout");
  }
  const beats = (): number => Deno.statSync(join(root, "beats")).size;
  const atEnd = beats();
  await delay(200);
  assertEquals(beats(), atEnd);
  await assertRejects(
    () => runTests({ ...run, deadlineMs: 600_000, signal: AbortSignal.timeout(300) }),
    DOMException,
  );
  await Deno.remove(root, { recursive: true });
});

Deno.test("TestPlan selects the tests that run a line, else those that reach the file", () => {
  const code = { kind: "code", isDynamic: false, line: 1 } as const;
  const modules = new Map([
    ["tests/a_test.ts", [{ ...code, specifier: "../src/x.ts" }]],
    ["tests/b_test.ts", [{ ...code, specifier: "@opto/opto" }]],
    ["tests/c_test.ts", []],
    ["mod.ts", [{ ...code, specifier: "./src/x.ts" }]],
    ["src/x.ts", []],
  ]);
  assertEquals([...reachOf("tests/b_test.ts", modules)], ["tests/b_test.ts", "mod.ts", "src/x.ts"]);
  const tests = [
    { path: "tests/a_test.ts", durationMs: 900, lines: new Map([["src/x.ts", new Set([3])]]) },
    { path: "tests/b_test.ts", durationMs: 300, lines: none },
    { path: "tests/c_test.ts", durationMs: 100, lines: none },
  ];
  const plan = new TestPlan(tests, modules, 2_000);
  const select = (line: number) => plan.select({ file: "src/x.ts", line });
  assertEquals(select(3), { files: ["tests/a_test.ts"], baselineMs: 900, isCut: false });
  assertEquals(select(4).files, ["tests/b_test.ts", "tests/a_test.ts"]);
  plan.learn("src/x.ts", "tests/a_test.ts");
  assertEquals(select(4).files, ["tests/a_test.ts", "tests/b_test.ts"]);
  const short = new TestPlan(tests, modules, 1_000).select({ file: "src/x.ts", line: 4 });
  assertEquals(short, { files: ["tests/b_test.ts"], baselineMs: 300, isCut: true });
});

Deno.test("parseLcov() keeps the lines that ran, by path from the root", () => {
  const lines = parseLcov(
    "SF:/r/src/a.ts\nDA:1,2\nDA:2,0\nend_of_record\nSF:/r/b.ts\nDA:7,1\n",
    "/r",
  );
  assertEquals([...lines], [["src/a.ts", new Set([1])], ["b.ts", new Set([7])]]);
});

Deno.test("parseLog() leaves out a line that was cut off, and takes the last result of a mutant", () => {
  const settings = { type: "run", rooms: ["trace"] };
  const text = [settings, { id: "a", outcome: "survived" }, { id: "a", outcome: "caught" }]
    .map((line) => `${JSON.stringify(line)}\n`).join("");
  const { results } = parseLog(`${text}{"id":"b","outc`);
  assertEquals([...results.values()].map(({ id, outcome }) => `${id} ${outcome}`), ["a caught"]);
  assertThrows(() => parseLog('{"id":"a"}\n'), SyntaxError, "its first line has no settings");
});

Deno.test("parseEquivalents() reads ids with reasons, and names a line that it cannot read", () => {
  const text = "# why\n\n0123456789ab src/a.ts a limit that nothing reaches\n";
  assertEquals([...parseEquivalents(text)], [["0123456789ab", "a limit that nothing reaches"]]);
  assertThrows(() => parseEquivalents("0123456789ab src/a.ts"), SyntaxError, "Cannot read line 1");
});

Deno.test("reportText() counts no equivalent mutants, and lists the others that survived", () => {
  const result = (id: string, outcome: MutantResult["outcome"]): MutantResult => ({
    type: "mutant",
    id,
    room: "trace",
    file: "src/a.ts",
    line: 3,
    mutator: "not",
    before: "if (!a)",
    after: "if (a)",
    fileHash: "f",
    outcome,
    durationMs: 1,
  });
  const results = [
    result("a", "caught"),
    result("b", "survived"),
    result("c", "survived"),
    result("d", "timeout"),
  ];
  assertEquals(
    reportText(results, new Map([["c", "why"]])),
    `b src/a.ts:3 not
  - if (!a)
  + if (a)

trace: 66.7 % (2 of 3 caught, 1 of them by the deadline; 1 survived, 0 of them reached by no test; 1 equivalent)`,
  );
});

Deno.test("copyTree() leaves out the repository and what .gitignore names", async () => {
  const root = await Deno.makeTempDir();
  const from = join(root, "from");
  await Deno.mkdir(join(from, ".git"), { recursive: true });
  await Deno.mkdir(join(from, "opto-runs"));
  await Deno.mkdir(join(from, "src"));
  await Deno.writeTextFile(join(from, ".gitignore"), "/opto-runs/\n");
  await Deno.writeTextFile(join(from, "src/a.ts"), "a");
  await copyTree(from, join(root, "to"));
  const names = [...Deno.readDirSync(join(root, "to"))].map(({ name }) => name).sort();
  assertEquals(names, [".gitignore", "src"]);
  assertEquals(await Deno.readTextFile(join(root, "to/src/a.ts")), "a");
  await Deno.remove(root, { recursive: true });
});

/** Runs a tool as its task does. */
async function tool(
  name: string,
  ...args: string[]
): Promise<{ code: number; out: string; err: string }> {
  const path = new URL(`../../tools/${name}`, import.meta.url).pathname;
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", path, ...args],
    env: { NO_COLOR: "1" },
  }).output();
  return { code, out: new TextDecoder().decode(stdout), err: new TextDecoder().decode(stderr) };
}

Deno.test("mutate draws a sample by its seed, logs it, and goes on where it was killed", async () => {
  const folder = await Deno.makeTempDir();
  const log = join(folder, "run.log");
  const first = await tool(
    "mutate.ts",
    "src/errors.ts",
    "--sample",
    "3",
    "--seed",
    "4",
    "--out",
    log,
  );
  assertEquals(first.code, 0, first.err);
  assertStringIncludes(
    first.out,
    "errors: 0.0 % (0 of 3 caught, 0 of them by the deadline; 3 survived, 3 of them reached by no test",
  );
  const lines = (await Deno.readTextFile(log)).trim().split("\n");
  assertEquals(lines.length, 4);
  await Deno.writeTextFile(log, `${lines.slice(0, 2).join("\n")}\n${lines[2]?.slice(0, 40)}`);
  const resumed = await tool("mutate.ts", "--resume", log);
  assertEquals(resumed.out, first.out);
  assertEquals((await Deno.readTextFile(log)).trim().split("\n").length, 4);
  const again = await tool("mutate.ts", "src/errors.ts", "--out", log);
  assertEquals(again.code, 2); // a log is never written over
  await Deno.remove(folder, { recursive: true });
});

Deno.test("mutate and test_room refuse rooms that do not exist", async () => {
  const [mutate, room] = await Promise.all([tool("mutate.ts"), tool("test_room.ts", "cellar")]);
  assertEquals([mutate.code, room.code], [2, 2]);
  assertStringIncludes(
    room.err,
    `Cannot test "cellar" as a room: the rooms are errors, `,
  );
  assert(mutate.err.includes("deno task mutate ROOM"));
});

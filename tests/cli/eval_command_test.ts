/** `eval` scores a task without optimizing it, whatever the task does. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { hiddenIn, hostileText } from "../support/hostile_text.ts";
import { misbehavingTask } from "../support/misbehaving_task.ts";
import { tempDir } from "../support/temp_dir.ts";
import { noUsage } from "../../src/model/spending.ts";
import { lastEvent, libraryUrl, opto, startOpto } from "./opto_command.ts";
import { optoHere } from "./opto_here.ts";

/** Numbers drawn by the seed of the run, times a factor that should be 3; from 7 on the agent fails. */
const task = `import { defineTask, parameter } from "${libraryUrl}";
export default defineTask({
  name: "three" + ${JSON.stringify(hostileText)},
  agent: () => ({
    factor: parameter(1, { name: "factor", schema: { "~standard": { version: 1, vendor: "test", validate: (value) =>
      typeof value === "number" && value < 100 ? { value } : { issues: [{ message: "too large" }] } } } }),
    forward(n: number) {
      if (n >= 7) throw new Error("seven is too many");
      return this.factor.mul(n);
    },
  }),
  examples: (random) => ({
    train: [1, 2].map((input) => ({ input, expected: 3 * input })),
    validation: [0, 0, 0].map(() => Math.floor(random() * 6)).map((input) => ({ input, expected: 3 * input })),
    test: Deno.env.get("FAIL") ? [{ input: 7, expected: 21 }, { input: 1, expected: 3 }] : [],
  }),
  guide: ({ expected }, output) => {
    if (output instanceof Error) throw output;
    const error = Math.abs(Number(output) - expected);
    return { score: -error || 0, feedback: "off by " + error + ${
  JSON.stringify(hostileText)
}, metrics: { error } };
  },
  trainer: { steps: 3, batchSize: 1 },
});
`;

async function workplace(source = task, door = optoHere) {
  const cwd = await tempDir();
  await Deno.writeTextFile(join(cwd, "task.ts"), source);
  const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    door(args, { cwd, env });
  return { cwd, run };
}

Deno.test("eval scores the start of a task on a split, and escapes what the task says", async () => {
  const { run } = await workplace(task, opto);
  const end = await run(["eval", "task.ts", "--split", "train"]);
  assertEquals([end.code, end.stderr, end.orphans], [0, "", []]);
  assertMatch(end.stdout, /^three.*: the values that it starts with$/m);
  assertMatch(end.stdout, /^train 1 +-4 +off by 4/m, "the lowest score first");
  assertMatch(end.stdout, /train 1[^]+train 0[^]+score +-3 on 2 train examples/);
  assertMatch(end.stdout, /^failures +none\nmetrics +error 3$/m);
  assertEquals(hiddenIn(end.stdout), []);
});

Deno.test("eval exits with 1 below the threshold only", async () => {
  const { run } = await workplace();
  const at = (min: string) =>
    run(["eval", "task.ts", "--split=train", "--quiet", `--min-score=${min}`]);
  const [low, equal] = [await at("-2.9"), await at("-3")];
  assertEquals([low.code, equal.code], [1, 0]);
  assertStringIncludes(low.stdout, "-3 on 2 train examples, below -2.9");
});

Deno.test("eval --json ends with the score; without one it is below every threshold", async () => {
  const { run } = await workplace();
  const end = await run(["eval", "task.ts", "--split=test", "--json", "--min-score=-100"], {
    FAIL: "1",
  });
  assertEquals(end.code, 1);
  const { seconds, ...last } = lastEvent(end);
  assertEquals(typeof seconds, "number");
  assertEquals(last, {
    type: "evaluated",
    split: "test",
    score: null,
    examples: 2,
    failures: 1,
    usage: noUsage,
  });
  const types = end.stdout.trimEnd().split("\n").map((line) => JSON.parse(line).type);
  assertEquals(types.toSorted(), ["evaluated", "evaluated", "evaluated", "example", "example"]);
});

Deno.test("eval of a run gives the score of its log, on the examples of its seed", async () => {
  const { run } = await workplace();
  const optimized = await run(["optimize", "task.ts", "--run-dir=run", "--seed=4", "--json"]);
  const { best } = lastEvent(optimized) as { best: { score: number } };
  const ofRun = lastEvent(await run(["eval", "task.ts", "--run=run", "--json"]));
  assertEquals([ofRun.split, ofRun.score], ["validation", best.score]);
  const file = "--parameters=run/best/parameters.json";
  const ofFile = lastEvent(await run(["eval", "task.ts", file, "--seed=4", "--json"]));
  assertEquals(ofFile.score, best.score);
});

Deno.test("eval refuses wrong usage with exit code 2 and says why, also in the last line", async () => {
  const { cwd, run } = await workplace();
  const write = (name: string, text: string) => Deno.writeTextFile(join(cwd, name), text);
  await write("unknown.json", '{ "facter": 1 }');
  await write("large.json", '{ "factor": 500 }');
  await write("broken.json", "{");
  const cases: readonly (readonly [string, RegExp])[] = [
    ["--split=test", /no examples in it/],
    ["--split=tain", /Did you mean train/],
    ["--parameters=none.json", /no such file/],
    ["--parameters=broken.json", /Cannot read "broken.json" as parameters/],
    ["--parameters=unknown.json", /Did you mean factor/],
    ["--parameters=large.json", /factor: .*too large/],
    ["--run=none", /none\/events.jsonl/],
    ["--min-score=high", /as a number/],
    ["--evaluation-timeout=0", /evaluationTimeoutMs/],
  ];
  for (const [option, words] of cases) {
    const end = await run(["eval", "task.ts", option, "--json"]);
    assertEquals(end.code, 2, `${option}\n${end.stderr}`);
    assertMatch(end.stderr, words);
    const { type, score, error } = lastEvent(end) as Record<string, { code: string }>;
    assertEquals([type, score, error?.code], ["evaluated", null, "usage"]);
  }
  const both = await run(["eval", "task.ts", "--run=run", "--parameters=large.json"]);
  assertEquals(both.code, 2);
});

Deno.test("eval ends when the guide never settles, blocks, or leaves an error behind", async () => {
  const cases = [
    ["never", "--budget-seconds=2", "budget"],
    ["blocks", "--evaluation-timeout=1", "TASK_BLOCKED"],
    ["rejects late", "--budget-seconds=60", "task"],
  ] as const;
  for (const [way, limit, code] of cases) {
    const { run } = await workplace(
      misbehavingTask("guide", way).replace("[1, 2]", "[1, 2, 3, 4]"),
      opto,
    );
    const end = await run(["eval", "task.ts", "--json", limit]);
    const { error } = lastEvent(end) as { error: { code: string } };
    assertEquals([error.code, end.orphans], [code, []], way);
    assertEquals(end.code, code === "task" ? 2 : 1);
  }
});

for (const way of ["never", "blocks"] as const) {
  Deno.test(`eval is interrupted while the guide ${way === "never" ? "waits for ever" : way}`, async () => {
    const cwd = await tempDir();
    const source = misbehavingTask("guide", way)
      .replace("[1, 2]", "[1, 2, 3, 4]")
      .replace("await new Promise", "console.log('waits now'); await new Promise")
      .replace(/console.log\('(waits|blocks) now'\)/, "Deno.writeTextFileSync('at-work', '')");
    await Deno.writeTextFile(join(cwd, "task.ts"), source);
    const command = startOpto(["eval", "task.ts", "--json"], { cwd });
    await command.until(/"type":"evaluated"/);
    for (let tries = 0; tries < 500 && !await isThere(join(cwd, "at-work")); tries++) {
      await new Promise((done) => setTimeout(done, 20));
    }
    command.kill("SIGINT");
    const end = await command.end;
    assertEquals([end.code, end.orphans], [130, []], end.stderr);
    assertEquals((lastEvent(end) as { error: { code: string } }).error.code, "interrupted");
  });
}

async function isThere(path: string): Promise<boolean> {
  return await Deno.lstat(path).then(() => true, () => false);
}

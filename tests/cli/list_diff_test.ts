/** `list` and `diff` over many runs, whatever their logs and names say. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { hiddenIn, hostileText } from "../support/hostile_text.ts";
import { tempDir } from "../support/temp_dir.ts";
import { libraryUrl, opto } from "./opto_command.ts";
import { optoHere } from "./opto_here.ts";

const task = `import { defineTask, parameter } from "${libraryUrl}";
export default defineTask({
  name: "three" + ${JSON.stringify(hostileText)},
  agent: () => ({
    factor: parameter(1, { name: "factor" }),
    forward(n: number) { return this.factor.mul(n); },
  }),
  examples: { train: [1, 2].map((input) => ({ input, expected: Math.PI * input })) },
  guide: ({ expected }, output) => -Math.round(1000 * Math.abs(Number(output) - expected)) || 0,
  trainer: { steps: 3, batchSize: 1 },
});
`;

/** Three runs: of two seeds, and one that was killed before its end; and what is no run. Made once, as no test changes them. */
let made: ReturnType<typeof makeWorkplace> | undefined;
const workplace = () => made ??= makeWorkplace();

async function makeWorkplace() {
  const cwd = await tempDir();
  await Deno.writeTextFile(join(cwd, "task.ts"), task);
  const run = (...args: string[]) => optoHere(args, { cwd });
  for (const [name, seed] of [["a", 1], ["b", 2]]) {
    const end = await run(
      "optimize",
      "task.ts",
      `--run-dir=opto-runs/${name}`,
      `--seed=${seed}`,
      "-q",
    );
    assertEquals(end.code, 0, end.stderr);
  }
  await Deno.mkdir(join(cwd, "opto-runs/killed"));
  const log = await Deno.readTextFile(join(cwd, "opto-runs/b/events.jsonl"));
  const lines = log.trimEnd().split("\n");
  const path = join(cwd, "opto-runs/killed/events.jsonl");
  await Deno.writeTextFile(path, `${lines.slice(0, -1).join("\n")}\n`);
  await Deno.mkdir(join(cwd, "opto-runs/empty"));
  return { cwd, run, lines };
}

Deno.test("list shows every run with task, date, steps, scores, spending and state", async () => {
  const { cwd, run, lines } = await workplace();
  const damaged = join(cwd, `opto-runs/${hostileText.replace(/[\/\0]/g, "").slice(0, 40)}`);
  await Deno.mkdir(damaged);
  await Deno.writeTextFile(join(damaged, "events.jsonl"), `${lines[0]}\n${hostileText}\n`);
  const end = await opto(["list"], { cwd });
  assertEquals([end.code, end.stderr, hiddenIn(end.stdout)], [0, "", []]);
  assertMatch(
    end.stdout,
    /^a +three.* +\d{4}-\d\d-\d\d \d\d:\d\d +steps +3\/3 +-3212.5 +\S+ +\d+ +\d+ s$/m,
  );
  assertMatch(end.stdout, /^killed +three.* unfinished +3\/3/m);
  assertMatch(end.stdout, / unreadable +0\/3 +– +–/);
  assertMatch(end.stdout, /events\.jsonl:2" as an event/);
  const json = await run("list", "opto-runs", "--json");
  assertEquals(hiddenIn(json.stdout), []);
  const runs = json.stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
  assertEquals(runs.map(({ type, state }) => [type, state]).toSorted(), [
    ["run", "steps"],
    ["run", "steps"],
    ["run", "unfinished"],
    ["run", "unreadable"],
  ]);
  const [first] = runs;
  assertEquals([first.runDir, first.initial.score, first.steps], ["opto-runs/a", -3212.5, 3]);
  assertEquals(Object.keys(first.usage), [
    "calls",
    "promptTokens",
    "completionTokens",
    "usd",
    "byRole",
  ]);
});

Deno.test("list shows one run of a run directory, and says when there is none", async () => {
  const { cwd, run } = await workplace();
  assertEquals((await run("list", "opto-runs/a")).stdout.trimEnd().split("\n").length, 2);
  await Deno.mkdir(join(cwd, "none"));
  const none = await run("list", "none");
  assertEquals([none.code, none.stdout], [0, "There are no runs in none.\n"]);
  const missing = await run("list", "missing");
  assertEquals(missing.code, 2);
  assertStringIncludes(missing.stderr, "there is no such folder");
});

Deno.test("diff compares settings, scores and parameters of several runs with the first", async () => {
  const { cwd, run } = await workplace();
  const dirs = ["opto-runs/a", "opto-runs/b", "opto-runs/killed"];
  const end = await opto(["diff", ...dirs], { cwd });
  assertEquals([end.code, end.stderr, hiddenIn(end.stdout)], [0, "", []]);
  assertMatch(end.stdout, /^ +opto-runs\/a +opto-runs\/b +opto-runs\/killed$/m);
  assertMatch(end.stdout, /^start +-3212.5 +-3212.5 +-3212.5$/m);
  assertMatch(end.stdout, /^seed +1 +2 +2$/m);
  assertEquals(/^steps/m.test(end.stdout), false, "only settings that differ");
  const { stdout } = await run("diff", ...dirs, "--json");
  const { type, runs, settings, changed, parameters } = JSON.parse(stdout);
  assertEquals([type, settings, changed], ["diff", { seed: [1, 2, 2] }, [[], []]]);
  assertEquals(runs.map(({ initial }: { initial: number }) => initial), [
    -3212.5,
    -3212.5,
    -3212.5,
  ]);
  for (const { values, diffs } of parameters) {
    assertEquals([values.length, diffs.length], [3, 2]);
    assertEquals(values[1], values[2]);
    assertMatch(diffs[0].join("\n"), /^- .*\n\+ /m);
  }
});

Deno.test("diff of one run shows its changes, and --json gives them", async () => {
  const { run } = await workplace();
  const { stdout } = await run("diff", "opto-runs/a", "--json");
  const { runs, settings, changed, parameters } = JSON.parse(stdout);
  assertEquals([runs.length, settings, changed], [1, {}, []]);
  const [factor] = parameters;
  assertEquals([factor.name, factor.values[0], factor.diffs[0][0]], ["factor", 1, "- 1"]);
  assertMatch((await run("diff", "opto-runs/a")).stdout, /^score -3212.5 → [^]*^factor\n- 1\n\+ /m);
});

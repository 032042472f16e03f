/** `testSuite` runs code in the sandbox on cases, and names those that fail. */
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { defineTask, optimize, trainable, withSandbox } from "../../mod.ts";
import { testSuite } from "../../src/guide/test_suite.ts";
import { scriptedModel } from "../../src/model/scripted_model.ts";
import { sharedSandbox } from "../support/shared_sandbox.ts";

const cases = [
  { args: [[3, 1, 2]], expected: [1, 2, 3] },
  { name: "an empty list", args: [[]], expected: [] },
  { name: "large numbers", args: [[10, 9]], expected: [9, 10] },
];

async function judged(code: string | Error, expected: unknown = cases) {
  const guide = testSuite({ entry: "sort", timeoutMs: 300 });
  return await withSandbox(
    sharedSandbox,
    () => guide({ input: null, expected: expected as never }, code),
  );
}

Deno.test("testSuite() names each case that fails, with call, result and expected value", async () => {
  assertEquals(await judged("function sort(list: number[]) { return [...list].sort(); }"), {
    score: 2 / 3,
    feedback:
      "1 of 3 cases fail.\nlarge numbers: sort([10, 9]) returned [10, 9]; [9, 10] was expected.",
    metrics: { passed: 2, failed: 1 },
  });
  const right = await judged("export const sort = (list: number[]) => list.sort((a, b) => a - b);");
  assertEquals([right.score, right.feedback], [1, "All 3 cases pass."]);
});

Deno.test("testSuite() goes on after a case that throws or does not end", async () => {
  const { score, feedback } = await judged(`function sort(list: number[]) {
    if (list.length === 0) throw new RangeError("nothing to sort");
    if (list[0] === 10) for (;;);
    return list.sort();
  }`);
  assertEquals(score, 1 / 3);
  assertStringIncludes(feedback, "an empty list: sort([]) failed: RangeError: nothing to sort");
  assertStringIncludes(feedback, "large numbers: sort([10, 9]) failed:");
});

Deno.test("testSuite() gives up the cases after two that do not end", async () => {
  const many = Array.from({ length: 30 }, (_, first) => ({ args: [[first]], expected: [first] }));
  const endless = await judged("function sort() { for (;;); }", many);
  assertEquals(endless.metrics, { passed: 0, failed: 30 });
  const words =
    "sort([2]): it was not run: 2 cases before it ran over their time; [2] was expected.";
  assertStringIncludes(endless.feedback, words);
  const late = `function sort(list: number[]) {
    if (list[0] === 3 || list[0] === 12 || list[0] === 20) for (;;);
    return list;
  }`;
  assertEquals((await judged(late, many)).metrics, { passed: 12, failed: 18 });
});

Deno.test("testSuite() passes no case of code that cannot run, and says why", async () => {
  const broken: readonly (readonly [string | Error, string])[] = [
    ["function sort(list { }", "line 1: "],
    ["function other() {}", "sort"],
    ["function sort() { return Deno.cwd(); }", "Deno"],
    [3 as never, "is no code"],
    [new Error("boom"), "It failed: boom"],
  ];
  for (const [code, words] of broken) {
    const { score, feedback, metrics } = await judged(code);
    assertEquals([score, metrics], [0, { passed: 0, failed: 3 }], feedback);
    assertStringIncludes(feedback, words);
  }
});

Deno.test("testSuite() refuses an example without cases, with none, or with too many", async () => {
  const code = "function sort() {}";
  await assertRejects(() => judged(code, "cases"), TypeError, "no list of { args, expected }");
  await assertRejects(() => judged(code, [{ args: 3, expected: 3 }]), TypeError, "no list");
  await assertRejects(() => judged(code, []), RangeError, "from 1 to 10000");
  const many = Array.from({ length: 10_001 }, () => cases[0]);
  await assertRejects(() => judged(code, many), RangeError, "10001");
});

Deno.test("testSuite() bounds its feedback, and still names failing cases", async () => {
  const many = Array.from(
    { length: 30 },
    (_, i) => ({ name: `case ${i}`, args: [[i]], expected: 0 }),
  );
  const { feedback } = await judged("function sort() { return 1; }", many);
  assertEquals(feedback.split("\n").length, 12);
  assertStringIncludes(feedback, "case 29");
});

Deno.test("a trainable function is improved against a suite", async () => {
  const task = defineTask({
    name: "sort",
    agent: () => {
      const sort = trainable(function sort(list: number[]): number[] {
        return list;
      });
      return { sort, forward: () => sort.parameter };
    },
    examples: { train: [{ input: null, expected: cases }] },
    guide: testSuite({ entry: "sort" }),
    trainer: { steps: 1, batchSize: 1 },
  });
  const model = scriptedModel(() =>
    JSON.stringify({
      reasoning: "numbers",
      suggestion: {
        sort: "function sort(list: number[]): number[] {\n  return list.sort((a, b) => a - b);\n}",
      },
    })
  );
  const { initial, best } = await optimize(task, { model, seed: 1 }).result;
  assertEquals([initial.score, best.score], [1 / 3, 1]);
  assertStringIncludes(
    JSON.stringify(model.requests[0]),
    "large numbers: sort([10, 9]) returned [10, 9]",
  );
});

Deno.test("a suite that reaches a time limit marks its evaluation as decided by the clock", async () => {
  const task = defineTask({
    name: "sort",
    agent: () => {
      const sort = trainable(function sort(list: number[]): number[] {
        for (;;) if (list.length < 0) return list;
      });
      return { sort, forward: () => sort.parameter };
    },
    examples: { train: [{ input: null, expected: cases }] },
    guide: testSuite({ entry: "sort" }),
    sandbox: { timeoutMs: 50 },
    trainer: { steps: 0 },
  });
  const run = optimize(task);
  const clock: unknown[] = [];
  for await (const event of run) if (event.type === "evaluated") clock.push(event.isByClock);
  assertEquals(clock, [true]);
});

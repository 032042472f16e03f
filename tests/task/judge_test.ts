import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { TaskError } from "../../src/errors.ts";
import { judge } from "../../src/task/judge.ts";

const judged = (relaxed: unknown, isInitial = true) =>
  judge(() => ({ score: 1, relaxed }) as never, { // as: a guide in JavaScript may return anything
    ref: { split: "train", index: 0 },
    example: { input: null },
    output: 1,
    isInitial,
  });

Deno.test("judge() keeps a relaxed score with its slacks", async () => {
  for (const slacks of [[0.5, -1], Float64Array.of(1), []]) {
    assertEquals((await judged({ score: 2, slacks })).relaxed, { score: 2, slacks });
  }
  assertEquals("relaxed" in await judged(undefined), false);
});

Deno.test("judge() refuses slacks that are no finite numbers, or too many", async () => {
  const wrong = [
    null,
    { score: 2 },
    { score: NaN, slacks: [] },
    { score: 2, slacks: [1, Infinity] },
    { score: 2, slacks: ["1"] },
    { score: 2, slacks: Array(2_001).fill(0) },
    { score: 2, slacks: Array(2) },
    { score: 2, slacks: [1e308] },
    { score: 2, slacks: Float64Array.of(-1e300) },
  ];
  for (const relaxed of wrong) {
    const { advice = "" } = await assertRejects(() => judged(relaxed), TaskError);
    assertMatch(advice, /`relaxed` is \{ score, slacks \} with at most 2,000 slacks/);
    assertMatch((await judged(relaxed, false)).error ?? "", /cannot be judged/);
  }
});

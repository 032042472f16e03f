import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { climber } from "../../examples/modules/climber.ts";
import { type Choices, firstChoices } from "../../examples/modules/modules.ts";
import modules, { modulesTask } from "../../examples/modules/task.ts";
import { optimize } from "../../mod.ts";
import { randomFrom } from "../../src/seeds.ts";

/** The one example of choices. */
async function exampleOf({ examples }: typeof modules, seed = 1) {
  assert(typeof examples === "function");
  const { train: [example] } = await examples(randomFrom(seed));
  assert(example?.expected);
  return { input: null, expected: example.expected };
}

/** What the guide of choices says when the first modules are right. */
async function scoreWith(choices: Choices, rightCount: number): Promise<unknown> {
  const task = modulesTask(choices);
  const example = await exampleOf(task);
  const chosen = example.expected.map((option, place) => place < rightCount ? option : "option0");
  return Reflect.get(Object(await task.guide(example, chosen)), "score");
}

Deno.test("the scores of 625 modules are shares, or a plateau of 0.25 below the right combination", async () => {
  const scores = await Promise.all(
    firstChoices.map((choices) => Promise.all([0, 1, 2, 3, 4].map((n) => scoreWith(choices, n)))),
  );
  assertEquals(scores, [[0, 0.25, 0.5, 0.75, 1], [0, 0, 0.25, 0.25, 1], [0, 0, 0.25, 0.25, 1]]);
});

Deno.test("modules has another right combination with another seed, never that of the start", async () => {
  const rights = await Promise.all(
    [1, 2, 3].map(async (seed) => (await exampleOf(modules, seed)).expected),
  );
  assertNotEquals(rights[0], rights[1]);
  for (const option of rights.flat()) assertMatch(option, /^option[1-4]$/);
});

Deno.test("modules is solved by the built-in search within 60 of 625 evaluations", async () => {
  const run = optimize(modules, { seed: 1, budget: { evaluations: 60 }, steps: 60 });
  assertEquals((await run.result).stopReason, "target");
});

Deno.test("climber() changes one number at a time, and goes on from what is no worse", async () => {
  const losses = new Map<string, number>();
  const problem = {
    bounds: Array.from({ length: 4 }, () => [0, 5] as const),
    start: [0, 0, 0, 0],
    loss(point: readonly number[]) {
      const loss = point.filter((value) => value !== 3).length;
      losses.set(String(point), loss);
      return loss;
    },
  };
  let best: { readonly point: readonly number[]; readonly loss: number } | undefined;
  let count = 0;
  for await (const { point, loss } of climber(problem, randomFrom(1))) {
    const from: readonly number[] = best?.point ?? problem.start;
    assertEquals(point.filter((value, place) => value !== from[place]).length, 1);
    assertEquals(point.every((value) => Number.isInteger(value) && value >= 0 && value < 5), true);
    if (loss <= (best?.loss ?? 4)) best = { point, loss };
    if (best?.loss === 0 || ++count === 1_000) break;
  }
  assertEquals(best, { point: [3, 3, 3, 3], loss: 0 });
});

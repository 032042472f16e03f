import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import experiment from "../../examples/bins/experiment.ts";
import { bestFit, firstFit, tightOrSpacious } from "../../examples/bins/heuristics.ts";
import bins from "../../examples/bins/task.ts";
import quickstart from "../../examples/quickstart.ts";
import { randomFrom } from "../../src/seeds.ts";
import { fixedMethod } from "../../tools/experiment/fixed_method.ts";

Deno.test("bins draws sizes of a Weibull distribution with shape 3 and scale 45", async () => {
  assert(typeof bins.examples === "function");
  const { train } = await bins.examples(randomFrom(1));
  const sizes = train.flatMap(({ input }) => input).toSorted((one, other) => one - other);
  assertEquals(sizes.length, 8 * 5_000);
  assert(sizes.every((size) => Number.isInteger(size) && size >= 1 && size <= 100));
  const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  assertAlmostEquals(mean, 45 * 0.8930, 0.3); // Γ(1 + 1/3)
  assertAlmostEquals(sizes[sizes.length / 2]!, 45 * Math.log(2) ** (1 / 3), 1);
});

/** The bins that a function takes for some items. */
async function binsOf(priority: string, items: number[]): Promise<number> {
  const task = { ...quickstart, examples: { train: [{ input: items }] } };
  const lowerBound = Math.ceil(items.reduce((sum, item) => sum + item, 0) / 150);
  const method = fixedMethod({
    values: { priority },
    on: { task, split: "train" },
    value: (score) => Math.round(lowerBound / score),
  });
  const run = await method.run({ seed: 1, axis: "steps", points: [0, 5], model: null });
  assertEquals([run.evaluations, run.calls, run.values[1]], [0, 0, run.values[0]]);
  return run.values[0]!; // !: two points
}

Deno.test("first fit takes the oldest bin, best fit the tightest one, and the third keeps room", async () => {
  // 30 goes into the bin of 100 by first fit, where no 50 fits then; into that of 120 by best fit.
  assertEquals(await binsOf(firstFit, [100, 120, 30, 50]), 3);
  assertEquals(await binsOf(bestFit, [100, 120, 30, 50]), 2);
  // The tightest bin leaves a gap of 5, which nothing fills; the third begins a bin for 45, which takes 105 later.
  assertEquals(await binsOf(bestFit, [100, 45, 105, 50]), 3);
  assertEquals(await binsOf(tightOrSpacious({ gap: 2, spare: 20 }), [100, 45, 105, 50]), 2);
});

Deno.test("bins begins as best fit", async () => {
  const start = { seed: 3, axis: "steps", points: [0], model: null } as const;
  const fixed = await experiment.methods["uniform-best fit"]!.run(start);
  assertEquals((await experiment.methods["uniform-search"]!.run(start)).values, fixed.values);
});

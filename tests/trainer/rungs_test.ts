import { assertEquals, assertNotEquals } from "@std/assert";
import { rungsOf } from "../../src/trainer/rungs.ts";

const context = (evaluationCost: number, { step = 1, train = 24, batchSize = 4 } = {}) => ({
  step,
  examples: { train, validation: 0, test: 0 },
  settings: { seed: 1, batchSize, threshold: 0, accept: "better", evaluationCost },
});

const lengths = (...of: Parameters<typeof context>) =>
  rungsOf(context(...of)).map(({ length }) => length);

Deno.test("rungsOf() doubles from a batch to the train split, or to where examples cost a model call", () => {
  assertEquals(lengths(0), [4, 8, 16, 24]);
  assertEquals(lengths(0.01), [4, 8, 16, 24]);
  assertEquals(lengths(0.01, { train: 500 }), [4, 8, 16, 32, 54]);
  assertEquals(lengths(0.1), [4, 8, 9]);
  assertEquals([lengths(0.5), lengths(0.51), lengths(7)], [[4, 5], [4], [4]]);
  assertEquals([lengths(0, { batchSize: 24 }), lengths(0, { batchSize: 99 })], [[24], [24]]);
});

Deno.test("rungsOf() begins with the batch, contains each rung in the next, and every example once", () => {
  const batch = [9, 3, 7].map((index) => ({ split: "train" as const, index }));
  const rungs = rungsOf(context(0), batch);
  assertEquals(rungs[0], batch);
  rungs.slice(1).forEach((rung, place) =>
    assertEquals(rung.slice(0, rungs[place]?.length), rungs[place])
  );
  const indices = (rungs.at(-1) ?? []).map(({ index }) => index);
  assertEquals(indices.toSorted((a, b) => a - b), Array.from({ length: 24 }, (_, index) => index));
  assertNotEquals(rungsOf(context(0, { step: 2 }), batch), rungs);
});

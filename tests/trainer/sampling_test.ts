import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { randomFrom, shuffled } from "../../src/seeds.ts";
import { batchFrom } from "../../src/trainer/sampling.ts";

const places = (step: number, options: { size: number; batchSize: number; isShuffled?: boolean }) =>
  batchFrom((step - 1) * Math.min(options.batchSize, options.size), { seed: 1, ...options }).map((
    { index },
  ) => index);

Deno.test("batchFrom() wraps into the next epoch without a gap when the order is kept", () => {
  const options = { size: 5, batchSize: 2, isShuffled: false };
  const batches = [1, 2, 3, 4, 5, 6].map((step) => places(step, options));
  assertEquals(batches, [[0, 1], [2, 3], [4, 0], [1, 2], [3, 4], [0, 1]]);
});

Deno.test("batchFrom() draws every example once in a shuffled epoch", () => {
  const seen = [1, 2, 3].flatMap((step) => places(step, { size: 6, batchSize: 2 }));
  assertEquals(seen.toSorted(), [0, 1, 2, 3, 4, 5]);
  const next = [4, 5, 6].flatMap((step) => places(step, { size: 6, batchSize: 2 }));
  assertEquals(next.toSorted(), [0, 1, 2, 3, 4, 5]);
  assertNotEquals(next, seen);
});

Deno.test("batchFrom() is the whole split when a batch is larger", () => {
  assertEquals(places(3, { size: 3, batchSize: 9, isShuffled: false }), [0, 1, 2]);
});

Deno.test("batchFrom() is full and holds no example twice", () => {
  for (let step = 1; step < 50; step++) {
    const batch = places(step, { size: 5, batchSize: 4 });
    assertEquals(new Set(batch).size, 4);
  }
});

Deno.test("shuffled() gives each order about equally often", () => {
  const counts = new Map<string, number>();
  for (let seed = 0; seed < 6000; seed++) {
    const order = shuffled([1, 2, 3], randomFrom(seed)).join("");
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  assertEquals(counts.size, 6);
  for (const count of counts.values()) assert(count > 850 && count < 1150);
});

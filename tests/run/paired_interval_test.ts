import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { pairedInterval, studentQuantile } from "../../src/run/paired_interval.ts";
import { randomFrom } from "../../src/seeds.ts";

Deno.test("studentQuantile() gives the values of printed tables", () => {
  // Two-sided 95 % and 99 % points (Fisher and Yates, table III), and 99.9 % for some.
  const tables: readonly (readonly [number, readonly (readonly [number, number])[]])[] = [
    [0.975, [
      ...[[1, 12.706], [2, 4.303], [3, 3.182], [4, 2.776], [5, 2.571], [6, 2.447]] as const,
      ...[[9, 2.262], [10, 2.228], [19, 2.093], [29, 2.045], [60, 2.000], [120, 1.980]] as const,
    ]],
    [0.995, [[1, 63.657], [2, 9.925], [5, 4.032], [10, 3.169], [30, 2.750]]],
    [0.9995, [[1, 636.619], [3, 12.924], [20, 3.850]]],
  ];
  for (const [probability, rows] of tables) {
    for (const [freedom, expected] of rows) {
      assertAlmostEquals(studentQuantile(probability, freedom), expected, 6e-4);
    }
  }
  assertAlmostEquals(studentQuantile(0.975, 100_000), 1.96, 1e-3); // the normal distribution
  assertAlmostEquals(studentQuantile(0.5, 7), 0, 1e-9);
});

Deno.test("pairedInterval() gives the interval of a published example", () => {
  // Student, 1908, "The probable error of a mean": extra hours of sleep of ten patients under two drugs.
  const extra = [1.2, 2.4, 1.3, 1.3, 0, 1.0, 1.8, 0.8, 4.6, 1.4];
  const { mean = 0, low = 0, high = 0 } = pairedInterval(extra) ?? {};
  assertAlmostEquals(mean, 1.58, 1e-9);
  assertAlmostEquals(low, 0.7001142, 1e-6); // R: t.test(extra ~ group, sleep, paired = TRUE)
  assertAlmostEquals(high, 2.4598858, 1e-6);
});

Deno.test("pairedInterval() is wider for a smaller error, a point for equal differences, nothing for one", () => {
  const wide = pairedInterval([1, 2, 3], 0.01);
  const narrow = pairedInterval([1, 2, 3], 0.1);
  assert(wide && narrow && wide.low < narrow.low && wide.high > narrow.high);
  assertEquals(pairedInterval([2, 2, 2]), { mean: 2, low: 2, high: 2 });
  assertEquals([pairedInterval([]), pairedInterval([1])], [undefined, undefined]);
});

Deno.test("pairedInterval() stays finite for the largest scores", () => {
  const { mean = NaN, low = NaN, high = NaN } =
    pairedInterval([Number.MAX_VALUE, -Number.MAX_VALUE, 1]) ?? {};
  assert([mean, low, high].every(Number.isFinite));
});

Deno.test("pairedInterval() contains the true mean in about 95 of 100 samples", () => {
  const random = randomFrom(7);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  let hits = 0;
  for (let sample = 0; sample < 4_000; sample++) {
    const { low = 0, high = 0 } = pairedInterval(Array.from({ length: 8 }, () => 3 + normal())) ??
      {};
    if (low <= 3 && 3 <= high) hits++;
  }
  assertAlmostEquals(hits / 4_000, 0.95, 0.011); // three standard errors; the seed is fixed
});

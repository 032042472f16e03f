import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { cholesky, solveLower, solveUpper } from "../../../src/search/cholesky.ts";
import { expectedImprovement } from "../../../src/search/surrogate/expected_improvement.ts";
import { fitGaussianProcess } from "../../../src/search/surrogate/gaussian_process.ts";
import { likeliestKernel } from "../../../src/search/surrogate/likeliest_kernel.ts";
import { normalShare } from "../../../src/search/surrogate/normal.ts";
import { randomFrom } from "../../../src/seeds.ts";

Deno.test("cholesky() factors a matrix, and its triangle solves both systems", () => {
  const triangle = (...rows: number[][]) => rows.map((row) => Float64Array.from(row));
  const lower = cholesky(triangle([4], [12, 37], [-16, -43, 98])); // the example of Wikipedia's article
  assertEquals(lower, triangle([2], [6, 1], [-8, 5, 3]));
  assertEquals([...solveLower(lower!, [2, 7, 0])], [1, 1, 1]);
  assertEquals([...solveUpper(lower!, [0, 6, 3])], [1, 1, 1]);
  const indefinite = triangle([1], [2, 1]);
  assertEquals(cholesky(indefinite), null);
  assertEquals(cholesky(indefinite, 1e-30), triangle([1], [2, 1e-15]));
});

Deno.test("fitGaussianProcess() goes through data without noise, and knows less away from them", () => {
  const points = [0, 0.2, 0.4, 0.6, 0.8, 1].map((x) => [x]);
  const values = points.map(([x]) => Math.sin(6 * x!));
  const process = fitGaussianProcess(points, values);
  for (const [i, point] of points.entries()) {
    const { mean, deviation } = process.predict(point);
    assertAlmostEquals(mean, values[i]!, 1e-3);
    assert(deviation < 1e-2);
  }
  const between = process.predict([0.5]);
  assertAlmostEquals(between.mean, Math.sin(3), 0.1);
  assert(between.deviation > process.predict([0.401]).deviation);
});

Deno.test("expectedImprovement() is that of a normal variable", () => {
  // Mean of max(0, −z) of a standard normal z is 1/√2π.
  assertAlmostEquals(expectedImprovement({ mean: 0, deviation: 1 }, 0), 0.3989423, 1e-6);
  assertAlmostEquals(expectedImprovement({ mean: 0, deviation: 1 }, 1), 1.0833155, 1e-6);
  assertEquals(expectedImprovement({ mean: 2, deviation: 0 }, 3), 1);
});

Deno.test("normalShare() has the shares of the tables, far out too", () => {
  for (const [value, share] of [[0, 0.5], [1.959964, 0.975], [-1.281552, 0.1], [-6, 9.8659e-10]]) {
    assertAlmostEquals(normalShare(value!) / share!, 1, 1e-4);
  }
});

Deno.test("GaussianProcess.with() is the process that is fitted to the point too, and null where it stands already", () => {
  const points = [[0, 0], [0.3, 0.8], [0.9, 0.1], [0.6, 0.5]];
  const values = [1, 2, -1, 0];
  const kernel = { lengths: [0.4, 0.7], numbers: 2, noise: 0 };
  const [half, whole] = [3, 4].map((count) =>
    fitGaussianProcess(points.slice(0, count), values.slice(0, count), { kernel })
  );
  // The mean stays that of the first values, so predictions differ, but not where they are how sure.
  const grown = half!.with(points[3]!, values[3]!);
  const [one, other] = [grown, whole].map((process) =>
    process!.predict([0.5, 0.2]).deviation / process!.predict([0.1, 0.9]).deviation
  );
  assertAlmostEquals(one!, other!, 1e-12);
  assertAlmostEquals(grown!.predict(points[3]!).mean, values[3]!, 1e-9);
  assertEquals(half!.with(points[0]!, 5), null);
});

Deno.test("fitGaussianProcess() refuses values that are no numbers", () => {
  assertThrows(() => fitGaussianProcess([[0], [1]], [1, NaN]), RangeError, "no numbers");
});

Deno.test("likeliestKernel() finds the numbers that matter, and gives all one length where nothing tells them apart", () => {
  const random = randomFrom(3);
  const points = Array.from({ length: 30 }, () => [random(), random(), random()]);
  const lengthsFor = (value: (point: readonly number[]) => number) => {
    const values = points.map(value);
    const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
    return likeliestKernel(points, values.map((each) => each - mean)).lengths;
  };
  const [first, second, third] = lengthsFor(([x, , z]) => Math.sin(8 * x!) + 0.3 * z!);
  assert(first! < third! && third! < second!, `${first}, ${second}, ${third}`);
  const noise = lengthsFor(() => random());
  assertEquals(new Set(noise).size, 1);
});

Deno.test("fitGaussianProcess() tells the scale of the function, not only that of the data", () => {
  // A straight line of small slope within a wide range: what is unknown far away is more than the data vary.
  const points = [0.4, 0.45, 0.5, 0.55].map((x) => [x]);
  const process = fitGaussianProcess(points, points.map(([x]) => x!));
  assert(process.predict([0]).deviation < 0.5);
  assertAlmostEquals(process.predict([0.475]).mean, 0.475, 1e-3);
});

Deno.test("GaussianProcess.predictUnless() bounds the deviation from above, and gives up when told so", () => {
  const random = randomFrom(1);
  const points = Array.from({ length: 50 }, () => [random(), random()]);
  const process = fitGaussianProcess(points, points.map(([x, y]) => x! * y!));
  for (let i = 0; i < 20; i++) {
    const point = [random(), random()];
    const asked: number[] = [];
    const found = process.predictUnless(point, ({ mean, deviation }) => {
      assertEquals(mean, process.predict(point).mean);
      asked.push(deviation);
      return false;
    });
    assertEquals(found, process.predict(point));
    assertEquals(asked, asked.toSorted((one, other) => other - one));
    assert(asked.length > 1 && found!.deviation <= asked.at(-1)!);
    assertEquals(process.predictUnless(point, () => true), null);
  }
});

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  adapted,
  drawnStep,
  rootOf,
  roundDistribution,
} from "../../../src/search/numbers/distribution.ts";
import { eigenOf } from "../../../src/search/numbers/eigen.ts";
import { randomFrom } from "../../../src/seeds.ts";
import reference from "./cma_reference/reference.json" with { type: "json" };

Deno.test("adapted() does as pycma in each of twelve generations", () => {
  const start = Float64Array.of(0.5, -1, 2, 0.1);
  let distribution = roundDistribution(start, { sigma: 0.7, isDiagonal: false });
  for (const { draws, sigma, ...expected } of reference) {
    const { mean, sigma: length } = distribution;
    const steps = draws.map((draw) =>
      Float64Array.from(draw, (value, place) => (value - mean[place]!) / length)
    );
    distribution = adapted(distribution, steps);
    assertAlmostEquals(distribution.sigma, sigma, 1e-9);
    assertClose(distribution.mean, expected.mean);
    assertClose(distribution.sigmaPath, expected.sigmaPath);
    assertClose(distribution.path, expected.path);
    assertClose(distribution.covariance, expected.covariance.flat());
  }
});

for (const isDiagonal of [true, false]) {
  Deno.test(`adapted() learns the scales of a badly scaled bowl ${isDiagonal ? "by its diagonal" : ""}`, () => {
    const random = randomFrom(3);
    const scales = [1, 10, 100, 1000];
    const start = { sigma: 1, isDiagonal };
    let distribution = roundDistribution(new Float64Array(4).fill(1), start);
    for (let generation = 0; generation < 300; generation++) {
      const root = rootOf(distribution);
      const { mean, sigma } = distribution;
      const heightOf = (step: Float64Array) =>
        step.reduce(
          (sum, value, place) => sum + (scales[place]! * (mean[place]! + sigma * value)) ** 2,
          0,
        );
      const steps = Array.from({ length: 8 }, () => drawnStep(root, random))
        .sort((one, other) => heightOf(one) - heightOf(other));
      distribution = adapted(distribution, steps, root);
    }
    for (const [place, scale] of scales.entries()) {
      assert(Math.abs(distribution.mean[place]! * scale) < 1e-7, `${distribution.mean}`);
    }
  });
}

Deno.test("eigenOf() gives orthogonal vectors and values whose product is the matrix", () => {
  const random = randomFrom(1);
  for (const n of [1, 2, 3, 7, 20]) {
    const matrix = new Float64Array(n * n);
    for (let row = 0; row < n; row++) {
      for (let place = 0; place <= row; place++) {
        matrix[row * n + place] = matrix[place * n + row] = random() - 0.5;
      }
    }
    const { values, vectors } = eigenOf(matrix, n);
    const product = (factors: ArrayLike<number>) =>
      matrix.map((_, at) =>
        sum(n, (k) => vectors[Math.floor(at / n) * n + k]! * factors[k]! * vectors[at % n * n + k]!)
      );
    assertClose(product(values), matrix);
    const identity = matrix.map((_, at) => at % (n + 1) === 0 ? 1 : 0);
    assertClose(product(new Float64Array(n).fill(1)), identity);
  }
});

function sum(count: number, of: (index: number) => number): number {
  return Array.from({ length: count }, (_, index) => of(index)).reduce(
    (one, other) => one + other,
    0,
  );
}

function assertClose(actual: ArrayLike<number>, expected: ArrayLike<number>) {
  assertEquals(actual.length, expected.length);
  for (let place = 0; place < actual.length; place++) {
    assertAlmostEquals(actual[place]!, expected[place]!, 1e-8);
  }
}

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  designOf,
  fitLine,
  fitNearZero,
  heightOf,
  type Line,
} from "../../../src/search/residuals/linear_fit.ts";
import { meanOf } from "../../../src/propagate/mean.ts";
import { randomFrom, seedOf } from "../../../src/seeds.ts";

const random = randomFrom(seedOf(1, "linear fit"));
const points = Array.from({ length: 30 }, () => Float64Array.of(random() - 0.5, random() - 0.5));
const weights = points.map(() => 1);
const design = designOf({ points, weights })!; // enough points
const heights = points.map(([x, y]) => 2 + 3 * x! - y!);

Deno.test("fitLine() finds a line, and predicts all of it", () => {
  const { value, slope, error, variation } = fitLine(design, heights);
  assertAlmostEquals(value, 2, 1e-6);
  assertAlmostEquals(slope[0]!, 3, 1e-6);
  assertAlmostEquals(slope[1]!, -1, 1e-6);
  assert(error < 1e-10 * variation);
});

Deno.test("fitLine() predicts measurements that have nothing to do with the points no better than their mean", () => {
  const { error, variation } = fitLine(design, points.map(() => random()));
  assert(error > 0.9 * variation, `${error / variation}`);
});

Deno.test("fitLine() predicts each measurement by the others", () => {
  const few = points.slice(0, 6);
  const measured = few.map(() => random());
  const all = fitLine(designOf({ points: few, weights: few.map(() => 1) })!, measured); // enough points
  const alone = few.map((point, left) => {
    const others = few.filter((_, at) => at !== left);
    const fit = fitLine(
      designOf({ points: others, weights: others.map(() => 1) })!, // enough points
      measured.filter((_, at) => at !== left),
    );
    return (measured[left]! - heightOf(fit, point)) ** 2;
  });
  assertAlmostEquals(all.error, alone.reduce((sum, each) => sum + each), 1e-4);
});

Deno.test("fitLine() lets heavy points decide", () => {
  const near = points.map(([x]) => x! < 0 ? 1e6 : 1);
  const bent = points.map(([x, y]) => x! < 0 ? 2 + 3 * x! - y! : 7);
  const { value, slope } = fitLine(designOf({ points, weights: near })!, bent); // enough points
  assertAlmostEquals(value, 2, 1e-3);
  assertAlmostEquals(slope[0]!, 3, 1e-3);
});

Deno.test("fitNearZero() finds the border between two signs, which a line through all of them misses", () => {
  const values = Array.from({ length: 20 }, (_, at) => at / 25 - 0.4);
  const missed = (fit: (signs: readonly number[]) => Line) =>
    meanOf(values.map((value) => {
      const border: Line = { value, slope: Float64Array.of(1, 0.4) };
      const found = fit(points.map((point) => Math.sign(heightOf(border, point))));
      return Math.abs(found.value / found.slope[0]! - value); // where it crosses the first coordinate
    }));
  const [near, all] = [fitNearZero, fitLine].map((fit) => missed((signs) => fit(design, signs)));
  assert(near! < all! / 2, `${near} and ${all}`);
});

Deno.test("designOf() refuses too few points, and points that are all one", () => {
  assertEquals(designOf({ points: points.slice(0, 3), weights: [1, 1, 1] }), null);
  assertEquals(designOf({ points: weights.map(() => new Float64Array(2)), weights }), null);
  assertEquals(designOf({ points: [], weights: [] }), null);
});

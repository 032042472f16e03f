import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { gaussNewtonStep } from "../../src/search/gauss_newton.ts";
import { probesOf, residualsOf, scoreModel } from "../../src/search/constants/probes.ts";

/** Points with values of 3a − 2b + 7, and the distance of a line from them. */
const points = [[1, 2], [3, -1], [0, 4], [-2, 5], [6, 1]] as const;
const wanted = points.map(([a, b]) => 3 * a - 2 * b + 7);
const distances = ([p = 0, q = 0, r = 0]: readonly number[]) =>
  points.map(([a, b], place) => p * a + q * b + r - wanted[place]!);

/** Numbers after one step from the scores of their neighbours. */
function after(
  numbers: readonly number[],
  { score, power }: { readonly score: (distance: number) => number; readonly power: number },
): readonly number[] {
  const scores = probesOf(numbers).map((each) => distances(each).map(score));
  const models = points.map((_, place) => scoreModel(numbers, scores.map((each) => each[place]!)));
  const step = gaussNewtonStep(residualsOf(models, { best: 0, power }), 0);
  return numbers.map((number, place) => number + step![place]!);
}

Deno.test("one step from the scores of neighbours fits a line where scores are distances, or squared ones", () => {
  const begin = [1, 1, 0.5];
  const byDistance = after(begin, { score: (distance) => -Math.abs(distance), power: 1 });
  for (const [place, number] of [3, -2, 7].entries()) {
    assertAlmostEquals(byDistance[place]!, number, 1e-6);
  }
  const bySquare = after(begin, { score: (distance) => -(distance ** 2), power: 0.5 });
  for (const [place, number] of [3, -2, 7].entries()) {
    assertAlmostEquals(bySquare[place]!, number, 0.02); // neighbours are a thousandth away
  }
});

Deno.test("gaussNewtonStep() leaves numbers without effect, and has no step where none has any", () => {
  const residuals = Float64Array.of(1, 2);
  const step = gaussNewtonStep({
    residuals,
    slopes: [Float64Array.of(1, 0), Float64Array.of(2, 0)],
  }, 0);
  assertAlmostEquals(step![0]!, -1, 1e-9);
  assertEquals(step![1], 0);
  assertEquals(gaussNewtonStep({ residuals, slopes: [new Float64Array(2)] }, 0), null);
  assertEquals(gaussNewtonStep({ residuals, slopes: [] }, 0), null);
  assertEquals(gaussNewtonStep({ residuals, slopes: [Float64Array.of(NaN)] }, 0), null);
});

Deno.test("damping shortens the step", () => {
  const model = {
    residuals: Float64Array.of(1, 1),
    slopes: [Float64Array.of(1, 0), Float64Array.of(0, 1)],
  };
  const [free, damped] = [0, 1].map((damping) => Math.hypot(...gaussNewtonStep(model, damping)!));
  assert(damped! < free! && damped! > 0);
});

/**
 * Adam (Kingma and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015) on central differences.
 *
 * @module
 */
import type { NumericMethod, NumericProblem } from "../numeric.ts";
import { trialAt, within } from "./box.ts";

/** Settings of Adam. */
export interface AdamSettings {
  /** Length of a step, in the units of the numbers. */
  readonly learningRate: number;
  /** Distance of a difference, as a share of the width of the box. @default 1e-6 */
  readonly difference?: number;
}

/** Decay of the means of the gradient and of its square, and the addend of the quotient, as in the paper. */
const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8];

/** A step takes two evaluations for each number, and one at its end. The start is not evaluated. */
export function adam({ learningRate, difference = 1e-6 }: AdamSettings): NumericMethod {
  return async function* (problem) {
    const { bounds, start } = problem;
    let point = start;
    const mean = start.map(() => 0);
    const square = start.map(() => 0);
    for (let step = 1;; step++) {
      const gradient: number[] = [];
      for (const place of start.keys()) {
        const [below, above] = neighbours(point, { place, difference, bounds });
        const [lower, upper] = [await trialAt(problem, below), await trialAt(problem, above)];
        yield lower;
        yield upper;
        gradient.push((upper.loss - lower.loss) / (above[place]! - below[place]!)); // !: one of its places
      }
      point = point.map((value, place) => {
        const slope = gradient[place]!; // !: here and below, as many numbers
        mean[place] = beta1 * mean[place]! + (1 - beta1) * slope;
        square[place] = beta2 * square[place]! + (1 - beta2) * slope ** 2;
        const corrected = Math.sqrt(square[place] / (1 - beta2 ** step));
        const change = mean[place] / (1 - beta1 ** step) / (corrected + epsilon);
        return within(value - learningRate * change, ...bounds[place]!);
      });
      yield await trialAt(problem, point);
    }
  };
}

/** The points on both sides in one direction, within the bounds. */
function neighbours(
  point: readonly number[],
  { place, difference, bounds }: {
    readonly place: number;
    readonly difference: number;
    readonly bounds: NumericProblem["bounds"];
  },
): readonly [below: readonly number[], above: readonly number[]] {
  const [low, high] = bounds[place]!; // !: one of its places
  const reach = difference * (high - low);
  const moved = (by: number) => point.with(place, within(point[place]! + by, low, high));
  return [moved(-reach), moved(reach)];
}

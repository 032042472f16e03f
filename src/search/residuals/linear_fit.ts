/**
 * Weighted linear regression around a base, which tells how well it predicts what it has not seen.
 *
 * (PRESS: Allen, "The relationship between variable selection and data augmentation and a method for prediction", 1974.)
 *
 * @module
 */
import { cholesky, solveLower, solveUpper, type Triangle } from "../cholesky.ts";

/** Points, as distances from a base, and how much each counts. */
export interface Points {
  readonly points: readonly Float64Array[];
  readonly weights: readonly number[];
}

/** Points with their matrix taken apart, for any measurements at them. */
export interface Design extends Points {
  readonly lower: Triangle;
  /** How much each point decides its own prediction. */
  readonly leverages: readonly number[];
}

/** A line; over several coordinates a plane. */
export interface Line {
  /** At the base. */
  readonly value: number;
  /** Along each coordinate. */
  readonly slope: Float64Array;
}

/** The line through measurements. */
export interface LinearFit extends Line {
  /** Weighted sum of the squared errors with which a measurement is predicted by the others: by their line, and by their mean. */
  readonly error: number;
  readonly variation: number;
}

/** Added to each slope's curvature as a share of the greatest, so that directions without points have no slope. */
const ridge = 1e-9;

/** What is left at least of a measurement's own error where its point decides the line. */
const leastFreedom = 1e-3;

/** Takes the matrix of points apart; null where there are too few, or they are all one. */
export function designOf({ points, weights }: Points): Design | null {
  const size = (points[0]?.length ?? 0) + 1;
  if (points.length < size + 1) return null;
  const matrix = Array.from({ length: size }, (_, row) => new Float64Array(row + 1));
  for (const [at, point] of points.entries()) {
    for (const [row, sums] of matrix.entries()) {
      const own = weights[at]! * entry(point, row); // !: here and below, one for each point
      for (let column = 0; column <= row; column++) sums[column]! += own * entry(point, column);
    }
  }
  const curvatures = matrix.slice(1);
  const greatest = Math.max(...curvatures.map((row) => row.at(-1)!)); // !: here and below, not empty
  if (!(greatest > 0)) return null;
  for (const row of curvatures) row[row.length - 1]! += ridge * greatest;
  const lower = cholesky(matrix);
  if (lower === null) return null;
  const leverages = points.map((point, at) => {
    const half = solveLower(lower, Float64Array.of(1, ...point));
    return weights[at]! * half.reduce((sum, each) => sum + each * each, 0);
  });
  return { points, weights, lower, leverages };
}

/** The line through measurements, one at each point of a design. */
export function fitLine(design: Design, measured: readonly number[]): LinearFit {
  const { points, weights, lower, leverages } = design;
  const right = new Float64Array(lower.length);
  for (const [at, point] of points.entries()) {
    const own = weights[at]! * measured[at]!; // !: here and below, one for each point
    for (let row = 0; row < lower.length; row++) right[row]! += own * entry(point, row);
  }
  const [value = 0, ...slope] = solveUpper(lower, solveLower(lower, right));
  const line = { value, slope: Float64Array.from(slope) };
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = right[0]! / total;
  let [error, variation] = [0, 0];
  for (const [at, point] of points.entries()) {
    const weight = weights[at]!;
    const freedom = Math.max(leastFreedom, 1 - leverages[at]!);
    const freedomOfMean = Math.max(leastFreedom, 1 - weight / total);
    error += weight * ((measured[at]! - heightOf(line, point)) / freedom) ** 2;
    variation += weight * ((measured[at]! - mean) / freedomOfMean) ** 2;
  }
  return { ...line, error, variation };
}

/** Rounds of a fit near 0, and the share of the points that count most. */
const rounds = 4;
const nearShare = 0.25;

/**
 * The line for which a point counts more the nearer it is to 0 there: where only the sign is known it becomes the border between
 * both signs, which a line through all points is not.
 */
export function fitNearZero(design: Design, measured: readonly number[]): Line {
  const { points, weights } = design;
  let line: Line = fitLine(design, measured);
  for (let round = 0; round < rounds; round++) {
    const heights = points.map((point) => Math.abs(heightOf(line, point)));
    const most = Math.max(line.slope.length + 2, Math.floor(nearShare * points.length));
    const near = heights.toSorted((one, other) => one - other)[most] ?? 0;
    const closer = near > 0 && designOf({
      points,
      weights: weights.map((weight, at) => weight / (1 + (heights[at]! / near) ** 2) ** 2), // !: one for each
    });
    if (!closer) break;
    line = fitLine(closer, measured);
  }
  return line;
}

/** A line at a point, given as a distance from its base. */
export function heightOf({ value, slope }: Line, point: Float64Array): number {
  return point.reduce((sum, each, place) => sum + each * slope[place]!, value); // !: as many
}

/** A point's entry in the matrix: 1, then its coordinates. */
function entry(point: Float64Array, row: number): number {
  return row === 0 ? 1 : point[row - 1]!; // !: within it
}

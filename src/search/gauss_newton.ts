/**
 * Steps of nonlinear least squares from a linear model of the residuals.
 *
 * (Levenberg, 1944, and Marquardt, 1963.)
 *
 * @module
 */
import { cholesky, solveLower, solveUpper } from "./cholesky.ts";

/** Residuals at a base, and how each changes with each number. */
export interface LinearModel {
  /** By example. */
  readonly residuals: Float64Array;
  /** By example and number. */
  readonly slopes: readonly Float64Array[];
}

/**
 * The step that makes the sum of the squared residuals of the model least, shorter with more damping.
 *
 * @param damping added to the curvature of each number, as a share of it
 * @returns null where no number changes a residual
 */
export function gaussNewtonStep(
  { residuals, slopes }: LinearModel,
  damping: number,
): Float64Array | null {
  const size = slopes[0]?.length ?? 0;
  const fall = new Float64Array(size);
  const matrix = Array.from({ length: size }, (_, row) => new Float64Array(row + 1));
  for (const [example, slope] of slopes.entries()) {
    for (let row = 0; row < size; row++) {
      fall[row]! -= slope[row]! * residuals[example]!; // !: here and below, one for each example and number
      for (let column = 0; column <= row; column++) {
        matrix[row]![column]! += slope[row]! * slope[column]!;
      }
    }
  }
  const largest = Math.max(0, ...matrix.map((row, place) => row[place]!));
  if (!(largest > 0) || !Number.isFinite(largest)) return null;
  for (const [place, row] of matrix.entries()) {
    row[place] = row[place]! * (1 + damping) + largest * 1e-12; // a number without effect stays
  }
  const lower = cholesky(matrix, largest * 1e-15);
  const step = lower && solveUpper(lower, solveLower(lower, fall));
  return step?.every(Number.isFinite) ? step : null;
}

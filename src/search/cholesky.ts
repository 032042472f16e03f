/**
 * Linear systems with a symmetric positive definite matrix, which may grow by rows.
 *
 * @module
 */

/** A lower triangle by rows; row `i` has `i + 1` numbers. */
export type Triangle = readonly Float64Array[];

/**
 * The lower triangle whose product with its transpose is the matrix.
 *
 * @param matrix the rows of its lower triangle
 * @param leastPivot what a pivot is raised to where it is less, by rounding @default none is raised
 * @returns null when the matrix is not positive definite
 */
export function cholesky(matrix: Triangle, leastPivot = 0): Triangle | null {
  const lower: Float64Array[] = [];
  for (const given of matrix) {
    const row = nextRow(lower, given, leastPivot);
    if (row === null) return null;
    lower.push(row);
  }
  return lower;
}

/** The row of the lower triangle that follows for one more row of the matrix; null as above. */
export function nextRow(
  lower: Triangle,
  given: Float64Array,
  leastPivot = 0,
): Float64Array | null {
  const i = given.length - 1;
  const row = new Float64Array(i + 1);
  for (let j = 0; j <= i; j++) {
    const other = j === i ? row : lower[j]!; // !: here and below, within the triangle
    let sum = given[j]!;
    for (let k = 0; k < j; k++) sum -= row[k]! * other[k]!;
    if (j < i) row[j] = sum / other[j]!;
    else if (sum > 0 || leastPivot > 0) row[j] = Math.sqrt(Math.max(sum, leastPivot));
    else return null;
  }
  return row;
}

/** Solves L x = b. */
export function solveLower(lower: Triangle, right: ArrayLike<number>): Float64Array {
  const solution = new Float64Array(lower.length);
  for (let i = 0; i < lower.length; i++) solution[i] = nextSolved(lower, right, solution, i);
  return solution;
}

/** The number at `i` of the solution of L x = b, after those before it. */
export function nextSolved(
  lower: Triangle,
  right: ArrayLike<number>,
  solution: Float64Array,
  i: number,
): number {
  const row = lower[i]!; // !: here and below, as many numbers as rows
  let sum = right[i]!;
  for (let k = 0; k < i; k++) sum -= row[k]! * solution[k]!;
  return sum / row[i]!;
}

/** Solves Lᵀ x = b. */
export function solveUpper(lower: Triangle, right: ArrayLike<number>): Float64Array {
  const solution = Float64Array.from(right);
  for (let i = lower.length - 1; i >= 0; i--) {
    const row = lower[i]!; // !: here and below, as many numbers as rows
    const value = solution[i]! / row[i]!;
    solution[i] = value;
    for (let k = 0; k < i; k++) solution[k]! -= row[k]! * value;
  }
  return solution;
}

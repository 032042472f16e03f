/**
 * Linear systems with a symmetric positive definite matrix.
 *
 * @module
 */

/** A lower triangle by rows; row `i` has `i + 1` numbers. */
export type Triangle = readonly (readonly number[])[];

/**
 * The lower triangle whose product with its transpose is the matrix.
 *
 * @param matrix the rows of its lower triangle
 * @returns null when the matrix is not positive definite
 */
export function cholesky(matrix: Triangle): Triangle | null {
  const rows: number[][] = [];
  for (const [i, given] of matrix.entries()) {
    const row: number[] = [];
    for (let j = 0; j <= i; j++) {
      const other = j === i ? row : rows[j]!; // !: an earlier row
      let sum = given[j]!; // !: here and below, within the triangle
      for (let k = 0; k < j; k++) sum -= row[k]! * other[k]!;
      if (j < i) row.push(sum / other[j]!);
      else if (sum > 0) row.push(Math.sqrt(sum));
      else return null;
    }
    rows.push(row);
  }
  return rows;
}

/** Solves L x = b. */
export function solveLower(lower: Triangle, right: readonly number[]): number[] {
  const solution: number[] = [];
  for (const [i, row] of lower.entries()) {
    let sum = right[i]!; // !: here and below, as many numbers as rows
    for (let k = 0; k < i; k++) sum -= row[k]! * solution[k]!;
    solution.push(sum / row[i]!);
  }
  return solution;
}

/** Solves Lᵀ x = b. */
export function solveUpper(lower: Triangle, right: readonly number[]): number[] {
  const solution = [...right];
  for (let i = lower.length - 1; i >= 0; i--) {
    const row = lower[i]!; // !: here and below, as many numbers as rows
    solution[i] = solution[i]! / row[i]!;
    for (let k = 0; k < i; k++) solution[k] = solution[k]! - row[k]! * solution[i]!;
  }
  return solution;
}

/**
 * Solves equations with a symmetric positive definite matrix by its triangular root (Cholesky).
 *
 * @module
 */

/** Least pivot: a smaller one is rounding. */
const leastPivot = 1e-30;

/** Replaces the lower triangle of an n by n matrix, by rows, with its root. */
export function factor(matrix: Float64Array, n: number): void {
  for (let column = 0; column < n; column++) {
    const top = column * n;
    let pivot = matrix[top + column]!; // here and below: within the matrix
    for (let k = 0; k < column; k++) pivot -= matrix[top + k]! ** 2;
    pivot = Math.sqrt(Math.max(pivot, leastPivot));
    matrix[top + column] = pivot;
    for (let row = column + 1; row < n; row++) {
      const left = row * n;
      let value = matrix[left + column]!;
      for (let k = 0; k < column; k++) value -= matrix[left + k]! * matrix[top + k]!;
      matrix[left + column] = value / pivot;
    }
  }
}

/** Replaces the right side of equations with their solution. @param root from `factor` */
export function solve(root: Float64Array, right: Float64Array): void {
  const n = right.length;
  for (let row = 0; row < n; row++) {
    let value = right[row]!;
    for (let k = 0; k < row; k++) value -= root[row * n + k]! * right[k]!;
    right[row] = value / root[row * n + row]!;
  }
  for (let row = n - 1; row >= 0; row--) {
    const value = right[row]! / root[row * n + row]!;
    right[row] = value;
    for (let k = 0; k < row; k++) right[k]! -= root[row * n + k]! * value;
  }
}

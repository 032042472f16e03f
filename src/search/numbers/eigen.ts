/**
 * Eigenvalues and eigenvectors of a symmetric matrix.
 *
 * (Householder's reduction to a tridiagonal matrix and the QL algorithm with implicit shifts: Bowdler, Martin, Reinsch and
 * Wilkinson, Handbook for Automatic Computation II, 1971; `tred2` and `tql2` of EISPACK, as in the public domain package JAMA.)
 *
 * @module
 */

/** A matrix as the product of its eigenvectors, its eigenvalues and its eigenvectors again. */
export interface Eigen {
  /** In no order. */
  readonly values: Float64Array;
  /** By column, in the order of the values; the element of row r and column c stands at r * size + c. */
  readonly vectors: Float64Array;
}

/** Most rotations for one eigenvalue; two are usual. */
const maxRounds = 60;

/** Of a symmetric matrix, given by rows. */
export function eigenOf(matrix: Float64Array, size: number): Eigen {
  const vectors = matrix.slice();
  const values = new Float64Array(size);
  const beside = new Float64Array(size);
  tridiagonalize(vectors, values, beside);
  diagonalize(vectors, values, beside);
  return { values, vectors };
}

/** Makes a matrix tridiagonal: `values` gets its diagonal, `beside` the elements beside it, `v` the transformation. */
function tridiagonalize(v: Float64Array, values: Float64Array, beside: Float64Array): void {
  const n = values.length;
  for (let j = 0; j < n; j++) values[j] = v[(n - 1) * n + j]!; // here and below: within the matrix
  for (let i = n - 1; i > 0; i--) {
    let scale = 0;
    let h = 0;
    for (let k = 0; k < i; k++) scale += Math.abs(values[k]!);
    if (scale === 0) {
      beside[i] = values[i - 1]!;
      for (let j = 0; j < i; j++) {
        values[j] = v[(i - 1) * n + j]!;
        v[i * n + j] = 0;
        v[j * n + i] = 0;
      }
    } else {
      for (let k = 0; k < i; k++) {
        values[k]! /= scale;
        h += values[k]! ** 2;
      }
      const f = values[i - 1]!;
      const g = f > 0 ? -Math.sqrt(h) : Math.sqrt(h);
      beside[i] = scale * g;
      h -= f * g;
      values[i - 1] = f - g;
      beside.fill(0, 0, i);
      for (let j = 0; j < i; j++) {
        const f = values[j]!;
        v[j * n + i] = f;
        let g = beside[j]! + v[j * n + j]! * f;
        for (let k = j + 1; k < i; k++) {
          g += v[k * n + j]! * values[k]!;
          beside[k]! += v[k * n + j]! * f;
        }
        beside[j] = g;
      }
      let sum = 0;
      for (let j = 0; j < i; j++) {
        beside[j]! /= h;
        sum += beside[j]! * values[j]!;
      }
      const half = sum / (h + h);
      for (let j = 0; j < i; j++) beside[j]! -= half * values[j]!;
      for (let j = 0; j < i; j++) {
        const [f, g] = [values[j]!, beside[j]!];
        for (let k = j; k < i; k++) v[k * n + j]! -= f * beside[k]! + g * values[k]!;
        values[j] = v[(i - 1) * n + j]!;
        v[i * n + j] = 0;
      }
    }
    values[i] = h;
  }
  accumulate(v, values);
  beside[0] = 0;
}

/** Multiplies the reflections of the reduction. */
function accumulate(v: Float64Array, values: Float64Array): void {
  const n = values.length;
  for (let i = 0; i < n - 1; i++) {
    v[(n - 1) * n + i] = v[i * n + i]!;
    v[i * n + i] = 1;
    const h = values[i + 1]!;
    if (h !== 0) {
      for (let k = 0; k <= i; k++) values[k] = v[k * n + i + 1]! / h;
      for (let j = 0; j <= i; j++) {
        let g = 0;
        for (let k = 0; k <= i; k++) g += v[k * n + i + 1]! * v[k * n + j]!;
        for (let k = 0; k <= i; k++) v[k * n + j]! -= g * values[k]!;
      }
    }
    for (let k = 0; k <= i; k++) v[k * n + i + 1] = 0;
  }
  for (let j = 0; j < n; j++) {
    values[j] = v[(n - 1) * n + j]!;
    v[(n - 1) * n + j] = 0;
  }
  v[n * n - 1] = 1;
}

/** Makes a tridiagonal matrix diagonal. */
function diagonalize(v: Float64Array, values: Float64Array, beside: Float64Array): void {
  const n = values.length;
  beside.copyWithin(0, 1);
  beside[n - 1] = 0;
  let shift = 0;
  let largest = 0;
  for (let l = 0; l < n; l++) {
    largest = Math.max(largest, Math.abs(values[l]!) + Math.abs(beside[l]!));
    let m = l;
    while (m < n - 1 && Math.abs(beside[m]!) > Number.EPSILON * largest) m++;
    for (let round = 0; m > l && round < maxRounds; round++) {
      shift += shifted(values, beside, l);
      rotate(v, values, beside, l, m);
      if (Math.abs(beside[l]!) <= Number.EPSILON * largest) break;
    }
    values[l]! += shift;
    beside[l] = 0;
  }
}

/** Subtracts the implicit shift from the eigenvalues that are left. @returns the shift */
function shifted(values: Float64Array, beside: Float64Array, l: number): number {
  const first = values[l]!;
  const p = (values[l + 1]! - first) / (2 * beside[l]!);
  const r = p < 0 ? -Math.sqrt(p * p + 1) : Math.sqrt(p * p + 1);
  values[l] = beside[l]! / (p + r);
  values[l + 1] = beside[l]! * (p + r);
  const shift = first - values[l]!;
  for (let i = l + 2; i < values.length; i++) values[i]! -= shift;
  return shift;
}

/** One step of the QL algorithm on the rows l to m. */
function rotate(v: Float64Array, values: Float64Array, beside: Float64Array, l: number, m: number) {
  const n = values.length;
  const next = values[l + 1]!;
  const after = beside[l + 1]!;
  let p = values[m]!;
  let [c, c2, c3] = [1, 1, 1];
  let [s, s2] = [0, 0];
  for (let i = m - 1; i >= l; i--) {
    [c3, c2, s2] = [c2, c, s];
    const g = c * beside[i]!;
    const h = c * p;
    const r = Math.sqrt(p * p + beside[i]! ** 2);
    beside[i + 1] = s * r;
    s = beside[i]! / r;
    c = p / r;
    p = c * values[i]! - s * g;
    values[i + 1] = h + s * (c * g + s * values[i]!);
    for (let k = 0; k < n; k++) {
      const h = v[k * n + i + 1]!;
      v[k * n + i + 1] = s * v[k * n + i]! + c * h;
      v[k * n + i] = c * v[k * n + i]! - s * h;
    }
  }
  p = -s * s2 * c3 * after * beside[l]! / next;
  beside[l] = s * p;
  values[l] = c * p;
}

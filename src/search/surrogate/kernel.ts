/**
 * How much the values at two points have in common: the Matérn 5/2 kernel with a length for each number (Rasmussen and
 * Williams, "Gaussian Processes for Machine Learning", 2006, sections 4.2 and 5.1).
 *
 * @module
 */

/** How much near points have in common. */
export interface Kernel {
  /** Length of correlation of each number, in sides of the unit cube: a number with a great one hardly matters. */
  readonly lengths: readonly number[];
  /** Variance of the noise, in that of the function. */
  readonly noise: number;
}

/** The correlations of a point with the first `count` others. */
export function correlationsWith(
  point: ArrayLike<number>,
  others: readonly ArrayLike<number>[],
  { lengths }: Kernel,
  count = others.length,
): Float64Array {
  const correlations = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const other = others[i]!; // !: here and below, as many
    let sum = 0;
    for (let k = 0; k < lengths.length; k++) sum += ((point[k]! - other[k]!) / lengths[k]!) ** 2;
    correlations[i] = matern(sum);
  }
  return correlations;
}

/** The Matérn correlation with ν = 5/2. @param squared the square of a distance in lengths */
export function matern(squared: number): number {
  const scaled = Math.sqrt(5 * squared);
  return (1 + scaled + 5 * squared / 3) * Math.exp(-scaled);
}

/** A row of correlations that ends on the diagonal, with the noise there. */
export function withNoise(row: Float64Array, { noise }: Pick<Kernel, "noise">): Float64Array {
  return row.with(row.length - 1, row.at(-1)! + noise); // !: no row is empty
}

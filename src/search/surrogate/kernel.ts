/**
 * How much the values at two points have in common: the Matérn 5/2 kernel with a length for each coordinate (Rasmussen and
 * Williams, "Gaussian Processes for Machine Learning", 2006, sections 4.2 and 5.1).
 *
 * The first coordinates of a point are numbers, the others numbers of options, which are equal or not: two options are as far
 * from each other as the ends of a side.
 *
 * @module
 */

/** How much near points have in common. */
export interface Kernel {
  /** Length of correlation of each coordinate, in sides of the unit cube: one with a great length hardly matters. */
  readonly lengths: readonly number[];
  /** How many of the coordinates are numbers. */
  readonly numbers: number;
  /** Variance of the noise, in that of the function. */
  readonly noise: number;
}

/** The correlations of a point with the first `count` others. */
export function correlationsWith(
  point: ArrayLike<number>,
  others: readonly ArrayLike<number>[],
  { lengths, numbers }: Kernel,
  count = others.length,
): Float64Array {
  const correlations = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const other = others[i]!; // !: here and below, as many
    let sum = 0;
    for (let k = 0; k < lengths.length; k++) {
      sum += squareBetween(point, other, k, numbers) / lengths[k]! ** 2;
    }
    correlations[i] = matern(sum);
  }
  return correlations;
}

/** The square of the distance of two points in one coordinate. @param numbers how many coordinates are numbers */
export function squareBetween(
  one: ArrayLike<number>,
  other: ArrayLike<number>,
  place: number,
  numbers: number,
): number {
  const difference = one[place]! - other[place]!; // !: within
  return place < numbers || difference === 0 ? difference * difference : 1;
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

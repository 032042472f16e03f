/**
 * Writes a distribution of CMA-ES as one short text, and reads it.
 *
 * @module
 */
import { RecentMap } from "../../code/recent_map.ts";
import { type Distribution, type Root, rootOf } from "./distribution.ts";
import { packed, unpacked } from "./packed.ts";

/** A distribution with the root of its covariance. */
export interface Rooted {
  readonly distribution: Distribution;
  readonly root: Root;
}

/** Distributions of the last texts: one is read when candidates are drawn and again when their trials are known. */
const recent = new RecentMap<string, Rooted>(8);

/** A distribution as text: its numbers in base64, of a matrix the lower triangle. */
export function packedDistribution(distribution: Distribution): string {
  const { mean, sigma, sigmaPath, path, covariance, generations } = distribution;
  const n = mean.length;
  const half = covariance.length === n
    ? covariance
    : covariance.filter((_, at) => at % n <= at / n);
  return packed([generations, sigma, ...mean, ...sigmaPath, ...path, ...half]);
}

/** The distribution of such a text. @param n number of coordinates */
export function unpackedDistribution(text: string, n: number): Rooted {
  const known = recent.get(text);
  if (known !== undefined) return known;
  const numbers = unpacked(text);
  const [generations = 0, sigma = 0] = numbers;
  const part = (place: number) => numbers.slice(2 + place * n, 2 + (place + 1) * n);
  const half = numbers.slice(2 + 3 * n);
  const distribution = {
    ...{ generations, sigma, mean: part(0), sigmaPath: part(1), path: part(2) },
    covariance: half.length === n ? half : whole(half, n),
  };
  const rooted = { distribution, root: rootOf(distribution) };
  recent.set(text, rooted);
  return rooted;
}

/** The symmetric matrix of a lower triangle. */
function whole(half: Float64Array, n: number): Float64Array {
  const matrix = new Float64Array(n * n);
  let next = 0;
  for (let row = 0; row < n; row++) {
    for (let place = 0; place <= row; place++) {
      matrix[row * n + place] = matrix[place * n + row] = half[next++]!; // as many as there are places
    }
  }
  return matrix;
}

/**
 * The distribution of CMA-ES: draws from it, and its adaptation to ranked draws.
 *
 * (Hansen, The CMA Evolution Strategy: A Tutorial, arXiv:1604.00772, with negative weights, and the step-size rule of
 * `purecma.py` in pycma; with a diagonal matrix as in Ros and Hansen, PPSN 2008.)
 *
 * @module
 */
import { drawNormals, type Random } from "../draw.ts";
import { eigenOf } from "./eigen.ts";

/** A normal distribution and its evolution paths. Vectors are n long. */
export interface Distribution {
  readonly mean: Float64Array;
  readonly sigma: number;
  /** Evolution path of the step size. */
  readonly sigmaPath: Float64Array;
  /** Evolution path of the covariance. */
  readonly path: Float64Array;
  /** By rows, n * n long; n long where it is diagonal. */
  readonly covariance: Float64Array;
  /** Generations that it was adapted to. */
  readonly generations: number;
}

/** Numbers that depend on the size of vector and generation alone. */
interface Rates {
  /** By rank, the best first. */
  readonly weights: readonly number[];
  readonly effective: number;
  readonly sigma: number;
  readonly damping: number;
  readonly path: number;
  readonly one: number;
  readonly many: number;
}

/** The square root of a covariance and its inverse, as products with a vector. */
export interface Root {
  times(vector: Float64Array): Float64Array;
  inverseTimes(vector: Float64Array): Float64Array;
  /** Standard deviations along the axes, for a step size of 1. */
  readonly axes: Float64Array;
}

/** A distribution without correlations, the same in each coordinate. */
export function roundDistribution(
  mean: Float64Array,
  { sigma, isDiagonal }: { readonly sigma: number; readonly isDiagonal: boolean },
): Distribution {
  const n = mean.length;
  const covariance = new Float64Array(isDiagonal ? n : n * n);
  for (let place = 0; place < n; place++) covariance[isDiagonal ? place : place * n + place] = 1;
  const zero = new Float64Array(n);
  return { mean, sigma, sigmaPath: zero, path: zero, covariance, generations: 0 };
}

/** The variance of a coordinate, for a step size of 1. */
export function varianceOf({ mean: { length: n }, covariance }: Distribution, place: number) {
  return covariance[covariance.length === n ? place : place * n + place] ?? 0;
}

/** The distribution with another variance of a coordinate, for a step size of 1. */
export function withVariance(of: Distribution, place: number, variance: number): Distribution {
  const covariance = of.covariance.slice();
  const n = of.mean.length;
  covariance[covariance.length === n ? place : place * n + place] = variance;
  return { ...of, covariance };
}

/** The root of a distribution's covariance. */
export function rootOf({ covariance, mean: { length: n } }: Distribution): Root {
  if (covariance.length === n) {
    const axes = covariance.map(deviation);
    return {
      axes,
      times: (vector) => vector.map((value, place) => value * axes[place]!), // here and below: of the same length
      inverseTimes: (vector) => vector.map((value, place) => value / axes[place]!),
    };
  }
  const { values, vectors } = eigenOf(covariance, n);
  const axes = values.map(deviation);
  const inverse = axes.map((axis) => 1 / axis);
  return {
    axes,
    times: (vector) => turned(vectors, axes, vector),
    inverseTimes: (vector) => turned(vectors, inverse, vector),
  };
}

/** The smallest variance that is told from zero. */
const leastVariance = 1e-40;

function deviation(variance: number): number {
  return Math.sqrt(Math.max(leastVariance, variance));
}

/** The product of eigenvectors, factors, eigenvectors transposed, and a vector. */
function turned(vectors: Float64Array, factors: Float64Array, vector: Float64Array): Float64Array {
  const n = vector.length;
  const [inner, result] = [new Float64Array(n), new Float64Array(n)];
  for (let row = 0; row < n; row++) {
    for (let place = 0; place < n; place++) {
      inner[place]! += vectors[row * n + place]! * vector[row]!;
    }
  }
  for (let place = 0; place < n; place++) inner[place]! *= factors[place]!;
  for (let row = 0; row < n; row++) {
    let sum = 0;
    for (let place = 0; place < n; place++) sum += vectors[row * n + place]! * inner[place]!;
    result[row] = sum;
  }
  return result;
}

/** A draw, as its difference from the mean for a step size of 1. */
export function drawnStep(root: Root, random: Random): Float64Array {
  return root.times(drawNormals(random, root.axes.length));
}

/**
 * The distribution after a generation.
 *
 * @param steps of at least two draws, the best first
 */
export function adapted(
  before: Distribution,
  steps: readonly Float64Array[],
  root: Root = rootOf(before),
): Distribution {
  const n = before.mean.length;
  const isDiagonal = before.covariance.length === n;
  const rates = ratesOf(n, steps.length, isDiagonal);
  const { weights, effective } = rates;
  const generations = before.generations + 1;
  const step = new Float64Array(n);
  for (const [rank, each] of steps.entries()) {
    const weight = Math.max(0, weights[rank]!); // one for each step
    for (let place = 0; place < n; place++) step[place]! += weight * each[place]!;
  }
  const mean = before.mean.map((value, place) => value + before.sigma * step[place]!);

  const whitened = root.inverseTimes(step);
  const sigmaGain = Math.sqrt(rates.sigma * (2 - rates.sigma) * effective);
  const sigmaPath = before.sigmaPath
    .map((value, place) => (1 - rates.sigma) * value + sigmaGain * whitened[place]!);
  const stretch = squared(sigmaPath) / n; // 1 for a random walk
  const isSlow = stretch / (1 - (1 - rates.sigma) ** (2 * generations)) < 2 + 4 / (n + 1);
  const gain = isSlow ? Math.sqrt(rates.path * (2 - rates.path) * effective) : 0;
  const path = before.path
    .map((value, place) => (1 - rates.path) * value + gain * step[place]!);

  const lost = isSlow ? 0 : rates.one * rates.path * (2 - rates.path);
  const sum = weights.reduce((sum, weight) => sum + weight, 0);
  const kept = 1 - (rates.one - lost) - rates.many * sum;
  const covariance = before.covariance.map((value) => value * kept);
  addOuter(covariance, path, rates.one);
  for (const [rank, each] of steps.entries()) {
    const weight = weights[rank]!;
    // A bad step is shortened to the usual length, so that the matrix stays positive.
    const scale = weight < 0 ? n / squared(root.inverseTimes(each)) : 1;
    addOuter(covariance, each, rates.many * weight * scale);
  }
  const change = rates.sigma / rates.damping * (stretch - 1) / 2;
  const sigma = before.sigma * Math.exp(Math.min(1, change));
  return { mean, sigma, sigmaPath, path, covariance, generations };
}

/** Adds a vector's product with itself to a matrix, or to a diagonal. */
function addOuter(matrix: Float64Array, vector: Float64Array, factor: number): void {
  const n = vector.length;
  if (matrix.length === n) {
    for (let place = 0; place < n; place++) matrix[place]! += factor * vector[place]! ** 2;
    return;
  }
  for (let row = 0; row < n; row++) {
    const scaled = factor * vector[row]!;
    for (let place = 0; place < n; place++) matrix[row * n + place]! += scaled * vector[place]!;
  }
}

function squared(vector: Float64Array): number {
  return vector.reduce((sum, value) => sum + value * value, 0);
}

const knownRates = new Map<string, Rates>();

function ratesOf(n: number, count: number, isDiagonal: boolean): Rates {
  const key = `${n} ${count} ${isDiagonal}`;
  const known = knownRates.get(key) ?? computedRates(n, count, isDiagonal);
  if (knownRates.size > 100) knownRates.clear();
  knownRates.set(key, known);
  return known;
}

function computedRates(n: number, count: number, isDiagonal: boolean): Rates {
  const raw = Array.from({ length: count }, (_, rank) => Math.log((count + 1) / 2 / (rank + 1)));
  const good = raw.filter((weight) => weight > 0);
  const bad = raw.filter((weight) => weight < 0);
  const [effective, effectiveBad] = [effectiveOf(good), effectiveOf(bad)];
  const path = (4 + effective / n) / (n + 4 + 2 * effective / n);
  const sigma = (effective + 2) / (n + effective + 5);
  const faster = isDiagonal ? (n + 1.5) / 3 : 1;
  const one = Math.min(0.5, faster * 2 / ((n + 1.3) ** 2 + effective));
  const many = Math.min(
    1 - one,
    faster * 2 * (effective - 2 + 1 / effective) / ((n + 2) ** 2 + effective),
  );
  // The sum of the bad weights: no decay, no faster than the good ones, and positive definite.
  const least = many <= 0 ? 0 : Math.min(
    1 + one / many,
    (1 - one - many) / many / n,
    1 + 2 * effectiveBad / (effective + 2),
  );
  const [goodSum, badSum] = [sumOf(good), -sumOf(bad)];
  return {
    weights: raw.map((weight) => weight > 0 ? weight / goodSum : least * weight / (badSum || 1)),
    effective,
    sigma,
    damping: 2 * effective / count + 0.3 + sigma,
    path,
    one,
    many,
  };
}

function effectiveOf(weights: readonly number[]): number {
  const squares = sumOf(weights.map((weight) => weight * weight));
  return squares > 0 ? sumOf(weights) ** 2 / squares : 0;
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, value) => sum + value, 0);
}

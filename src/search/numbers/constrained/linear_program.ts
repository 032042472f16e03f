/**
 * Solves a linear program whose constraints may be broken at a price, by an interior-point method.
 *
 * (Mehrotra's predictor and corrector, SIAM Journal on Optimization, 1992; prices instead of hard constraints: Fletcher,
 * Practical Methods of Optimization, 1987, section 14.3.)
 *
 * @module
 */
import { cholesky, solveLower, solveUpper, type Triangle } from "../../cholesky.ts";

/** A constraint: `slack + slopes · x` is to be at least 0. */
export interface Row {
  readonly slack: number;
  /** Places of x that it depends on, ascending. */
  readonly places: readonly number[];
  /** One for each place. */
  readonly slopes: readonly number[];
}

/** Maximize `gain · x` less the penalty for the sum of what rows lack, between bounds. Values are of the order of 1. */
export interface LinearProgram {
  readonly gain: Float64Array;
  readonly rows: readonly Row[];
  /** Bounds of x; the least is below the most. */
  readonly least: Float64Array;
  readonly most: Float64Array;
  readonly penalty: number;
}

/** Most iterations; ten are usual. */
const maxIterations = 50;

/** Mean product of a quantity and its price, and residual, at which the program is solved. */
const tolerance = 1e-10;

/** Least pivot of its equations: a smaller one is rounding. */
const leastPivot = 1e-30;

/** Share of the way to a bound that a step goes at most. */
const shortOfBound = 0.995;

/**
 * The best x.
 *
 * Quantities that must not be negative stand in one vector: the distances from the least and from the most x, then of each row
 * what is left of it and what it lacks. A second vector holds their prices. At the solution each product of the two is 0.
 */
export function bestOf({ gain, rows, least, most, penalty }: LinearProgram): Float64Array {
  const [n, m] = [gain.length, rows.length];
  const [upper, left, lack, all] = [n, 2 * n, 2 * n + m, 2 * (n + m)];
  const x = gain.map((_, at) => (least[at]! + most[at]!) / 2); // here and below: vectors of the same length
  const [held, price] = [new Float64Array(all), new Float64Array(all).fill(1)];
  for (let at = 0; at < n; at++) held[at] = held[upper + at] = (most[at]! - least[at]!) / 2;
  for (const [at, row] of rows.entries()) {
    const value = valueOf(row, x);
    held[left + at] = Math.max(value, 0.1);
    held[lack + at] = Math.max(-value, 0.1);
    price[left + at] = price[lack + at] = penalty / 2;
  }
  const matrix: Triangle = Array.from({ length: n }, (_, at) => new Float64Array(at + 1));
  let root: Triangle = [];
  const [dual, primal, prices] = [new Float64Array(n), new Float64Array(m), new Float64Array(m)];
  const [weight, need] = [new Float64Array(m), new Float64Array(m)];
  const [heldStep, priceStep] = [new Float64Array(all), new Float64Array(all)];
  const aim = new Float64Array(all);
  const xStep = new Float64Array(n);

  /** Solves for the step at which products change by their aims. */
  const findStep = () => {
    for (let at = 0; at < n; at++) {
      xStep[at] = -dual[at]! + aim[at]! / held[at]! - aim[upper + at]! / held[upper + at]!;
    }
    for (let at = 0; at < m; at++) {
      const [of, lacks] = [left + at, lack + at];
      need[at] = -primal[at]! + aim[of]! / price[of]! -
        (aim[lacks]! - held[lacks]! * prices[at]!) / price[lacks]!;
      addTo(xStep, rows[at]!, weight[at]! * need[at]!);
    }
    xStep.set(solveUpper(root, solveLower(root, xStep)));
    for (let at = 0; at < n; at++) {
      heldStep[at] = xStep[at]!;
      heldStep[upper + at] = -xStep[at]!;
    }
    for (let at = 0; at < m; at++) {
      priceStep[left + at] = weight[at]! * (need[at]! - along(rows[at]!, xStep));
      priceStep[lack + at] = prices[at]! - priceStep[left + at]!;
    }
    for (let at = 0; at < n; at++) {
      priceStep[at] = (aim[at]! - price[at]! * heldStep[at]!) / held[at]!;
      priceStep[upper + at] = (aim[upper + at]! - price[upper + at]! * heldStep[upper + at]!) /
        held[upper + at]!;
    }
    for (let at = left; at < all; at++) {
      heldStep[at] = (aim[at]! - held[at]! * priceStep[at]!) / price[at]!;
    }
  };

  for (let iteration = 0; iteration < maxIterations; iteration++) {
    let worst = 0;
    for (let at = 0; at < n; at++) dual[at] = -gain[at]! - price[at]! + price[upper + at]!;
    for (let at = 0; at < m; at++) {
      const [of, lacks] = [left + at, lack + at];
      addTo(dual, rows[at]!, -price[of]!);
      primal[at] = valueOf(rows[at]!, x) + held[lacks]! - held[of]!;
      prices[at] = penalty - price[of]! - price[lacks]!;
      worst = Math.max(worst, Math.abs(primal[at]!));
    }
    for (const residual of dual) worst = Math.max(worst, Math.abs(residual) / penalty);
    const mean = productAt(held, price, { heldStep, priceStep, heldShare: 0, priceShare: 0 });
    if (mean <= tolerance * penalty && worst <= tolerance) break;

    for (let at = 0; at < n; at++) {
      const row = matrix[at]!;
      row.fill(0);
      row[at] = price[at]! / held[at]! + price[upper + at]! / held[upper + at]!;
    }
    for (let at = 0; at < m; at++) {
      const [of, lacks] = [left + at, lack + at];
      weight[at] = 1 / (held[of]! / price[of]! + held[lacks]! / price[lacks]!);
      addOuter(matrix, rows[at]!, weight[at]!);
    }
    root = cholesky(matrix, leastPivot)!; // !: pivots are raised
    for (let at = 0; at < all; at++) aim[at] = -held[at]! * price[at]!;
    findStep();
    const shares = {
      heldShare: longest(held, heldStep, 1),
      priceShare: longest(price, priceStep, 1),
    };
    const predicted = productAt(held, price, { heldStep, priceStep, ...shares });
    const center = mean * (predicted / mean) ** 3;
    for (let at = 0; at < all; at++) aim[at]! += center - heldStep[at]! * priceStep[at]!;
    findStep();
    const heldShare = longest(held, heldStep, shortOfBound);
    const priceShare = longest(price, priceStep, shortOfBound);
    for (let at = 0; at < n; at++) x[at]! += heldShare * xStep[at]!;
    for (let at = 0; at < all; at++) {
      held[at]! += heldShare * heldStep[at]!;
      price[at]! += priceShare * priceStep[at]!;
    }
  }
  return x;
}

/** What is left of a row at x; negative where it is broken. */
export function valueOf(row: Row, x: Float64Array): number {
  return row.slack + along(row, x);
}

function along({ places, slopes }: Row, x: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < places.length; at++) sum += slopes[at]! * x[places[at]!]!;
  return sum;
}

function addTo(vector: Float64Array, { places, slopes }: Row, factor: number): void {
  for (let at = 0; at < places.length; at++) vector[places[at]!]! += factor * slopes[at]!;
}

/** Adds a row's product with itself to the lower triangle of a matrix. */
function addOuter(matrix: Triangle, { places, slopes }: Row, factor: number): void {
  for (let at = 0; at < places.length; at++) {
    const [row, scaled] = [matrix[places[at]!]!, factor * slopes[at]!];
    for (let other = 0; other <= at; other++) {
      row[places[other]!]! += scaled * slopes[other]!;
    }
  }
}

/** The share of a step that leaves all values positive, at most 1. @param most share of the way to 0 */
function longest(values: Float64Array, step: Float64Array, most: number): number {
  let share = 1;
  for (let at = 0; at < values.length; at++) {
    if (step[at]! < 0) share = Math.min(share, -most * values[at]! / step[at]!);
  }
  return share;
}

/** The mean product of quantities and prices after shares of their steps. */
function productAt(
  held: Float64Array,
  price: Float64Array,
  { heldStep, priceStep, heldShare, priceShare }: {
    readonly heldStep: Float64Array;
    readonly priceStep: Float64Array;
    readonly heldShare: number;
    readonly priceShare: number;
  },
): number {
  let sum = 0;
  for (let at = 0; at < held.length; at++) {
    sum += (held[at]! + heldShare * heldStep[at]!) * (price[at]! + priceShare * priceStep[at]!);
  }
  return sum / held.length;
}

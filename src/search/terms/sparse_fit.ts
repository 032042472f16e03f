/**
 * Finds the few of many terms that make a linear model of the residuals 0.
 *
 * (Best subsets by a beam of orthogonal matching pursuits: Pati, Rezaiifar and Krishnaprasad, 1993.)
 *
 * @module
 */
import { gaussNewtonStep, type LinearModel } from "../gauss_newton.ts";

/** Sets of terms that are kept of each size, beyond one. */
const width = 256;

/** Examples beyond the number of terms that a choice of them takes. */
const spareExamples = 4;

/** A term that differs from those chosen by less than this share of its size adds nothing but rounding. */
const leastPart = 1e-4;

/**
 * A share of the residuals that is rounding. Four of some hundred terms leave 1e-6 of a smooth function of one number that is
 * no sum of them.
 */
const rounding = 1e-8;

/** Terms with their factors. */
export interface SparseFit {
  /** Places of the terms, those that were given first. */
  readonly terms: readonly number[];
  /** In the same order. */
  readonly factors: readonly number[];
}

/** Terms that were chosen. */
interface Choice {
  readonly terms: readonly number[];
  /** Orthogonal directions of the same space. */
  readonly basis: readonly Float64Array[];
  readonly residuals: Float64Array;
  readonly rest: number;
}

/**
 * The fit with the fewest terms that leaves only rounding; null where there is none, or too few examples to tell.
 *
 * @param always places of terms that each fit has @param most terms beyond them
 */
export function sparseFit(
  model: LinearModel,
  { always, most }: { readonly always: readonly number[]; readonly most: number },
): SparseFit | null {
  const whole = normOf(model.residuals);
  if (!(whole > 0) || !Number.isFinite(whole)) return null;
  const count = model.slopes[0]?.length ?? 0;
  const columns = Array.from(
    { length: count },
    (_, term) => unitOf(Float64Array.from(model.slopes, (slope) => slope[term]!)), // !: one for each term
  );
  const nothing: Choice = { terms: [], basis: [], residuals: model.residuals, rest: whole };
  let best = always.reduce((choice, term) => extended(choice, term, columns) ?? choice, nothing);
  let choices: readonly Choice[] = [best];
  for (let size = 0; size <= most; size++) {
    if (model.residuals.length < best.terms.length + spareExamples) return null;
    if (best.rest <= rounding * whole) return fitOf(model, best.terms);
    choices = larger(choices, columns, size === 0 ? Math.max(1, count) : width);
    if (choices[0] === undefined) return null;
    best = choices[0];
  }
  return null;
}

/** A choice with one term more. */
interface Larger {
  readonly choice: Choice;
  readonly term: number;
  readonly rest: number;
}

/** Choices with one term more, those that leave least first. @param columns of length 1, or of 0s */
function larger(
  choices: readonly Choice[],
  columns: readonly Float64Array[],
  most: number,
): readonly Choice[] {
  let found: Larger[] = [];
  let limit = Infinity;
  for (const choice of choices) {
    for (const [term, column] of columns.entries()) {
      const rest = restWith(column, choice);
      if (rest >= limit) continue;
      found.push({ choice, term, rest });
      if (found.length < 8 * most) continue;
      found = leastOf(found, most);
      limit = found.at(-1)?.rest ?? limit;
    }
  }
  return leastOf(found, most)
    .flatMap(({ choice, term }) => extended(choice, term, columns) ?? [])
    .sort((one, other) => one.rest - other.rest);
}

/** Those that leave least, each set of terms once. */
function leastOf(found: readonly Larger[], most: number): Larger[] {
  const sets = new Map<string, Larger>();
  for (const one of found.toSorted((one, other) => one.rest - other.rest)) {
    const key = [...one.choice.terms, one.term].sort().join();
    if (!sets.has(key)) sets.set(key, one);
    if (sets.size === most) break;
  }
  return [...sets.values()];
}

/** What a choice leaves with one term more; infinite where that adds nothing. */
function restWith(column: Float64Array, { basis, residuals, rest }: Choice): number {
  let left = 1;
  for (const direction of basis) left -= dot(column, direction) ** 2;
  if (!(left > leastPart ** 2)) return Infinity;
  const part = dot(residuals, column) ** 2 / left; // residuals are orthogonal to the basis
  return Number.isNaN(part) ? Infinity : Math.sqrt(Math.max(0, rest ** 2 - part));
}

function extended(
  { terms, basis, residuals }: Choice,
  term: number,
  columns: readonly Float64Array[],
): Choice | null {
  const direction = directionOf(columns[term]!, basis); // !: within the columns
  if (direction === null) return null;
  const part = dot(residuals, direction);
  const left = residuals.map((residual, place) => residual - part * direction[place]!); // !: as long
  return {
    terms: [...terms, term],
    basis: [...basis, direction],
    residuals: left,
    rest: normOf(left),
  };
}

/** What a column adds to a basis, of length 1; null for nothing. */
function directionOf(
  column: Float64Array,
  basis: readonly Float64Array[],
): Float64Array | null {
  const direction = column.slice();
  for (const other of basis) {
    const part = dot(direction, other);
    for (let place = 0; place < direction.length; place++) {
      direction[place]! -= part * other[place]!; // !: as long
    }
  }
  const left = normOf(direction);
  return left > leastPart ? direction.map((each) => each / left) : null;
}

/** A column of length 1; one that is not finite, of 0s. */
function unitOf(column: Float64Array): Float64Array {
  const size = normOf(column);
  return column.map((each) => size > 0 && Number.isFinite(size) ? each / size : 0);
}

function fitOf(
  { residuals, slopes }: LinearModel,
  terms: readonly number[],
): SparseFit | null {
  const own = slopes.map((slope) => Float64Array.from(terms, (term) => slope[term]!)); // !: within the columns
  const factors = gaussNewtonStep({ residuals, slopes: own }, 0);
  return factors && { terms, factors: [...factors] };
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let place = 0; place < one.length; place++) sum += one[place]! * other[place]!; // !: as long
  return sum;
}

function normOf(column: Float64Array): number {
  return Math.sqrt(dot(column, column));
}

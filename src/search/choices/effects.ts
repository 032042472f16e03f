/**
 * Estimates what each option adds to the score of a candidate.
 *
 * The score is taken as a sum of effects, one for each option that a candidate holds, with normal errors: Bayesian linear
 * regression. Its posterior is drawn from by Gibbs sampling, so that options of which little is known get large effects now and
 * then (Thompson sampling, 1933; with a linear model over combinations: Baptista and Poloczek, 2018).
 *
 * @module
 */
import { drawNormal, type Random } from "../draw.ts";
import { meanOf } from "../../propagate/mean.ts";

/** A candidate: the names of its options, and its rating; higher is better. */
export interface Observation {
  readonly options: readonly string[];
  readonly rating: number;
}

/** Variance of the errors, where that of an effect is 1. */
const errorVariance = 0.1;

/** Share of the posterior's deviation with which effects are drawn: below 1 what is known counts more. */
const spread = 0.5;

/** Rounds before the first draw. */
const warmUp = 10;

/** A sampler of effects. */
export class Effects {
  readonly #random: Random;
  readonly #values = new Map<string, number>();
  /** Numbers of the observations with an option. */
  readonly #rows = new Map<string, number[]>();
  /** What the effects leave unexplained, by observation. */
  readonly #rests: number[];

  /** @param observations what was measured @param random source of the draws */
  constructor(observations: readonly Observation[], random: Random) {
    this.#random = random;
    this.#rests = standardised(observations.map(({ rating }) => rating));
    for (const [row, { options }] of observations.entries()) {
      for (const option of options) {
        const rows = this.#rows.get(option);
        if (rows === undefined) this.#rows.set(option, [row]);
        else rows.push(row);
      }
    }
    for (let round = 0; round < warmUp; round++) this.draw();
  }

  /** Draws all effects anew, each given the others. */
  draw(): void {
    for (const [option, rows] of this.#rows) {
      const before = this.#values.get(option) ?? 0;
      const sum = rows.reduce((sum, row) => sum + this.#rests[row]! + before, 0); // a number for each row
      const precision = 1 + rows.length / errorVariance;
      const after = sum / errorVariance / precision + this.#error(precision);
      for (const row of rows) this.#rests[row]! += before - after;
      this.#values.set(option, after);
    }
    for (const option of this.#values.keys()) {
      if (!this.#rows.has(option)) this.#values.delete(option);
    }
  }

  /** The drawn effect of an option, in deviations of the ratings; that of one never seen is drawn too. */
  of(option: string): number {
    const known = this.#values.get(option);
    if (known !== undefined) return known;
    const drawn = this.#error(1);
    this.#values.set(option, drawn);
    return drawn;
  }

  #error(precision: number): number {
    return spread * drawNormal(this.#random) / Math.sqrt(precision);
  }
}

/** How far below the median a rating counts, in distances of the best from it. */
const maxBelow = 3;

/** Ratings with mean 0 and variance 1; very low ones, which would hide all other differences, are raised. */
function standardised(ratings: readonly number[]): number[] {
  const sorted = ratings.toSorted((one, other) => one - other);
  const [median = 0, best = 0] = [sorted[sorted.length >> 1], sorted.at(-1)];
  const least = best > median ? median - maxBelow * (best - median) : -Infinity;
  const raised = ratings.map((rating) => Math.max(rating, least));
  const scale = Math.max(...raised.map(Math.abs), Number.MIN_VALUE);
  const scaled = raised.map((rating) => rating / scale); // so that squares are finite
  const mean = meanOf(scaled);
  const deviation = Math.sqrt(meanOf(scaled.map((rating) => (rating - mean) ** 2)));
  return scaled.map((rating) => deviation > 0 ? (rating - mean) / deviation : 0);
}

/**
 * A paired test that may be read after every example: testing by betting on the signs of differences.
 *
 * The hypothesis is that the differences are symmetric about a value, as they are about 0 when two candidates behave
 * alike under any noise. Then each sign is a fair coin, whatever the sizes are. A player stakes a share of the wealth
 * on the next sign, more on a larger difference: the wealth is multiplied by `1 + stake * difference / largest so far`,
 * a nonnegative martingale that begins at 1. It ever reaches `1 / error` with a probability of at most `error` (Ville,
 * 1939), so the test may be read at any time. The size of a bet is bounded by the largest difference so far, so scores need no
 * bounds. (Ramdas, Ruf, Larsson and Koolen, 2020, arXiv 2009.03167, on symmetric distributions; Waudby-Smith and Ramdas,
 * 2023, arXiv 2010.09686, on bets.)
 *
 * @module
 */
import { differenceOf, meanOf } from "../propagate/mean.ts";

/** Bounds of a difference; null where there is none. */
export interface Bounds {
  /** The least. */
  readonly low: number | null;
  /** The greatest. */
  readonly high: number | null;
}

/** Stakes of the players; their mean wealth is the evidence. */
const stakes = [0.25, 0.5, 0.75, 1];

/** The probability of an error, over all examples at which the test is read. */
export const testError = 0.05;

/**
 * The evidence that paired differences lie above a value, as wealth: 1 at the start, 20 for an error of 5 %.
 *
 * Differences of plus or minus infinity, from a run that failed with one of the two, outweigh all others.
 *
 * @param differences in the order in which the examples were drawn
 */
export function evidenceAbove(value: number, differences: readonly number[]): number {
  const wealth = stakes.map(() => 1);
  let largest = 0;
  for (const each of differences) {
    const difference = Number.isFinite(each) ? differenceOf(each, value) : each;
    const size = Math.abs(difference);
    largest = Math.max(largest, size);
    if (size === 0) continue;
    const share = Math.sign(difference) * (size === largest ? 1 : size / largest);
    stakes.forEach((stake, place) => wealth[place]! *= 1 + stake * share); // !: as many as stakes
  }
  return meanOf(wealth.map((each) => Math.min(each, Number.MAX_VALUE)));
}

/** The evidence that paired differences lie below a value; see `evidenceAbove`. */
export function evidenceBelow(value: number, differences: readonly number[]): number {
  return evidenceAbove(-value, differences.map((each) => -each));
}

/**
 * The differences that the test does not refute: a confidence sequence, valid at all examples together. Fewer than six
 * differences refute nothing; neither do those with a failed run.
 *
 * @param error of each bound @default 0.05
 */
export function unrefuted(differences: readonly number[], error: number = testError): Bounds {
  const most = meanOf(stakes.map((stake) => (1 + stake) ** differences.length));
  if (most < 1 / error || !differences.every(Number.isFinite)) return nothingRefuted;
  const low = lowerBound(differences, error);
  const high = lowerBound(differences.map((each) => -each), error);
  return { low, high: high === null ? null : -high || 0 };
}

const nothingRefuted: Bounds = { low: null, high: null };

/** The largest value below the mean that is refuted; null for none. */
function lowerBound(differences: readonly number[], error: number): number | null {
  const isRefuted = (value: number) => evidenceAbove(value, differences) >= 1 / error;
  let high = meanOf(differences);
  if (isRefuted(high)) return high;
  let reach = Math.max(...differences.map((each) => Math.abs(differenceOf(each, high))));
  if (reach === 0) return isRefuted(high - Math.max(1, Math.abs(high))) ? high : null; // all are equal
  for (let doubling = 0; !isRefuted(high - reach); doubling++) {
    if (doubling === maxDoublings) return null;
    reach *= 2;
  }
  let low = high - reach;
  for (let halving = 0; halving < maxHalvings; halving++) {
    const middle = low + (high - low) / 2;
    if (isRefuted(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** Far below all differences, each of them counts in full; further doublings change nothing. */
const maxDoublings = 30;

const maxHalvings = 50;

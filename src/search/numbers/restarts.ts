/**
 * Decides when a run of CMA-ES is over, and how the next one begins.
 *
 * After the first run, runs with generations that double each time alternate with runs of small generations and small steps;
 * the kind that used fewer candidates is next. (BIPOP: Hansen, GECCO 2009.)
 *
 * @module
 */
import type { Rooted } from "./packed_distribution.ts";
import type { Standing } from "./standing.ts";

/** The present run and the candidates used so far. */
export interface Plan {
  /** Candidates of a generation. */
  readonly size: number;
  /** First standard deviation, in the vector. */
  readonly sigma: number;
  readonly kind: "first" | "large" | "small";
  /** Runs of the kind `large` so far. */
  readonly largeRuns: number;
  /** Candidates used by each kind. */
  readonly used: { readonly large: number; readonly small: number };
}

/** The course of a run. */
export interface Progress {
  /** The best median score of a generation; null before one. */
  readonly peak: number | null;
  /** Generations since. */
  readonly stalled: number;
  /** Generations in a row whose candidates scored alike. */
  readonly flat: number;
}

/** First standard deviation of a run; the range between two bounds is 1. */
const firstSigma = 0.2;

/** Standard deviation at which a run has converged. */
const leastSigma = 1e-11;

/** Condition of a covariance beyond which its axes are no longer exact. */
const mostCondition = 1e14;

/** Largest generation. */
const mostSize = 256;

/** Difference of scores, as a share of them, that means nothing. */
const leastSpread = 1e-12;

/** Generations in a row without a difference after which a run is over. */
const mostFlat = 5;

/** The plan of the first run. @param n number of coordinates */
export function firstPlan(n: number): Plan {
  return {
    ...{ size: usualSize(n), sigma: firstSigma, kind: "first", largeRuns: 0 },
    used: { large: 0, small: 0 },
  };
}

function usualSize(n: number): number {
  return 4 + Math.floor(3 * Math.log(n));
}

/** The plan of the next run. */
export function nextPlan(
  { largeRuns, used }: Plan,
  { n, random }: { readonly n: number; readonly random: () => number },
): Plan {
  const usual = usualSize(n);
  const large = Math.min(mostSize, usual * 2 ** (largeRuns + 1));
  const [one, other] = [random(), random()];
  if (used.large <= used.small) {
    return { size: large, sigma: firstSigma, kind: "large", largeRuns: largeRuns + 1, used };
  }
  const size = Math.floor(usual * Math.max(1, large / 2 / usual / 2) ** (one ** 2));
  return { size, sigma: firstSigma * 10 ** (-2 * other), kind: "small", largeRuns, used };
}

/** The plan with further candidates of its run counted. */
export function withUsed(plan: Plan, count: number): Plan {
  const { kind, used } = plan;
  return kind === "first" ? plan : { ...plan, used: { ...used, [kind]: used[kind] + count } };
}

/** Before the first generation. */
export const noProgress: Progress = { peak: null, stalled: 0, flat: 0 };

/** The course after a generation. @param ranked its candidates, the best first */
export function progressAfter(
  { peak, stalled, flat }: Progress,
  ranked: readonly Standing[],
): Progress {
  const best = ranked[0]?.score ?? null;
  const middle = ranked[ranked.length >> 1]?.score ?? null;
  const worst = ranked.at(-1)?.score ?? null;
  const isFlat = best === worst ||
    (best !== null && worst !== null && best - worst <= leastSpread * Math.abs(best));
  const isHigher = middle !== null && (peak === null || middle > peak);
  return {
    peak: isHigher ? middle : peak,
    stalled: isHigher ? 0 : stalled + 1,
    flat: isFlat ? flat + 1 : 0,
  };
}

/** Whether a run is over: it converged, its axes lost their exactness, or it stalls. */
export function isOver({ distribution, root }: Rooted, { stalled, flat }: Progress, size: number) {
  const n = distribution.mean.length;
  const [least, most] = [Math.min(...root.axes), Math.max(...root.axes)];
  return distribution.sigma * most < leastSigma || (most / least) ** 2 > mostCondition ||
    flat >= mostFlat || stalled > 20 + Math.ceil(30 * n / size);
}

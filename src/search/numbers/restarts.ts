/**
 * Decides when a run of CMA-ES is over, and how the next one begins.
 *
 * After the first run, runs with generations that grow each time alternate with runs of small generations and small steps; the
 * kind that used fewer candidates is next. (BIPOP: Hansen, GECCO 2009.) A run that narrows to a worse place than the current
 * candidate is given up, so that the next one begins earlier. (György and Kocsis, Efficient Multi-Start Strategies for Local
 * Search Algorithms, JAIR 41, 2011.)
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
  /** Generations in a row that were far behind the current candidate. */
  readonly behind: number;
  /** The largest difference of the best and the median score of a generation. */
  readonly widest: number;
  /** Key of the current candidate after the last generation, and whether it is one of this run. */
  readonly current: number;
  readonly isOwn: boolean;
  /** Generations in a row that narrowed to the current candidate of another arm, but did not reach it. */
  readonly reached: number;
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

/** Spreads of a generation's scores by which its best candidate is far behind: a bowl's ground is a few spreads away. */
const farBehind = 10;

/** Generations in a row far behind after which a run is over. */
const mostBehind = 3;

/** Share of the widest spread at which a generation has narrowed. */
const narrowShare = 1e-2;

/** Generations in a row that narrowed to a better candidate of another arm, after which a run is over. */
const mostReached = 10;

/** How many times as large the generations of the next large run are: with a part of the evaluations there are few runs. */
const growth = 2;

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
  const large = Math.min(mostSize, usual * growth ** (largeRuns + 1));
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
export const noProgress: Progress = {
  ...{ peak: null, stalled: 0, flat: 0, behind: 0 },
  ...{ widest: 0, current: 0, isOwn: false, reached: 0 },
};

/** A generation beside the current candidate. */
export interface Met {
  /** Its candidates, the best first. */
  readonly ranked: readonly Standing[];
  /** Key of the current candidate. */
  readonly current: number;
  /** Whether the distribution reaches the current candidate. */
  readonly isWithin: boolean;
}

/** The course after a generation. */
export function progressAfter(before: Progress, { ranked, current, isWithin }: Met): Progress {
  const best = ranked[0]?.score ?? null;
  const middle = ranked[ranked.length >> 1]?.score ?? null;
  const worst = ranked.at(-1)?.score ?? null;
  const isFlat = best === worst ||
    (best !== null && worst !== null && best - worst <= leastSpread * Math.abs(best));
  const isHigher = middle !== null && (before.peak === null || middle > before.peak);
  const spread = best === null || middle === null ? Infinity : best - middle;
  const widest = Number.isFinite(spread) ? Math.max(before.widest, spread) : before.widest;
  const isSame = current === before.current;
  const isOwn = (ranked[0]?.lead ?? 0) > 0 || isSame && before.isOwn;
  const hasReached = isWithin && isSame && !isOwn && spread < narrowShare * widest;
  return {
    peak: isHigher ? middle : before.peak,
    stalled: isHigher ? 0 : before.stalled + 1,
    flat: isFlat ? before.flat + 1 : 0,
    behind: isFarBehind(ranked) ? before.behind + 1 : 0,
    ...{ widest, current, isOwn, reached: hasReached ? before.reached + 1 : 0 },
  };
}

/** Whether a generation has narrowed so far that what it still may gain is less than what it lacks. */
function isFarBehind(ranked: readonly Standing[]): boolean {
  const [best = null, middle = null] = [ranked[0], ranked[ranked.length >> 1]]
    .map((standing) => standing?.lead ?? null);
  return best !== null && middle !== null && -best > farBehind * (best - middle);
}

/** Whether a run is over: it converged, its axes lost their exactness, it stalls, narrows to a worse place, or to the current candidate. */
export function isOver(
  { distribution, root }: Rooted,
  { stalled, flat, behind, reached }: Progress,
  size: number,
) {
  const n = distribution.mean.length;
  const [least, most] = [Math.min(...root.axes), Math.max(...root.axes)];
  return distribution.sigma * most < leastSigma || (most / least) ** 2 > mostCondition ||
    flat >= mostFlat || behind >= mostBehind || reached >= mostReached ||
    stalled > 20 + Math.ceil(30 * n / size);
}

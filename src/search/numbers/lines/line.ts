/**
 * One line through a place, along one coordinate: what was measured on it, and where to measure next.
 *
 * (STEP: Langerman, Seront and Bersini, S.T.E.P.: The Easiest Way to Optimize a Function, 1994. The interval is halved in which
 * the flattest parabola would lead to a better place.)
 *
 * @module
 */

/** A measured point. */
export interface LinePoint {
  readonly position: number;
  /** How much better than the base; the worst of the line where it was not measured. */
  readonly lead: number;
}

/** Most points of a line. */
const mostPoints = 64;

/** Intervals narrower than this share of the line are left to methods that use slopes. */
const leastShare = 1 / 128;

/** How much steeper than about the best point a parabola must be so that none is looked for. */
const mostSteepness = 4;

/** Rise over the best point that is looked for, as a share of the differences on the line. */
const leastRise = 1e-4;

/** The best point of a line. */
export function bestOn(points: readonly LinePoint[]): LinePoint {
  return points.reduce((best, point) => point.lead > best.lead ? point : best);
}

/**
 * The next position; null where no wide interval is left that could hide a valley as wide as that of the best point.
 *
 * @param points one at least
 * @param ends of the line
 * @param step distance of neighbouring positions that can be measured; 0 where any can
 */
export function nextOn(
  points: readonly LinePoint[],
  { ends: [least, most], step }: {
    readonly ends: readonly [least: number, most: number];
    readonly step: number;
  },
): number | null {
  const sorted = points.toSorted((one, other) => one.position - other.position);
  const [first, last] = [sorted[0]!, sorted.at(-1)!]; // one at least
  const narrow = Math.max(leastShare * (most - least), 1.5 * step);
  if (first.position - least > narrow / 2) return least;
  if (most - last.position > narrow / 2) return most;
  if (points.length >= mostPoints) return null;
  const best = bestOn(points);
  const lowest = Math.min(...points.map(({ lead }) => lead));
  const aim = best.lead + leastRise * (best.lead - lowest);
  if (aim === lowest) return null; // nothing changes along the line
  const intervals = sorted.slice(1).map((to, at) => {
    const from = sorted[at]!; // here and below: the slice begins one later
    const width = to.position - from.position;
    const root = Math.sqrt(aim - from.lead) + Math.sqrt(aim - to.lead);
    return { middle: from.position + width / 2, width, steepness: (root / width) ** 2 };
  });
  const about = sorted.indexOf(best);
  const fall = Math.max(
    ...[sorted[about - 1], sorted[about + 1]].map((beside) =>
      beside === undefined ? 0 : (best.lead - beside.lead) / (beside.position - best.position) ** 2
    ),
  );
  const wide = intervals.filter(({ width }) => width > narrow);
  const easiest = wide.toSorted((one, other) => one.steepness - other.steepness)[0];
  return easiest === undefined || easiest.steepness > mostSteepness * fall ? null : easiest.middle;
}

/**
 * A grid of features: keeps the best candidate of each cell, so that different kinds of candidates survive.
 *
 * (MAP-Elites of Mouret and Clune, 2015; cells over the observed range as in OpenEvolve.)
 *
 * @module
 */
import { bestOf, type Member, metricsOf } from "./archive.ts";

/** A number by which candidates differ in kind. */
export type Feature = (member: Member) => number;

/** Cells of each feature. */
const cells = 10;

/** Maximum number of features without a choice: the grid has ten cells for each. */
const maxFeatures = 2;

/**
 * The features of a population without a choice: the length of code and text, then the guide's metrics by name; where a task
 * has neither, its numbers.
 */
export function usualFeatures(members: readonly Member[]): readonly Feature[] {
  const [first] = members;
  const values = Object.entries(first?.candidate.values ?? {});
  const hasText = values.some(([, value]) => typeof value === "string");
  const metrics = new Set(members.flatMap(({ trial }) => Object.keys(metricsOf(trial))));
  const features: Feature[] = [
    ...(hasText ? [textLength] : []),
    ...[...metrics].sort().map((name): Feature => ({ trial }) => metricsOf(trial)[name] ?? NaN),
  ];
  const numbers = values.flatMap(([name, value]): readonly Feature[] =>
    typeof value === "number" ? [({ candidate }) => Number(candidate.values[name])] : []
  );
  return (features.length > 0 ? features : numbers).slice(0, maxFeatures);
}

/** The best member of each cell, best first. @param all the members whose features span the grid */
export function elitesOf(
  members: readonly Member[],
  { features, all }: { readonly features: readonly Feature[]; readonly all: readonly Member[] },
): readonly Member[] {
  const ranges = features.map((feature) => {
    const known = all.map(feature).filter(Number.isFinite);
    const least = Math.min(...known);
    return { feature, least, size: Math.max(...known) - least };
  });
  const cellOf = (member: Member) =>
    ranges.map(({ feature, least, size }) => {
      const value = feature(member);
      if (!Number.isFinite(value)) return "none";
      return size > 0 ? Math.min(cells - 1, Math.floor((value - least) / size * cells)) : 0;
    }).join();
  const byCell = new Map<string, Member>();
  for (const member of bestOf(members)) {
    if (!byCell.has(cellOf(member))) byCell.set(cellOf(member), member);
  }
  return [...byCell.values()];
}

function textLength({ candidate }: Member): number {
  return Object.values(candidate.values)
    .reduce<number>((sum, value) => sum + (typeof value === "string" ? value.length : 0), 0);
}

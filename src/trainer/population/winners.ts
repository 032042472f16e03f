/**
 * The winners of a population: the members that are the best on some example, or in some declared metric. (The front
 * of a run has the candidates that none dominates: `dominance.ts`.)
 *
 * (The instance front of GEPA, Agrawal et al. 2025, section 3.3, and its "hybrid" one with metrics.)
 *
 * @module
 */
import { type Directions, metricObjectives } from "../dominance.ts";
import { isScore } from "../scores.ts";
import { bestOf, type Member, metricsOf } from "./archive.ts";

/** A member that is the best in something. */
export interface Winner {
  readonly member: Member;
  /** Number of examples and metrics in which no other member is better, at least 1. */
  readonly wins: number;
}

/**
 * The members that are the best on some example or in some metric, best first. A member is left out whose wins other
 * winners share. Examples that every member fails on count for none.
 *
 * @param directions of the metrics that count @default none
 */
export function winnersOf(
  members: readonly Member[],
  directions: Directions = {},
): readonly Winner[] {
  const won = bestIn(members, directions);
  const kept = new Set(members.filter((member) => [...won.values()].some((s) => s.has(member))));
  for (const member of bestOf(members).toReversed()) {
    const isSpare = won.values().every((winners) =>
      !winners.has(member) || winners.values().some((other) => other !== member && kept.has(other))
    );
    if (isSpare) kept.delete(member);
  }
  return bestOf([...kept]).map((member) => ({
    member,
    wins: won.values().filter((winners) => winners.has(member)).toArray().length,
  }));
}

/** A winner, drawn as often as it wins; undefined where there is none. @param draw a number in [0, 1) */
export function drawByWins(winners: readonly Winner[], draw: number): Member | undefined {
  let left = draw * winners.reduce((sum, { wins }) => sum + wins, 0);
  return winners.find(({ wins }) => (left -= wins) < 0)?.member;
}

/** By example and metric: the members with the best number. */
function bestIn(
  members: readonly Member[],
  directions: Directions,
): ReadonlyMap<string, ReadonlySet<Member>> {
  const best = new Map<string, { number: number; members: Set<Member> }>();
  for (const member of members) {
    for (const [name, number] of numbersOf(member, directions)) {
      if (!isScore(number)) continue;
      const known = best.get(name);
      if (known === undefined || number > known.number) {
        best.set(name, { number, members: new Set([member]) });
      } else if (number === known.number) known.members.add(member);
    }
  }
  return new Map([...best].map(([name, { members }]) => [name, members]));
}

/** The scores by example, and the metrics by name, each better when it is higher. */
function numbersOf(
  { trial }: Member,
  directions: Directions,
): readonly (readonly [name: string, number: number | null])[] {
  const metrics = Object.entries(metricObjectives(metricsOf(trial), directions));
  return [
    ...Object.entries(trial.scores),
    ...metrics.map(([name, number]) => [`metric ${name}`, number] as const),
  ];
}

/**
 * The front of a population: the members that are the best on some example, or in some declared metric.
 *
 * (After the instance front of GEPA, Agrawal et al. 2025, section 3.3, and its "hybrid" one with metrics.)
 *
 * @module
 */
import type { Directions } from "../dominance.ts";
import { isScore } from "../scores.ts";
import { bestOf, type Member } from "./archive.ts";

/** A member of the front. */
export interface FrontMember {
  readonly member: Member;
  /** Number of examples and metrics in which no other member is better, at least 1. */
  readonly wins: number;
}

/**
 * The members that are the best on some example or in some metric, best first. A member is left out whose wins other
 * members of the front share. Examples that every member fails on count for none.
 *
 * @param directions of the metrics that count @default none
 */
export function frontOf(
  members: readonly Member[],
  directions: Directions = {},
): readonly FrontMember[] {
  const won = winners(members, directions);
  const front = new Set(members.filter((member) => [...won.values()].some((s) => s.has(member))));
  for (const member of bestOf(members).toReversed()) {
    const isSpare = won.values().every((winners) =>
      !winners.has(member) || winners.values().some((other) => other !== member && front.has(other))
    );
    if (isSpare) front.delete(member);
  }
  return bestOf([...front]).map((member) => ({
    member,
    wins: won.values().filter((winners) => winners.has(member)).toArray().length,
  }));
}

/** A member of a front, drawn as often as it wins; undefined for an empty one. @param draw a number in [0, 1) */
export function drawByWins(front: readonly FrontMember[], draw: number): Member | undefined {
  let left = draw * front.reduce((sum, { wins }) => sum + wins, 0);
  return front.find(({ wins }) => (left -= wins) < 0)?.member;
}

/** By example and metric: the members with the best number. */
function winners(
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
  { trial: { scores, metrics = {} } }: Member,
  directions: Directions,
): readonly (readonly [name: string, number: number | null])[] {
  return [
    ...Object.entries(scores),
    ...Object.entries(directions).map(([name, direction]) =>
      [`metric ${name}`, (metrics[name] ?? NaN) * (direction === "higher" ? 1 : -1)] as const
    ),
  ];
}

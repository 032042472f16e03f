/**
 * The front of a population: the members that are the best on some example.
 *
 * (After the instance front of GEPA, Agrawal et al. 2025, section 3.3.)
 *
 * @module
 */
import { isScore } from "../scores.ts";
import { bestOf, type Member } from "./archive.ts";

/** A member of the front. */
export interface FrontMember {
  readonly member: Member;
  /** Number of examples on which no other member is better, at least 1. */
  readonly wins: number;
}

/**
 * The members that are the best on some example, best first. A member whose examples other members of the front win too is
 * left out. Examples that every member fails on count for none.
 */
export function frontOf(members: readonly Member[]): readonly FrontMember[] {
  const won = winnersByExample(members);
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

/** By example: the members with the best score. */
function winnersByExample(members: readonly Member[]): ReadonlyMap<string, ReadonlySet<Member>> {
  const winners = new Map<string, { best: number; members: Set<Member> }>();
  for (const member of members) {
    for (const [example, score] of Object.entries(member.trial.scores)) {
      if (!isScore(score)) continue;
      const known = winners.get(example);
      if (known === undefined || score > known.best) {
        winners.set(example, { best: score, members: new Set([member]) });
      } else if (score === known.best) known.members.add(member);
    }
  }
  return new Map([...winners].map(([example, { members }]) => [example, members]));
}

/**
 * Chooses parents by what they do on single examples, and by score and size together.
 *
 * @module
 */
import { drawIndex, pick, type Random } from "../draw.ts";
import type { Member } from "./members.ts";

/** Examples that decide at most. */
const mostExamples = 24;

interface Entrant {
  readonly member: Member;
  readonly leads: ReadonlyMap<string, number>;
}

/** Among whom parents are chosen. */
export interface Pool {
  readonly entrants: readonly Entrant[];
  readonly front: readonly Member[];
  /** By example: how far behind the best a member may be, and still count as good. */
  readonly tolerances: ReadonlyMap<string, number>;
}

/** The pool of some members; there is at least one. @param leadsOf the lead of a member on each example that it met */
export function poolOf(
  members: readonly Member[],
  leadsOf: (member: Member) => ReadonlyMap<string, number>,
): Pool {
  const entrants = members.map((member) => ({ member, leads: leadsOf(member) }));
  const examples = new Set(entrants.flatMap(({ leads }) => [...leads.keys()]));
  const tolerances = new Map(
    [...examples].map((
      example,
    ) => [example, spreadOf(entrants.map((one) => leadOn(one, example)))]),
  );
  return { entrants, front: frontOf(members), tolerances };
}

/** Those to which no other is as good and smaller, or better and as small; the best first. */
export function frontOf(members: readonly Member[]): readonly Member[] {
  const sorted = members.toSorted((one, other) =>
    other.rating - one.rating || one.size - other.size
  );
  let smallest = Infinity;
  return sorted.filter(({ size }) => {
    const isOnFront = size < smallest;
    if (isOnFront) smallest = size;
    return isOnFront;
  });
}

/**
 * A member that is among the best on some examples, drawn in random order (ε-lexicase selection: La Cava, Spector and Danai,
 * 2016); the smallest where several are left. An example that a member did not meet counts with its mean lead.
 */
export function selectByExample(
  { entrants, tolerances }: Pool,
  random: Random,
): Member | undefined {
  const examples = [...tolerances.keys()];
  let left = entrants;
  for (let met = 0; left.length > 1 && examples.length > 0 && met < mostExamples; met++) {
    const [example = ""] = examples.splice(drawIndex(random, examples.length), 1);
    const most = left.reduce((most, one) => Math.max(most, leadOn(one, example)), -Infinity);
    const least = most - (tolerances.get(example) ?? 0);
    left = left.filter((one) => leadOn(one, example) >= least);
  }
  const smallest = left.reduce((least, { member }) => Math.min(least, member.size), Infinity);
  return pick(random, left.filter(({ member }) => member.size === smallest))?.member;
}

function leadOn({ leads, member }: Entrant, example: string): number {
  return leads.get(example) ?? member.rating;
}

/** The median distance from the median. */
function spreadOf(values: readonly number[]): number {
  const middle = medianOf(values);
  return medianOf(values.map((value) => Math.abs(value - middle)));
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;
}

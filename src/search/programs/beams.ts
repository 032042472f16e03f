/**
 * Beams of small programs: each goes through the extensions of its best members, small ones first, with few functions.
 *
 * (Beam search over expressions by size, one for each small set of functions: with all functions in one population,
 * approximations by some of them displace the parts of a formula that needs the others.)
 *
 * @module
 */
import type { Member } from "./members.ts";

/** A beam, by the ids of members. */
export interface Beam {
  /** Whose extensions come next: the code parameter by its place, and the number of the extension. */
  readonly parent: Extended | null;
  /** Those whose extensions came. */
  readonly done: readonly string[];
  /** The size of the next parent, beyond that of the smallest member. */
  readonly level: number;
  /** Parents of that level so far. */
  readonly taken: number;
}

/** A member that is being extended. */
export interface Extended {
  readonly id: string;
  readonly parameter: number;
  readonly next: number;
}

/** The functions of `Math` of each beam: none, then one family each. */
export const functionSets: readonly (readonly string[])[] = [
  [],
  ["log"],
  ["sin", "cos"],
  ["exp"],
  ["sqrt"],
];

/** Parents of a level before the next level: the most even one, then the best ones. */
const breadth = 3;

/** Levels before the first one again. */
const levels = 12;

/** A beam at its beginning. */
export const freshBeam: Beam = { parent: null, done: [], level: 0, taken: 0 };

/** The members that a beam with these functions may have: their words are those of the first one, the functions, and plain numbers. */
export function membersWith(
  functions: readonly string[],
  members: readonly Member[],
): readonly Member[] {
  const [first] = members;
  const known = new Set([...first ? wordsOf(first) : [], "Math", ...functions]);
  return members.filter((member) =>
    wordsOf(member).every((word) => known.has(word) || isPlainNumber(word))
  );
}

/**
 * The beam with its next parent, of those that are small enough and were none before; without one when all were. The first of
 * a level is the one with the most even scores: an expression that is wrong by the same amount everywhere lacks one constant,
 * though others score better (compare correlation as a measure of fitness: Haut, Banzhaf and Punch, 2023).
 */
export function withParent(beam: Beam, members: readonly Member[]): Beam {
  const known = new Set(members.map(({ id }) => id));
  const done = beam.done.filter((id) => known.has(id));
  const open = members.filter(({ id }) => !done.includes(id));
  const least = members.reduce((least, { size }) => Math.min(least, size), Infinity);
  let { level, taken } = beam;
  for (let tries = 0; tries <= levels; tries++) {
    if (taken >= breadth || tries > 0) [level, taken] = [(level + 1) % levels, 0];
    const [first, ...others] = open.filter(({ size }) => size <= least + level);
    if (first === undefined) continue;
    const isBefore = taken === 0 ? isMoreEven : isBetter;
    const { id } = others.reduce((best, one) => isBefore(one, best) ? one : best, first);
    const parent = { id, parameter: 0, next: 0 };
    return { parent, done: [...done, id], level, taken: taken + 1 };
  }
  return { parent: null, done, level, taken };
}

function isBetter(one: Member, other: Member): boolean {
  return one.rating > other.rating;
}

function isMoreEven(one: Member, other: Member): boolean {
  return one.unevenness < other.unevenness ||
    one.unevenness === other.unevenness && isBetter(one, other);
}

/** Numbers that belong to a form rather than to a fit. */
function isPlainNumber(word: string): boolean {
  return /^(?:\d|0\.5)$/.test(word);
}

const words = new WeakMap<Member["trial"], readonly string[]>();

function wordsOf({ trial }: Member): readonly string[] {
  const known = words.get(trial) ??
    [...new Set(JSON.stringify(trial.values).match(/\d[\w.]*|[a-z_$][\w$]*/gi))];
  words.set(trial, known);
  return known;
}

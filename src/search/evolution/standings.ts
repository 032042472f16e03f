/**
 * Ranks the candidates of a history by measured score.
 *
 * @module
 */
import { differenceOf } from "../../propagate/mean.ts";
import type { Trial } from "../../problem/trial.ts";
import {
  type ExampleScores,
  exampleScores,
  leadOf,
  usualScores,
} from "../../problem/trial_lead.ts";
import { candidateKey } from "./candidate_key.ts";

/** A candidate that was measured. */
export interface Standing {
  readonly values: Readonly<Record<string, unknown>>;
  /** Its mean lead over accepted candidates on the examples it met; comparable between different examples. */
  readonly rating: number;
}

/** The ranking of a history. */
export interface Standings {
  /** The best first; of those that score alike on every example, only the shortest. */
  readonly ranked: readonly Standing[];
  /** The keys of all candidates that were tried. */
  readonly tried: Set<string>;
}

/** Ranks a history; failed candidates count as tried, but have no rank. @param count of those that are ranked @default all */
export function standingsOf(history: readonly Trial[], count: number = Infinity): Standings {
  return rank(history.map(measured), count);
}

/** The share of the lead of the best over the median that one character costs: longer code must be better. */
const costOfCharacter = 1 / 1000;

/** What is read from one trial alone. */
interface Measured {
  readonly trial: Trial;
  readonly key: string;
  /** Characters of code and other text. */
  readonly size: number;
  /** By example; none when it failed. */
  readonly scores: ExampleScores;
  /** Equal for candidates that did the same on the same examples. */
  readonly signature: string;
}

const measurements = new WeakMap<Trial, Measured>();

function measured(trial: Trial): Measured {
  const known = measurements.get(trial);
  if (known) return known;
  const scores = exampleScores(trial);
  const fresh = {
    trial,
    key: candidateKey(trial.values),
    size: Object.values(trial.values)
      .reduce<number>((sum, value) => sum + (typeof value === "string" ? value.length : 0), 0),
    scores,
    signature: scores.map(([example, score]) => `${example}=${score}`).sort().join(),
  };
  measurements.set(trial, fresh);
  return fresh;
}

/** A candidate on its way into the ranking. */
interface Rated extends Standing {
  readonly size: number;
  merit: number;
}

/** Takes time in proportion to the history, whose whole order nobody needs. */
function rank(all: readonly Measured[], count: number): Standings {
  const usual = usualScores(all);
  const places = new Map<string, number>();
  const rated: Rated[] = [];
  const tried = new Set<string>();
  for (const { trial: { values }, key, size, scores, signature } of all) {
    tried.add(key);
    if (scores.length === 0) continue;
    const one: Rated = { values, rating: leadOf(scores, usual), size, merit: 0 };
    const place = places.get(signature);
    const alike = place === undefined ? undefined : rated[place];
    if (place === undefined) places.set(signature, rated.push(one) - 1);
    else if (alike !== undefined && isAhead(one, alike)) rated[place] = one;
  }
  const ratings = new Float64Array(rated.length);
  for (let place = 0; place < rated.length; place++) ratings[place] = rated[place]!.rating; // !: below the length
  ratings.sort();
  const middle = ratings[ratings.length - 1 - (ratings.length >> 1)];
  const lead = differenceOf(ratings.at(-1) ?? 0, middle ?? 0);
  for (const one of rated) {
    one.merit = differenceOf(one.rating, one.size * (lead * costOfCharacter));
  }
  const ranked = firstOf(rated, count).sort((one, other) =>
    other.merit - one.merit || other.rating - one.rating || one.size - other.size
  );
  return { ranked, tried };
}

function isAhead(one: Rated, other: Rated): boolean {
  return one.rating > other.rating || (one.rating === other.rating && one.size < other.size);
}

/** Those of the highest merit, in any order, with all that are as good as the last of them. */
function firstOf(rated: Rated[], count: number): Rated[] {
  if (rated.length <= count) return rated;
  const merits = new Float64Array(rated.map(({ merit }) => merit)).sort();
  const least = merits[rated.length - count]!; // !: there are more than `count`
  return rated.filter(({ merit }) => merit >= least);
}

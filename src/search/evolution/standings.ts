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
  readonly merit: number;
}

/** Takes time in proportion to the history, whose whole order nobody needs. */
function rank(all: readonly Measured[], count: number): Standings {
  const usual = usualScores(all);
  const best = new Map<string, { readonly one: Measured; readonly rating: number }>();
  for (const one of all) {
    if (one.scores.length === 0) continue;
    const rating = leadOf(one.scores, usual);
    const alike = best.get(one.signature);
    const isBetter = alike === undefined || rating > alike.rating ||
      (rating === alike.rating && one.size < alike.one.size);
    if (isBetter) best.set(one.signature, { one, rating });
  }
  const ratings = Float64Array.from(best.values(), ({ rating }) => rating).sort();
  const middle = ratings[(ratings.length - 1) - (ratings.length >> 1)];
  const lead = differenceOf(ratings.at(-1) ?? 0, middle ?? 0);
  const rated = Array.from(best.values(), ({ one: { trial, size }, rating }): Rated => ({
    values: trial.values,
    rating,
    size,
    merit: differenceOf(rating, size * (lead * costOfCharacter)),
  }));
  return {
    ranked: firstOf(rated, count).sort((one, other) =>
      other.merit - one.merit || other.rating - one.rating || one.size - other.size
    ),
    tried: new Set(all.map(({ key }) => key)),
  };
}

/** Those of the highest merit, in any order, with all that are as good as the last of them. */
function firstOf(rated: Rated[], count: number): Rated[] {
  if (rated.length <= count) return rated;
  const merits = Float64Array.from(rated, ({ merit }) => merit).sort();
  const least = merits[rated.length - count]!; // !: there are more than `count`
  return rated.filter(({ merit }) => merit >= least);
}

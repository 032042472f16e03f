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
  /** The best first; of those that score alike on every example the shortest, or the newest few, which come first. */
  readonly ranked: readonly Standing[];
  /** The keys of all candidates that were tried. */
  readonly tried: ReadonlySet<string>;
}

/** How a history is ranked. */
export interface StandingsOptions {
  /**
   * Whether candidates that score alike are kept apart, so that the search walks through them: values on a plateau lead on, as
   * neutral mutations do (Kimura, 1968). Code that does the same in other words does not. @default false
   */
  readonly keepsEquals?: boolean;
}

/** Ranks a history; failed candidates count as tried, but have no rank. */
export function standingsOf(
  history: readonly Trial[],
  { keepsEquals = false }: StandingsOptions = {},
): Standings {
  return rank(history.map(measured), keepsEquals ? maxEquals : 1);
}

/** Most candidates that score alike. */
const maxEquals = 12;

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

/** The measured candidates of a history, oldest first, with their ratings. */
export function ratingsOf(
  history: readonly Trial[],
): readonly { readonly trial: Trial; readonly rating: number }[] {
  return rated(history.map(measured));
}

function rated(all: readonly Measured[]) {
  const usual = usualScores(all);
  return all
    .filter(({ scores }) => scores.length > 0)
    .map(({ trial, size, signature, scores }, age) => ({
      trial,
      values: trial.values,
      size,
      signature,
      rating: leadOf(scores, usual),
      age,
    }));
}

function rank(all: readonly Measured[], equals: number): Standings {
  const sorted = rated(all).sort((one, other) =>
    differenceOf(other.rating, one.rating) || one.size - other.size ||
    (equals > 1 ? other.age - one.age : 0)
  );
  const alike = new Map<string, number>();
  const distinct = sorted.filter(({ signature }) => {
    const count = alike.get(signature) ?? 0;
    alike.set(signature, count + 1);
    return count < equals;
  });
  const middle = distinct[distinct.length >> 1];
  const lead = differenceOf(distinct[0]?.rating ?? 0, middle?.rating ?? 0);
  const merit = ({ rating, size }: typeof sorted[number]) =>
    differenceOf(rating, size * (lead * costOfCharacter));
  return {
    ranked: distinct.sort((one, other) => differenceOf(merit(other), merit(one))),
    tried: new Set(all.map(({ key }) => key)),
  };
}

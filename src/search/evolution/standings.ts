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
  readonly tried: ReadonlySet<string>;
}

/** Ranks a history; failed candidates count as tried, but have no rank. */
export function standingsOf(history: readonly Trial[]): Standings {
  return rank(history.map(measured));
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

function rank(all: readonly Measured[]): Standings {
  const usual = usualScores(all);
  const rated = all
    .filter(({ scores }) => scores.length > 0)
    .map(({ trial: { values }, size, signature, scores }) => (
      { values, size, signature, rating: leadOf(scores, usual), merit: 0 }
    ))
    .sort((one, other) => other.rating - one.rating || one.size - other.size);
  const alike = new Set<string>();
  const distinct = rated.filter(({ signature }) => {
    const isNew = !alike.has(signature);
    alike.add(signature);
    return isNew;
  });
  const middle = distinct[distinct.length >> 1];
  const lead = differenceOf(distinct[0]?.rating ?? 0, middle?.rating ?? 0);
  for (const one of distinct) {
    one.merit = differenceOf(one.rating, one.size * (lead * costOfCharacter));
  }
  return {
    ranked: distinct.sort((one, other) => other.merit - one.merit),
    tried: new Set(all.map(({ key }) => key)),
  };
}

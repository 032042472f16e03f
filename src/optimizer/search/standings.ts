/**
 * Ranks the candidates of a history by measured score.
 *
 * @module
 */
import type { Trial } from "../proposer.ts";
import { candidateKey } from "./candidate_key.ts";

/** A candidate that was measured. */
export interface Standing {
  readonly values: Readonly<Record<string, unknown>>;
  /** How much better than usual it did on the examples it met; comparable though they met different ones. */
  readonly rating: number;
  /** Characters of all its values together. */
  readonly size: number;
}

/** What a history comes to. */
export interface Standings {
  /** The best first; of those that score alike on every example, only the shortest. */
  readonly ranked: readonly Standing[];
  /** The keys of all candidates that were tried. */
  readonly tried: ReadonlySet<string>;
}

/** Several proposals are asked for on one history, and it is the same as long as its last trial and its length are. */
const kept = new WeakMap<Trial, { readonly length: number; readonly standings: Standings }>();

/** Ranks a history; failed candidates are tried, but stand nowhere. */
export function standingsOf(history: readonly Trial[]): Standings {
  const last = history.at(-1);
  if (!last) return { ranked: [], tried: new Set() };
  const known = kept.get(last);
  if (known?.length === history.length) return known.standings;
  const standings = rank(history);
  kept.set(last, { length: history.length, standings });
  return standings;
}

/** One candidate with all that was measured of it. */
interface Measured {
  readonly values: Readonly<Record<string, unknown>>;
  readonly scores: Map<string, number>;
  hasFailed: boolean;
}

function rank(history: readonly Trial[]): Standings {
  const byKey = new Map<string, Measured>();
  for (const trial of history) {
    const key = keyOf(trial);
    const measured: Measured = byKey.get(key) ??
      { values: trial.values, scores: new Map(), hasFailed: false };
    byKey.set(key, measured);
    if (trial.score === null) measured.hasFailed = true;
    for (const [example, score] of scoresOf(trial)) measured.scores.set(example, score);
  }
  const candidates = [...byKey.values()].filter(({ scores, hasFailed }) =>
    !hasFailed && scores.size
  );
  const usual = usualScores(history);
  const standings = candidates
    .map(({ values, scores }) => ({
      values,
      rating: ratingOf(scores, usual),
      size: JSON.stringify(values).length,
      signature: [...scores].map(([example, score]) => `${example}=${score}`).sort().join(),
    }))
    .sort((one, other) => other.rating - one.rating || one.size - other.size);
  const signatures = new Set<string>();
  const ranked: Standing[] = [];
  for (const { signature, ...standing } of standings) {
    if (signatures.has(signature)) continue;
    signatures.add(signature);
    ranked.push(standing);
  }
  return { ranked, tried: new Set(byKey.keys()) };
}

const keys = new WeakMap<Trial, string>();

function keyOf(trial: Trial): string {
  const key = keys.get(trial) ?? candidateKey(trial.values);
  keys.set(trial, key);
  return key;
}

/** A trial that says nothing of single examples is measured on one, the whole. */
function scoresOf(trial: Trial): [string, number][] {
  const known = Object.entries(trial.scores)
    .filter((entry): entry is [string, number] => entry[1] !== null);
  return known.length > 0 || trial.score === null ? known : [["", trial.score]];
}

/**
 * The mean score on each example of those that were accepted at some time.
 *
 * Only these have met all examples alike; what came last in a race was met by the good alone, and is no mark for the rest.
 */
function usualScores(history: readonly Trial[]): ReadonlyMap<string, number> {
  const totals = new Map<string, { sum: number; count: number }>();
  for (const trial of history) {
    if (!trial.isAccepted) continue;
    for (const [example, score] of scoresOf(trial)) {
      const total = totals.get(example) ?? { sum: 0, count: 0 };
      totals.set(example, { sum: total.sum + score, count: total.count + 1 });
    }
  }
  return new Map([...totals].map(([example, { sum, count }]) => [example, sum / count]));
}

/** The mean difference to what is usual, taken as if one more example had brought nothing: few examples say little. */
function ratingOf(scores: ReadonlyMap<string, number>, usual: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const [example, score] of scores) sum += score - (usual.get(example) ?? score);
  return sum / (scores.size + 1);
}

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
  readonly elites: readonly Standing[];
  /** The keys of all candidates that were tried. */
  readonly tried: ReadonlySet<string>;
}

/** As many of the best as are kept to breed from. */
const eliteCount = 32;

/** Trials looked at to know what is usual on an example. */
const recentCount = 256;

/** Several proposals are asked for on one history, and it is the same as long as its last trial and its length are. */
const kept = new WeakMap<Trial, { readonly length: number; readonly standings: Standings }>();

/** Ranks a history; failed candidates are tried, but stand nowhere. */
export function standingsOf(history: readonly Trial[]): Standings {
  const last = history.at(-1);
  if (!last) return { elites: [], tried: new Set() };
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
  const elites: Standing[] = [];
  for (const { signature, ...standing } of standings) {
    if (elites.length === eliteCount) break;
    if (signatures.has(signature)) continue;
    signatures.add(signature);
    elites.push(standing);
  }
  return { elites, tried: new Set(byKey.keys()) };
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

/** The median score on each example, which no single disaster moves. */
function usualScores(history: readonly Trial[]): ReadonlyMap<string, number> {
  const byExample = new Map<string, number[]>();
  // Backward, so that only the latest count.
  for (let place = history.length - 1; place >= 0; place--) {
    const trial = history[place];
    if (!trial) continue;
    for (const [example, score] of scoresOf(trial)) {
      const scores = byExample.get(example) ?? [];
      byExample.set(example, scores);
      if (scores.length < recentCount) scores.push(score);
    }
  }
  return new Map([...byExample].map(([example, scores]) => {
    scores.sort((one, other) => one - other);
    return [example, scores[scores.length >> 1] ?? 0];
  }));
}

/** The mean difference to what is usual, taken as if one more example had brought nothing: few examples say little. */
function ratingOf(scores: ReadonlyMap<string, number>, usual: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const [example, score] of scores) sum += score - (usual.get(example) ?? score);
  return sum / (scores.size + 1);
}

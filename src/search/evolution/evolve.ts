/**
 * Makes new candidates from the best ones of a history.
 *
 * @module
 */
import type { ParameterState, Values } from "../../problem/problem.ts";
import type { Trial } from "../../problem/trial.ts";
import type { Random } from "../draw.ts";
import { candidateKey } from "./candidate_key.ts";
import { type Standing, standingsOf } from "./standings.ts";
import { type Variation, vary } from "./vary.ts";

/** How many of the best candidates code is taken from. */
const codeParents = 40;

/** How many of the best candidates numbers are taken from; they also show the scale on which numbers differ. */
const eliteCount = 16;

/** Draws in a row that may give nothing new. */
const maxMisses = 40;

/** The material of new candidates. */
export interface EvolveOptions {
  /** Candidates wanted; fewer come when draws repeat earlier ones. */
  readonly count: number;
  readonly parameters: readonly ParameterState[];
  /** The values to vary while the history is empty. */
  readonly current: Values;
  readonly history: readonly Trial[];
  /** The trials to vary. @default those of the history */
  readonly population?: readonly Trial[] | undefined;
  readonly random: Random;
  /** Longest code, in characters beyond the one it started from. */
  readonly maxGrowth: number;
  /** Whether code keeps its form. @default false */
  readonly isTuned?: boolean;
  /** Ends the search. */
  readonly signal?: AbortSignal | undefined;
}

/** Different candidates that were not tried before. */
export async function evolve(
  { count, parameters, current, history, population, random, maxGrowth, isTuned = false, signal }:
    EvolveOptions,
): Promise<readonly Variation[]> {
  const { ranked, tried } = standingsOf(history);
  const chosen = population === undefined ? ranked : standingsOf(population).ranked;
  const elites = ranked.slice(0, eliteCount).map(({ values }) => values);
  // Small changes of numbers change scores a little. Those of code do not, so poorer candidates may hold useful parts.
  const hasCode = parameters.some(({ kind }) => kind === "code");
  const most = hasCode ? codeParents : eliteCount;
  const parents = chosen.slice(0, most);
  const partners = chosen.length > 1 ? parents : ranked.slice(0, most);
  const known = new Set([...tried, candidateKey(current)]);
  const children: Variation[] = [];
  for (let misses = 0; children.length < count && misses < maxMisses;) {
    signal?.throwIfAborted();
    const child = await vary({
      parameters,
      parent: pickRanked(random, parents)?.values ?? current,
      partner: pickRanked(random, partners)?.values ?? current,
      elites,
      random,
      maxGrowth,
      isTuned,
    });
    const key = candidateKey(child.values);
    misses = known.has(key) ? misses + 1 : 0;
    if (misses > 0) continue;
    known.add(key);
    children.push(child);
  }
  return children;
}

/**
 * One of the candidates by rank: the first as likely as one of the next two, or of the four after them.
 *
 * Most draws are near the top, but others are taken too, so that the search can leave a local best.
 */
function pickRanked(random: Random, ranked: readonly Standing[]): Standing | undefined {
  return ranked[Math.floor(ranked.length ** random()) - 1];
}

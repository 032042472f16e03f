/**
 * Makes one new candidate from the best ones of a history.
 *
 * @module
 */
import type { ParameterState, Trial } from "../../problem/proposer.ts";
import type { Random } from "../draw.ts";
import { candidateKey } from "./candidate_key.ts";
import { type Standing, standingsOf } from "./standings.ts";
import { type Values, type Variation, vary } from "./vary.ts";

/** How many of the best candidates code is taken from. */
const codeParents = 40;

/** How many of the best candidates numbers are taken from; they also show the scale on which numbers differ. */
const eliteCount = 16;

/** How often a draw that gives nothing new is repeated. */
const maxDraws = 40;

/** What a new candidate is made from. */
export interface EvolveOptions {
  readonly parameters: readonly ParameterState[];
  /** The values to vary while the history is empty. */
  readonly current: Values;
  readonly history: readonly Trial[];
  readonly random: Random;
  /** Longest code, in characters beyond the one it started from. */
  readonly maxGrowth: number;
}

/** A candidate that was not tried before; `undefined` when none was drawn. */
export async function evolve(
  { parameters, current, history, random, maxGrowth }: EvolveOptions,
): Promise<Variation | undefined> {
  const { ranked, tried } = standingsOf(history);
  const elites = ranked.slice(0, eliteCount);
  // Small changes of numbers change scores a little. Those of code do not, so poorer candidates may hold useful parts.
  const hasCode = parameters.some(({ kind }) => kind === "code");
  const parents = hasCode ? ranked.slice(0, codeParents) : elites;
  for (let draw = 0; draw < maxDraws; draw++) {
    const child = await vary({
      parameters,
      parent: pickRanked(random, parents)?.values ?? current,
      partner: pickRanked(random, parents)?.values ?? current,
      elites: elites.map(({ values }) => values),
      random,
      maxGrowth,
    });
    const key = candidateKey(child.values);
    if (!tried.has(key) && key !== candidateKey(current)) return child;
  }
  return undefined;
}

/**
 * One of the candidates by rank: the first as likely as one of the next two, or of the four after them.
 *
 * Most draws are near the top, but others are taken too, so that the search can leave a local best.
 */
function pickRanked(random: Random, ranked: readonly Standing[]): Standing | undefined {
  return ranked[Math.floor(ranked.length ** random()) - 1];
}

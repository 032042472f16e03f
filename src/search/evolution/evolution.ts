/**
 * The arm that varies whole candidates: parts of the best ones, moved and crossed, code included.
 *
 * @module
 */
import type { Arm, Generation, GenerationRequest, Variation } from "../arm.ts";
import type { Random } from "../draw.ts";
import { isMutable } from "../values/mutate_value.ts";
import { candidateKey } from "./candidate_key.ts";
import { type Standing, standingsOf } from "./standings.ts";
import { vary } from "./vary.ts";

/** How many of the best candidates code is taken from. */
const codeParents = 40;

/** How many of the best candidates numbers are taken from; they also show the scale on which numbers differ. */
const eliteCount = 16;

/** Draws in a row that may give nothing new. */
const maxMisses = 40;

/** Candidates of a generation with code, which are cheap beside what it takes to start one. */
const codeGeneration = 48;

/** Candidates of a generation of values alone: the next one can learn from it. */
const valueGeneration = 12;

/** Evolution over all parameters; the history is all that it knows, so it has no state. */
export const evolution: Arm<null> = {
  name: "evolution",
  initialState: null,
  canChange: ({ kind, value, jsonSchema = {} }) => kind === "code" || isMutable(value, jsonSchema),
  size: ({ parameters }) =>
    parameters.some(({ kind }) => kind === "code") ? codeGeneration : valueGeneration,
  ask: evolve,
  tell: () => null,
};

/** Different candidates that were not tried before. */
async function evolve(
  { count, parameters, current, history, population, random, maxGrowth, isTuned, signal }:
    GenerationRequest<null>,
): Promise<Generation<null>> {
  // Small changes of numbers change scores a little. Those of code do not, so poorer candidates may hold useful parts.
  const hasCode = parameters.some(({ kind }) => kind === "code");
  const most = hasCode ? codeParents : eliteCount;
  const { ranked, tried } = standingsOf(history, most);
  const chosen = population === undefined ? ranked : standingsOf(population, most).ranked;
  const elites = ranked.slice(0, eliteCount).map(({ values }) => values);
  const parents = chosen.slice(0, most);
  const partners = chosen.length > 1 ? parents : ranked.slice(0, most);
  const known = tried.add(candidateKey(current));
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
  return { children, state: null };
}

/**
 * One of the candidates by rank: the first as likely as one of the next two, or of the four after them.
 *
 * Most draws are near the top, but others are taken too, so that the search can leave a local best.
 */
function pickRanked(random: Random, ranked: readonly Standing[]): Standing | undefined {
  return ranked[Math.floor(ranked.length ** random()) - 1];
}

/**
 * The arm that varies the values of whole candidates: parts of the best ones, moved and crossed.
 *
 * @module
 */
import type { Arm, Generation, GenerationRequest, Variation } from "../arm.ts";
import { chance, type Random } from "../draw.ts";
import type { ParameterState } from "../../problem/problem.ts";
import { generationSize } from "../generation_size.ts";
import type { Domain } from "../space/domain.ts";
import { optionsOf } from "../space/options.ts";
import { placesOf } from "../space/places.ts";
import { variablePlaces } from "../values/vary_values.ts";
import { candidateKey } from "./candidate_key.ts";
import { type Standing, standingsOf } from "./standings.ts";
import { untried } from "./untried.ts";
import { vary } from "./vary.ts";

/** How many of the best candidates vary beside code: poorer candidates may hold useful parts. */
const codeParents = 40;

/** How many of the best candidates numbers are taken from; they also show the scale on which numbers differ. */
const eliteCount = 16;

/** Draws in a row that may give nothing new. */
const maxMisses = 40;

/** The chance that the parent is one of the best, though others are ranked. */
const shareOfBest = 0.6;

/** How many more values change while all candidates score alike. */
const flatBoldness = 0.5;

/** Evolution over all values; the history is all that it knows, so it has no state. */
export const evolution: Arm<null> = {
  name: "evolution",
  initialState: null,
  // A parameter that has discrete places alone is left to the arm that learns about options, and code to that of programs.
  canChange: (parameter) =>
    variablePlaces(parameter).some((place) =>
      optionsOf(place).length === 0 && !isFixedList(place.domain)
    ),
  size: ({ parameters, current, history }) =>
    generationSize({
      places: placesOf(parameters, current).length,
      trials: history.length,
      each: 2, // a move of a number seldom shows as much as a switch of an option
    }),
  ask: evolve,
  tell: () => null,
};

const isCode = ({ kind }: ParameterState) => kind === "code";

/** Whether a list changes in its items alone, but for their order. */
function isFixedList(domain: Domain): boolean {
  return domain.kind === "list" && domain.least === domain.most;
}

/** Different candidates that were not tried before. */
function evolve(
  { count, parameters, current, history, population, random, signal }: GenerationRequest<null>,
): Promise<Generation<null>> {
  const hasCode = parameters.some(isCode);
  const options = { keepsEquals: !hasCode };
  const { ranked, tried } = standingsOf(history, options);
  const chosen = population === undefined ? ranked : standingsOf(population, options).ranked;
  const elites = ranked.slice(0, eliteCount).map(({ values }) => values);
  // Small changes of numbers change scores a little. Those of code do not, so poorer candidates may hold useful parts.
  const most = hasCode ? codeParents : eliteCount;
  const classesOf = hasCode ? eachAlone : alike;
  const parents = classesOf(chosen, most);
  const partners = chosen.length > 1 ? parents : classesOf(ranked, most);
  const greed = hasCode ? 0 : shareOfBest;
  const isFlat = !hasCode && ranked.length > 1 && parents.length === 1;
  const known = new Set(tried).add(candidateKey(current));
  const children: Variation[] = [];
  for (let misses = 0; children.length < count && misses < maxMisses;) {
    signal?.throwIfAborted();
    const child = vary({
      parameters,
      parent: pickParent(random, { classes: parents, greed })?.values ?? current,
      partner: pickParent(random, { classes: partners, greed })?.values ?? current,
      elites,
      history,
      boldness: Math.max(isFlat ? flatBoldness : 0, misses / maxMisses),
      random,
    });
    const key = candidateKey(child.values);
    misses = known.has(key) ? misses + 1 : 0;
    if (misses > 0) continue;
    known.add(key);
    children.push(child);
  }
  const missing = count - children.length;
  const fresh = untried({ parameters, current, known, count: missing, random });
  return Promise.resolve({ children: [...children, ...fresh], state: null });
}

/** The first `most` candidates, each in a class of its own. */
function eachAlone(ranked: readonly Standing[], most: number): readonly (readonly Standing[])[] {
  return ranked.slice(0, most).map((one) => [one]);
}

/** The first `most` classes of those that are rated alike; the best class first, and the newest of each. */
function alike(ranked: readonly Standing[], most: number): readonly (readonly Standing[])[] {
  const classes = new Map<number, Standing[]>();
  for (const one of ranked) {
    const known = classes.get(one.rating);
    if (known !== undefined) known.push(one);
    else if (classes.size < most) classes.set(one.rating, [one]);
  }
  return [...classes.values()];
}

function pickParent(
  random: Random,
  { classes, greed }: {
    readonly classes: readonly (readonly Standing[])[];
    readonly greed: number;
  },
): Standing | undefined {
  const isBest = greed > 0 && chance(random, greed);
  const chosen = isBest ? classes[0] : pickRanked(random, classes);
  return chosen === undefined || chosen.length === 1 ? chosen?.[0] : pickRanked(random, chosen);
}

/**
 * One of a ranking: the first as likely as one of the next two, or of the four after them.
 *
 * Most draws are near the top, but others are taken too, so that the search can leave a local best.
 */
function pickRanked<Item>(random: Random, ranked: readonly Item[]): Item | undefined {
  return ranked[Math.floor(ranked.length ** random()) - 1];
}

/**
 * The arm for discrete places: it learns which options go with good scores, and combines them.
 *
 * @module
 */
import type { ParameterState, Values } from "../../problem/problem.ts";
import type { Trial } from "../../problem/trial.ts";
import type { Arm, Generation, GenerationRequest, Variation } from "../arm.ts";
import type { Random } from "../draw.ts";
import { candidateKey } from "../evolution/candidate_key.ts";
import { ratingsOf, standingsOf } from "../evolution/standings.ts";
import { untried } from "../evolution/untried.ts";
import { generationSize } from "../generation_size.ts";
import type { Option } from "../space/options.ts";
import { EditedValues } from "../space/edited_values.ts";
import { type Path, placesOf } from "../space/places.ts";
import { drawValue } from "../values/draw_value.ts";
import { varyValues } from "../values/vary_values.ts";
import { Effects, type Observation } from "./effects.ts";
import { effectName, type Holding, holdingsOf } from "./holdings.ts";

/** Newest trials that are learned from. */
const maxTrials = 256;

/** Draws in a row that may give nothing new. */
const maxMisses = 30;

/** One of as many candidates varies the best one, the newest of equals: options may be worth something together alone. */
const nearEach = 4;

/** A model of the options; the history is all that it knows, so it has no state. */
export const choices: Arm<null> = {
  name: "choices",
  initialState: null,
  canChange: (parameter) =>
    holdingsOf([parameter], { [parameter.name]: parameter.value }).length > 0,
  size: ({ parameters, current, history }) =>
    generationSize({ places: placesOf(parameters, current).length, trials: history.length }),
  ask: (request) => Promise.resolve(composedFrom(request)),
  tell: () => null,
};

/** Different candidates that were not tried before. */
function composedFrom(
  { count, parameters, current, history, random, signal }: GenerationRequest<null>,
): Generation<null> {
  const { ranked: [best], tried } = standingsOf(history, { keepsEquals: true });
  const parent = best?.values ?? current;
  const seen = ratingsOf(history).slice(-maxTrials).map(({ trial, rating }): Observation => ({
    options: optionsIn(trial, parameters),
    rating,
  }));
  const effects = new Effects(seen, random);
  const known = new Set([...tried, candidateKey(current)]);
  const children: Variation[] = [];
  for (let misses = 0; children.length < count && misses < maxMisses;) {
    signal?.throwIfAborted();
    effects.draw();
    const isNear = children.length % nearEach === nearEach - 1;
    const base = isNear ? parent : composed(parent, { parameters, effects, random });
    // Where the best options are known, the places near them and those without options vary too.
    const boldness = misses / maxMisses;
    const values = misses === 0 && !isNear ? base : varyValues(base, {
      ...{ parameters, history, random, boldness },
      partner: parent,
    }).values;
    const key = candidateKey(values);
    misses = known.has(key) ? misses + 1 : 0;
    if (misses > 0) continue;
    known.add(key);
    const reasoning = isNear ? "near the best" : "the options with the best estimates";
    children.push({ values, reasoning });
  }
  const missing = count - children.length;
  const fresh = untried({ parameters, current: parent, known, count: missing, random });
  return { children: [...children, ...fresh], state: null };
}

const optionsByTrial = new WeakMap<Trial, readonly string[]>();

/** The names of the options that a candidate holds; the parameters of a run are always the same. */
function optionsIn(trial: Trial, parameters: readonly ParameterState[]): readonly string[] {
  const known = optionsByTrial.get(trial);
  if (known !== undefined) return known;
  const options = holdingsOf(parameters, trial.values)
    .flatMap(({ key, held }) => held < 0 ? [] : [effectName(key, held)]);
  optionsByTrial.set(trial, options);
  return options;
}

/** What options are chosen by. */
interface Choosing {
  readonly parameters: readonly ParameterState[];
  readonly effects: Effects;
  readonly random: Random;
}

/** Most levels of places that appear with the option of another one. */
const maxLevels = 12;

/** The candidate with the best option at each discrete place; the rest is that of the parent. */
function composed(parent: Values, choosing: Choosing): Values {
  const { parameters } = choosing;
  const edited = new EditedValues(parent);
  const met = new Set<string>();
  for (let level = 0; level < maxLevels; level++) {
    const fresh = holdingsOf(parameters, edited.values).filter(({ key }) => !met.has(key));
    if (fresh.length === 0) break;
    const replaced: Path[] = [];
    for (const { key, place: { path }, options, held } of fresh) {
      if (replaced.some((whole) => isPartOf(path, whole))) continue; // what came instead is met at the next level
      met.add(key);
      const best = bestOption({ key, options }, choosing);
      const chosen = best === held ? undefined : valueOf(options[best], choosing.random);
      if (chosen === undefined) continue;
      edited.set(path, chosen.value);
      replaced.push(path);
    }
  }
  return edited.values;
}

function isPartOf(path: Path, whole: Path): boolean {
  return path.length >= whole.length && whole.every((key, place) => path[place] === key);
}

function bestOption(
  { key, options }: Pick<Holding, "key" | "options">,
  { effects }: Choosing,
): number {
  const rated = options.map((_, option) => effects.of(effectName(key, option)));
  return rated.indexOf(Math.max(...rated));
}

/** The value of an option; undefined where none can be drawn. */
function valueOf(
  option: Option | undefined,
  random: Random,
): { readonly value: unknown } | undefined {
  switch (option?.kind) {
    case "value":
      return { value: option.value };
    case "absent":
      return { value: undefined };
    case "domain": {
      const value = drawValue(option.domain, random);
      return value === undefined ? undefined : { value };
    }
    case undefined:
      return undefined;
  }
}

/**
 * The arm that tunes all numbers of a program together: least squares on the scores of single examples.
 *
 * Where the score of an example falls with the distance of an output from the right one, the scores of a few neighbours tell how
 * each distance changes with each number, and Gauss and Newton's step is the best setting of all numbers at once; for a program
 * that is linear in them, it is the least squares fit. It takes two generations: the neighbours, then the steps.
 *
 * (Levenberg, 1944; in genetic programming: Kommenda, Kronberger, Winkler, Affenzeller and Wagner, GECCO 2013.)
 *
 * @module
 */
import type { ParameterState } from "../../problem/problem.ts";
import type { Trial } from "../../problem/trial.ts";
import { exampleScores } from "../../problem/trial_lead.ts";
import { meanOf } from "../../propagate/mean.ts";
import type { Arm, Generation, GenerationRequest, Scene, Variation } from "../arm.ts";
import { codeNumbers, renumbered } from "../programs/code_varier.ts";
import { idOf, populationOf } from "../programs/members.ts";
import { leadOf } from "../numbers/standing.ts";
import { gaussNewtonStep } from "./gauss_newton.ts";
import { probesOf, residualsOf, type ScoreModel, scoreModel } from "./probes.ts";

/** Candidates of a generation. */
const generationSize = 48;

/** Programs that are tuned at the same time. */
const mostBases = 8;

/** Most numbers of a program that is tuned. */
const mostNumbers = 12;

/** Trials of all arms before the first generation: as long as operators raise the score fast, tuned numbers only hold them up. */
const firstTrial = 250;

/** Forms and candidates that are remembered as tuned, and steps of neighbours. */
const mostTuned = 600;

/** Pauses in steps: new forms come from the other arms. Each is twice as long as the last one, until tuning brings something again. */
const [shortestPause, longestPause] = [4, 64];

/** Digits of proposed numbers; and of round ones, which are often the true ones and read better. */
const [digits, fewDigits] = [12, 3];

/** A gain, as a share of what is missing to the best possible score, that is worth going on. */
const leastGain = 0.01;

/** A program that is tuned. */
interface Base {
  /** The id of its candidate. */
  readonly id: string;
  readonly form: string;
  /** Of all its code parameters, in their order. */
  readonly numbers: readonly number[];
}

/** A candidate that is proposed: a neighbour of a base, or a step from it. */
interface Expected {
  readonly base: Base;
  readonly isStep: boolean;
}

/** Steps from a base. */
interface Steps {
  readonly base: Base;
  readonly numbers: readonly (readonly number[])[];
}

/** The arm between two generations. */
export interface ConstantsState {
  /** Of the candidates that are being evaluated, in order. */
  readonly expected: readonly Expected[];
  /** For the next generation; none before neighbours were evaluated. */
  readonly steps: readonly Steps[];
  /** Forms whose numbers are as good as this arm makes them, and ids of candidates that have been bases. */
  readonly tuned: readonly string[];
  /** The steps of the latest neighbours, which are no bases themselves. */
  readonly probed: readonly number[];
  /** Length of the last pause, in steps, and the step that ends it. */
  readonly pause: number;
  readonly wakesAt: number;
}

/** Least squares on the numbers of code. */
export const constants: Arm<ConstantsState> = {
  name: "constants",
  initialState: { expected: [], steps: [], tuned: [], probed: [], pause: 0, wakesAt: 0 },
  canChange: ({ kind }) => kind === "code",
  size: ({ history, isTuned }, { wakesAt }) =>
    !isTuned && history.length < firstTrial || lastStep(history) < wakesAt ? 0 : generationSize,
  isOpen: ({ expected, steps }) => steps.length > 0 || expected.some(({ isStep }) => !isStep),
  ask: (request) => request.state.steps.length > 0 ? step(request) : probe(request),
  tell: learn,
};

/** The neighbours of some good programs of different forms. */
async function probe(
  request: GenerationRequest<ConstantsState>,
): Promise<Generation<ConstantsState>> {
  const { history, state, count } = request;
  const bases: Base[] = [];
  let room = count;
  for (const base of await basesOf(request)) {
    const size = base.numbers.length + 1;
    if (bases.length === mostBases || size > room) break;
    bases.push(base);
    room -= size;
  }
  const wishes = bases.map((base) => ({ base, numbers: probesOf(base.numbers) }));
  const made = await candidates(request, wishes, "a number moved a little, to learn the slopes");
  if (made.length === 0) return { children: [], state: resting(state, history) };
  const expected = made.map(({ base }) => ({ base, isStep: false }));
  return { children: made, state: { ...state, expected: [...state.expected, ...expected] } };
}

/** The steps from the programs whose neighbours were evaluated. */
async function step(
  request: GenerationRequest<ConstantsState>,
): Promise<Generation<ConstantsState>> {
  const { state, count } = request;
  const made = (await candidates(request, state.steps, "all numbers by least squares"))
    .slice(0, count);
  const expected = made.map(({ base }) => ({ base, isStep: true }));
  return {
    children: made,
    state: { ...state, steps: [], expected: [...state.expected, ...expected] },
  };
}

/**
 * Programs whose numbers may be better, one of each form: one of the best ones, then three of the smallest ones, and so on. A
 * small form with wrong numbers scores badly, and may be the right one.
 */
async function basesOf(
  { history, parameters, state }: GenerationRequest<ConstantsState>,
): Promise<readonly Base[]> {
  const { members } = await populationOf(history, parameters);
  const [tuned, passed] = [new Set(state.tuned), new Set<string>()];
  const open = members.filter(({ trial }) => !state.probed.includes(trial.step))
    .toSorted((one, other) => other.rating - one.rating)
    .filter(({ form }) => !passed.has(form) && passed.add(form))
    .filter(({ form, id }) => !tuned.has(form) && !tuned.has(id));
  const smallest = open.toSorted((one, other) => one.size - other.size);
  const turns = open.slice(0, 2 * mostBases).flatMap((one, place) => [
    one,
    ...smallest.slice(3 * place, 3 * place + 3),
  ]);
  const best = [...new Set(turns)];
  const names = codesIn(parameters).map(({ name }) => name);
  const sources = best.flatMap(({ trial }) => names.map((name) => String(trial.values[name])));
  const numbers = await codeNumbers(sources);
  return best.flatMap(({ id, form }, place): readonly Base[] => {
    const own = numbers.slice(place * names.length, (place + 1) * names.length);
    if (own.some((each) => each === null)) return [];
    const all = own.flatMap((each) => each ?? []);
    return all.length > 0 && all.length <= mostNumbers ? [{ id, form, numbers: all }] : [];
  });
}

interface Candidate extends Variation {
  readonly base: Base;
}

/** The candidates with the wished numbers, all of a base or none. */
async function candidates(
  { history, parameters, maxGrowth }: Scene,
  wishes: readonly Steps[],
  reasoning: string,
): Promise<readonly Candidate[]> {
  const byId = new Map(history.map((trial) => [idOf(trial), trial]));
  const codes = codesIn(parameters);
  const maxLength = Math.max(...codes.map(({ value }) => String(value).length)) + maxGrowth;
  const all: Candidate[] = [];
  for (const { base, numbers } of wishes) {
    const values = byId.get(base.id)?.values;
    if (values === undefined) continue;
    const sources = codes.map(({ name }) => String(values[name]));
    const counts = (await codeNumbers(sources)).map((each) => each?.length ?? 0);
    const jobs = numbers.flatMap((all) => {
      let start = 0;
      return sources.map((source, place) => {
        const own = all.slice(start, start += counts[place]!); // !: one for each source
        return { source, numbers: own.map((number) => Number(number.toPrecision(digits))) };
      });
    });
    const made = await renumbered(jobs, maxLength);
    if (made.some((each) => each === null)) continue;
    for (const place of numbers.keys()) {
      const changed = codes.map(({ name }, at) =>
        [name, made[place * codes.length + at]?.source] as const
      );
      all.push({ base, reasoning, values: { ...values, ...Object.fromEntries(changed) } });
    }
  }
  return all;
}

/** The state with the steps from evaluated neighbours, or with what the steps brought. */
function learn(
  state: ConstantsState,
  trials: readonly (Trial | null)[],
  { history }: Scene,
): ConstantsState {
  if (state.expected.length === 0) return state;
  const best = bestPossible(history);
  const met = state.expected.map((expected, place) => ({
    ...expected,
    scores: new Map(exampleScores(trials[place] ?? { score: null, scores: {} })),
  }));
  const byBase = Map.groupBy(met, ({ base }) => base.id).values();
  const step = trials.find((trial) => trial !== null)?.step;
  const isProbe = state.expected.some(({ isStep }) => !isStep);
  const probed = isProbe && step !== undefined ? [...state.probed, step] : state.probed;
  const steps: Steps[] = [];
  const tuned: string[] = [];
  for (const all of byBase) {
    const [{ base, isStep }] = all as [typeof all[number]]; // as: a group has one at least
    if (isStep) {
      const before = history.find((trial) => idOf(trial) === base.id);
      const gain = Math.max(...all.map(({ scores }) => gainOf(scores, before, best)));
      tuned.push(gain > leastGain ? base.id : base.form);
      continue;
    }
    const numbers = stepsFrom(base, modelsOf(base, all.map(({ scores }) => scores)), best);
    if (numbers.length > 0) steps.push({ base, numbers });
    else tuned.push(base.form);
  }
  const after = {
    ...state,
    ...{ expected: [], steps, probed: probed.slice(-mostTuned) },
    tuned: [...state.tuned, ...tuned].slice(-mostTuned),
  };
  if (steps.length > 0) return after;
  const rise = Math.max(0, ...trials.map((trial) => trial?.isAccepted ? leadOf(trial) ?? 0 : 0));
  const score = history.findLast(({ isAccepted }) => isAccepted)?.score ?? best;
  const isWorth = rise > leastGain * (best - score + rise);
  return resting(isWorth ? { ...after, pause: 0 } : after, history);
}

/** The best score that an example may have: none that is written as a distance or as a share is better. */
function bestPossible(history: readonly Trial[]): number {
  let most = -Infinity;
  for (const trial of history) {
    for (const [, score] of exampleScores(trial)) most = Math.max(most, score);
  }
  return most <= 0 ? 0 : Math.max(1, most);
}

/** The model of each example that all neighbours met. */
function modelsOf(
  { numbers }: Base,
  scores: readonly ReadonlyMap<string, number>[],
): readonly ScoreModel[] {
  const [first, ...others] = scores;
  if (first === undefined || scores.length <= numbers.length) return [];
  return [...first.keys()].filter((example) => others.every((each) => each.has(example)))
    .map((example) => scoreModel(numbers, scores.map((each) => each.get(example)!))); // !: all have it
}

/** Steps for scores that are distances and for squared ones, whole and damped, and with round numbers. */
function stepsFrom(
  { numbers }: Base,
  models: readonly ScoreModel[],
  best: number,
): readonly (readonly number[])[] {
  if (models.length === 0) return [];
  const all = [1, 0.5].flatMap((power) => {
    const model = residualsOf(models, { best, power });
    return [0, 0.3].flatMap((damping) => {
      const step = gaussNewtonStep(model, damping);
      if (step === null) return [];
      const after = numbers.map((number, place) => number + step[place]!); // !: one for each number
      if (damping > 0) return [after];
      return [after, after.map((number) => Number(number.toPrecision(fewDigits)))];
    });
  });
  const distinct = new Map(all.map((each) => [each.join(), each]));
  distinct.delete(numbers.join());
  return [...distinct.values()];
}

/** The gain of a step over its base, as a share of what was missing. */
function gainOf(
  scores: ReadonlyMap<string, number>,
  base: Trial | undefined,
  best: number,
): number {
  const shared = base === undefined ? [] : exampleScores(base).flatMap(([example, before]) => {
    const score = scores.get(example);
    return score === undefined ? [] : [{ before, score }];
  });
  if (shared.length === 0) return -Infinity;
  const missing = best - meanOf(shared.map(({ before }) => before));
  const gain = meanOf(shared.map(({ before, score }) => score - before));
  return missing > 0 ? gain / missing : 0;
}

/** The state at the beginning of a pause, twice as long as the last one. */
function resting(state: ConstantsState, history: readonly Trial[]): ConstantsState {
  const pause = Math.min(longestPause, Math.max(shortestPause, 2 * state.pause));
  return { ...state, pause, wakesAt: lastStep(history) + 1 + pause };
}

function lastStep(history: readonly Trial[]): number {
  return history.at(-1)?.step ?? 0;
}

function codesIn(parameters: readonly ParameterState[]): readonly ParameterState[] {
  return parameters.filter(({ kind }) => kind === "code");
}

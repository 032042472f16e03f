/**
 * The arm that fits all numbers of a program together: least squares on the scores of single examples.
 *
 * Where the score of an example falls with the distance of an output from the right one, the scores of a few neighbours tell how
 * each distance changes with each number, and Gauss and Newton's step is the best setting of all numbers at once; for a program
 * that is linear in them, it is the least squares fit. It takes two generations: the neighbours, then the steps.
 *
 * (Levenberg, 1944; in genetic programming: Kommenda, Kronberger, Winkler, Affenzeller and Wagner, GECCO 2013.)
 *
 * @module
 */
import type { Trial } from "../../problem/trial.ts";
import { exampleScores } from "../../problem/trial_lead.ts";
import type { Arm, Generation, GenerationRequest, Scene } from "../arm.ts";
import { bestPossible } from "../best_possible.ts";
import { leadOf } from "../numbers/standing.ts";
import { idOf } from "../programs/members.ts";
import { fittedNumbers, gainOf } from "./fitted_numbers.ts";
import { probesOf } from "./probes.ts";
import {
  type Base,
  basesOf,
  type Passed,
  type Renumbered,
  type Wish,
  withNumbers,
} from "./programs_to_fit.ts";

/** Candidates of a generation. */
const generationSize = 48;

/** Programs that are fitted at the same time. */
const mostBases = 8;

/** Trials of all arms before the first generation: as long as operators raise the score fast, fitted numbers only hold them up. */
const firstTrial = 250;

/** Forms, candidates and steps that are remembered. */
const mostPassed = 200;

/**
 * Pauses in steps: new forms come from the other arms. Each is four times as long as the last one, until a fit brings something
 * again; where no number changes a score, the longest.
 */
const [shortestPause, longestPause] = [4, 64];

/** A gain, as a share of what is missing to the best possible score, that is worth going on. */
const leastGain = 0.01;

/** Candidates in a row that were proposed for a program: neighbours, or steps from it. */
interface Expected {
  readonly base: Base;
  readonly kind: "neighbours" | "steps";
  readonly count: number;
}

/** The arm between two generations. */
export interface ConstantsState extends Passed {
  /** The candidates that are being evaluated, in order. */
  readonly expected: readonly Expected[];
  /** Steps for the next generation; none before neighbours were evaluated. */
  readonly steps: readonly Wish[];
  /** Steps whose candidates are neighbours of bases. */
  readonly probed: readonly number[];
  /** Length of the last pause, in steps. */
  readonly pause: number;
  /** The step that ends it. */
  readonly wakesAt: number;
}

/** Least squares on the numbers of code. */
export const constants: Arm<ConstantsState> = {
  name: "constants",
  initialState: { expected: [], steps: [], tuned: [], probed: [], pause: 0, wakesAt: 0 },
  canChange: ({ kind }) => kind === "code",
  size: ({ history, isTuned }, state) => {
    const isEarly = !isTuned && history.length < firstTrial;
    return isUnderWay(state) || !isEarly && lastStep(history) >= state.wakesAt ? generationSize : 0;
  },
  isOpen: isUnderWay,
  probed: ({ probed }) => probed,
  ask: (request) => request.state.steps.length > 0 ? takeSteps(request) : lookAround(request),
  tell: learn,
};

/** Whether steps follow from neighbours. */
function isUnderWay({ expected, steps }: ConstantsState): boolean {
  return steps.length > 0 || expected.some(({ kind }) => kind === "neighbours");
}

/** The neighbours of some programs of different forms. */
async function lookAround(
  request: GenerationRequest<ConstantsState>,
): Promise<Generation<ConstantsState>> {
  const { history, state, count } = request;
  const bases: Base[] = [];
  let room = count;
  for (const base of await basesOf(request, state, mostBases)) {
    room -= base.numbers.length + 1;
    if (bases.length === mostBases || room < 0) break;
    bases.push(base);
  }
  const wishes = bases.map((base) => ({ base, numbers: probesOf(base.numbers) }));
  const made = await withNumbers(request, wishes, "a number moved a little, to learn the slopes");
  if (made.length === 0) return { children: [], state: resting(state, history) };
  return generationOf(made, "neighbours", state);
}

/** The steps from the programs whose neighbours were evaluated. */
async function takeSteps(
  request: GenerationRequest<ConstantsState>,
): Promise<Generation<ConstantsState>> {
  const { state, count } = request;
  const made = await withNumbers(request, state.steps, "all numbers by least squares");
  let room = count;
  const taken = made.map(({ base, children }) => {
    const some = children.slice(0, room);
    room -= some.length;
    return { base, children: some };
  });
  return generationOf(taken, "steps", { ...state, steps: [] });
}

function generationOf(
  made: readonly Renumbered[],
  kind: Expected["kind"],
  state: ConstantsState,
): Generation<ConstantsState> {
  const expected = made.map(({ base, children }) => ({ base, kind, count: children.length }));
  return {
    children: made.flatMap(({ children }) => children),
    state: { ...state, expected: [...state.expected, ...expected] },
  };
}

/** The state with the steps from evaluated neighbours, or with what the steps brought. */
function learn(
  state: ConstantsState,
  trials: readonly (Trial | null)[],
  { history }: Scene,
): ConstantsState {
  if (state.expected.length === 0) return state;
  const best = bestPossible(history);
  const steps: Wish[] = [];
  const tuned: string[] = [];
  let place = 0;
  for (const { base, kind, count } of state.expected) {
    const scores = trials.slice(place, place += count)
      .map((trial) => new Map(trial === null ? [] : exampleScores(trial)));
    if (kind === "steps") {
      const before = history.find((trial) => idOf(trial) === base.id);
      const gain = Math.max(...scores.map((each) => gainOf(each, before, best)));
      tuned.push(gain > leastGain ? base.id : base.form);
      continue;
    }
    const numbers = fittedNumbers(base.numbers, scores, best);
    if (numbers.length > 0) steps.push({ base, numbers });
    else tuned.push(base.form);
  }
  const areNeighbours = state.expected.some(({ kind }) => kind === "neighbours");
  const step = trials.find((trial) => trial !== null)?.step;
  const probed = areNeighbours && step !== undefined ? [...state.probed, step] : state.probed;
  const after = {
    ...state,
    ...{ expected: [], steps, probed: probed.slice(-mostPassed) },
    tuned: [...state.tuned, ...tuned].slice(-mostPassed),
  };
  if (steps.length > 0) return after;
  if (areNeighbours) return resting({ ...after, pause: longestPause }, history); // no number matters
  const rise = Math.max(0, ...trials.map((trial) => trial?.isAccepted ? leadOf(trial) ?? 0 : 0));
  const score = history.findLast(({ isAccepted }) => isAccepted)?.score ?? best;
  const isWorth = rise > leastGain * (best - score + rise);
  return resting(isWorth ? { ...after, pause: 0 } : after, history);
}

/** The state at the beginning of a pause, longer than the last one. */
function resting(state: ConstantsState, history: readonly Trial[]): ConstantsState {
  const pause = Math.min(longestPause, Math.max(shortestPause, 4 * state.pause));
  return { ...state, pause, wakesAt: lastStep(history) + 1 + pause };
}

function lastStep(history: readonly Trial[]): number {
  return history.at(-1)?.step ?? 0;
}

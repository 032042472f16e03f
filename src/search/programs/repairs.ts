/**
 * The arm that mends code which examples test: it goes through all small changes of the best candidates.
 *
 * @module
 */
import type { Arm, Generation, GenerationRequest, Scene, Variation } from "../arm.ts";
import { repairsOf } from "./code_varier.ts";
import { describeValues, type Member, populationOf } from "./members.ts";
import { areTests, trialsOf } from "./tested_code.ts";
import { untriedCodes } from "./untried_codes.ts";

/** Candidates of a generation: few, because the repairs of a better candidate come first. */
const generationSize = 24;

/** Messages to the child for one generation. */
const mostRounds = 24;

/** Repairs in one message. */
const perMessage = 48;

/** More repairs than a parameter has. */
const mostRepairs = 1e6;

/** Candidates whose progress is kept. */
const mostParents = 64;

/** Trials of other arms after which there may be something to repair again. */
const pause = 96;

/** How far a candidate's repairs came: the next code parameter by its place, and the number of the next repair; null at the end. */
interface Progress {
  readonly id: string;
  readonly next: { readonly parameter: number; readonly number: number } | null;
}

/** The arm between two generations. */
export interface RepairsState {
  /** The number of generations. */
  readonly turn: number;
  /** Of the candidates whose repairs were begun, the latest ones last. */
  readonly parents: readonly Progress[];
  /** Whether the best candidate has repairs that were not tried. */
  readonly isFavoured: boolean;
  /** Trials of all arms before the next generation. */
  readonly from: number;
}

/** Repair of code by its tests. */
export const repairs: Arm<RepairsState> = {
  name: "repairs",
  initialState: { turn: 0, parents: [], isFavoured: true, from: 0 },
  canChange: ({ kind }) => kind === "code",
  size: (scene, state) => canBegin(scene, state) ? generationSize : 0,
  isFavoured: ({ isFavoured }) => isFavoured,
  ask,
  tell: (state, trials) =>
    trials.some((trial) => trial?.isAccepted) ? { ...state, isFavoured: true } : state,
};

function canBegin(scene: Scene, { from }: RepairsState): boolean {
  return !scene.isTuned && scene.history.length >= from && areTests(scene);
}

/**
 * The next repairs of the best candidate that has any, and in every other generation of the accepted one that had fewest: a repair
 * that passes more tests may lead away from what is right.
 */
async function ask(request: GenerationRequest<RepairsState>): Promise<Generation<RepairsState>> {
  const { history, parameters, state, count, maxGrowth, signal } = request;
  const { members, byBehaviour } = await populationOf(trialsOf(request), parameters);
  const codes = parameters.filter(({ kind }) => kind === "code");
  const candidates = members.filter(({ trial }) => trial.comparison?.isUnchanged !== true);
  const best = bestOf(candidates);
  const known = new Set(byBehaviour.keys());
  const children: Variation[] = [];
  const isBack = state.turn % 2 === 1;
  let { parents } = state;
  for (let round = 0; round < mostRounds && children.length < count; round++) {
    signal?.throwIfAborted();
    const open = candidates.filter(({ id }) => isOpen(parents, id));
    const parent = (round === 0 && isBack ? leastRepaired(open, parents) : undefined) ??
      bestOf(open);
    if (parent === undefined) break;
    const { parameter, number } = progressOf(parents, parent.id)?.next ?? start;
    const { name, value } = codes[parameter]!; // !: progress ends after the last one
    const { values } = parent.trial;
    const found = await repairsOf({
      source: String(values[name]),
      from: number,
      most: perMessage,
      maxLength: String(value).length + maxGrowth,
    });
    const { taken, next } = untriedCodes(found, {
      known,
      behaviourOf: (source) => describeValues({ ...values, [name]: source }, parameters).behaviour,
      most: count - children.length,
    });
    for (const source of taken) {
      children.push({ values: { ...values, [name]: source }, reasoning: `${name}: repair` });
    }
    const isLast = next === null && parameter + 1 === codes.length;
    parents = progressed(parents, {
      id: parent.id,
      next: next !== null
        ? { parameter, number: next }
        : isLast
        ? null
        : { parameter: parameter + 1, number: 0 },
    });
  }
  return {
    children,
    state: {
      turn: state.turn + 1,
      parents,
      isFavoured: best !== undefined && isOpen(parents, best.id),
      from: children.length > 0 ? state.from : history.length + pause,
    },
  };
}

const start = { parameter: 0, number: 0 };

/** The member with the best rating, the oldest of equal ones. */
function bestOf(members: readonly Member[]): Member | undefined {
  return members.reduce<Member | undefined>(
    (best, one) => best === undefined || one.rating > best.rating ? one : best,
    undefined,
  );
}

/** The accepted member with the fewest repairs, the best of equal ones. */
function leastRepaired(
  members: readonly Member[],
  parents: readonly Progress[],
): Member | undefined {
  const accepted = members.filter(({ trial }) => trial.isAccepted);
  const countOf = ({ id }: Member): number => {
    const { parameter, number } = progressOf(parents, id)?.next ?? start;
    return parameter * mostRepairs + number;
  };
  const least = accepted.reduce((least, one) => Math.min(least, countOf(one)), Infinity);
  return bestOf(accepted.filter((one) => countOf(one) === least));
}

function progressOf(parents: readonly Progress[], id: string): Progress | undefined {
  return parents.find((parent) => parent.id === id);
}

/** Whether a candidate has repairs that did not come. */
function isOpen(parents: readonly Progress[], id: string): boolean {
  return progressOf(parents, id)?.next !== null;
}

function progressed(parents: readonly Progress[], parent: Progress): readonly Progress[] {
  return [...parents.filter(({ id }) => id !== parent.id), parent].slice(-mostParents);
}

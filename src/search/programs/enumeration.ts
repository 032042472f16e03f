/**
 * The arm that goes through small code in order: all extensions of the best small candidates, by beams with few functions.
 *
 * (Short formulas are found surest by going through them: compare Bartlett, Desmond and Ferreira, 2023.)
 *
 * @module
 */
import type { ParameterState } from "../../problem/problem.ts";
import type { Trial } from "../../problem/trial.ts";
import type { Arm, Generation, GenerationRequest, Scene, Variation } from "../arm.ts";
import { type Beam, freshBeam, functionSets, membersWith, withParent } from "./beams.ts";
import { extensionsOf } from "./code_varier.ts";
import { describeValues, type Member, type Population, populationOf } from "./members.ts";
import { untriedCodes } from "./untried_codes.ts";

/** Candidates of a generation. */
const generationSize = 48;

/** Messages to the child for one generation. */
const mostRounds = 24;

/** Extensions in one message. */
const perMessage = 48;

/** Longest code that has few enough extensions, in characters. */
const longest = 300;

/**
 * Trials of all arms before the first generation, since as long as operators raise the score fast, enumeration only delays
 * them; and after a generation that mostly did the same. Once a history is full, there is none after such a one.
 */
const pause = 1_200;

/** Generations in a row, because one alone brings little, and other arms gain a little in each of theirs. */
const inRow = 16;

/** Generations after which small code was gone through. */
const mostTurns = 200;

/** The arm between two generations. */
export interface EnumerationState {
  /** One for each set of functions. */
  readonly beams: readonly Beam[];
  /** The number of generations. */
  readonly turn: number;
  /** Trials of all arms before the next one. */
  readonly from: number;
  /** The steps of its own candidates. */
  readonly steps: readonly number[];
  /** Candidates of other arms that extensions came to, by their ids. */
  readonly met: readonly string[];
}

/** Enumeration of small code. */
export const enumeration: Arm<EnumerationState> = {
  name: "enumeration",
  initialState: {
    beams: functionSets.map(() => freshBeam),
    turn: 0,
    from: pause,
    steps: [],
    met: [],
  },
  canChange: ({ kind }) => kind === "code",
  size: (scene, state) => canBegin(scene, state) ? generationSize : 0,
  isOpen: ({ turn }) => turn % inRow !== 0 && turn < mostTurns,
  ask: enumerate,
  tell(state, trials, { history }) {
    const met = trials.filter((trial) => trial !== null);
    const [first] = met;
    if (first === undefined) return state;
    const told = { ...state, steps: [...state.steps, first.step] };
    return isMostlyNew(met) ? told : {
      ...told,
      turn: Math.ceil(state.turn / inRow) * inRow,
      from: history.length + pause,
    };
  },
};

function canBegin(
  { parameters, current, history, isTuned }: Scene,
  { turn, from }: EnumerationState,
): boolean {
  const { values } = history[0] ?? { values: current };
  const codes = codesIn(parameters).map(({ name }) => String(values[name]));
  return !isTuned && turn < mostTurns && history.length >= from && codes.join().length <= longest;
}

/**
 * Whether more than half of a generation did something of their own. Where only the order of results counts, as of priorities,
 * most small code does the same as other small code.
 */
function isMostlyNew(trials: readonly Trial[]): boolean {
  const behaviours = new Set(
    trials.map(({ scores, outputs }) => JSON.stringify([scores, outputs])),
  );
  return 2 * behaviours.size > trials.length;
}

function codesIn(parameters: readonly ParameterState[]): readonly ParameterState[] {
  return parameters.filter(({ kind }) => kind === "code");
}

/** A generation of one beam, all in turn, or of the next one that has any; without one, small code was gone through. */
async function enumerate(
  request: GenerationRequest<EnumerationState>,
): Promise<Generation<EnumerationState>> {
  const { history, parameters, state } = request;
  const population = await populationOf(history, parameters);
  const own = ownMembers(population, state);
  const members = functionSets.map((functions) => membersWith(functions, own));
  let { beams } = state;
  let met = state.met.filter((id) => population.byId.has(id));
  for (let tried = 0; tried < functionSets.length; tried++) {
    const place = (state.turn + tried) % functionSets.length;
    const extended = await extend(request, population, {
      beam: beams[place] ?? freshBeam,
      members: members[place] ?? [],
      functions: functionSets[place] ?? [],
    });
    const { children } = extended;
    beams = beams.with(place, extended.beam);
    met = [...new Set([...met, ...extended.met])];
    if (children.length > 0) {
      return { children, state: { ...state, beams, met, turn: state.turn + 1 } };
    }
  }
  return { children: [], state: { ...state, beams, met, turn: mostTurns } };
}

/** The first candidate and those that extensions came to: the many of other arms would take the places of what leads on. */
function ownMembers(
  { members }: Population,
  { steps, met }: EnumerationState,
): readonly Member[] {
  const [ownSteps, ids] = [new Set(steps), new Set(met)];
  return members.filter(({ id, trial }, place) =>
    place === 0 || ownSteps.has(trial.step) || ids.has(id)
  );
}

/** The next extensions of a beam that were not tried before. */
async function extend(
  { parameters, count, maxGrowth, signal }: GenerationRequest<EnumerationState>,
  { byId, byBehaviour }: Population,
  { beam: first, members, functions }: {
    readonly beam: Beam;
    readonly members: readonly Member[];
    readonly functions: readonly string[];
  },
): Promise<
  {
    readonly beam: Beam;
    readonly children: readonly Variation[];
    /** Ids of candidates that were measured before. */
    readonly met: readonly string[];
  }
> {
  const known = new Set(byBehaviour.keys());
  const children: Variation[] = [];
  const met: string[] = [];
  let beam = first;
  for (let round = 0; round < mostRounds && children.length < count; round++) {
    signal?.throwIfAborted();
    if (beam.parent === null) beam = withParent(beam, members);
    const { parent } = beam;
    if (parent === null) break;
    const values = byId.get(parent.id)?.trial.values;
    const code = codesIn(parameters)[parent.parameter];
    if (values === undefined || code === undefined) {
      beam = { ...beam, parent: null };
      continue;
    }
    const { name, value } = code;
    const extensions = await extensionsOf({
      source: String(values[name]),
      functions,
      from: parent.next,
      most: perMessage,
      maxLength: String(value).length + maxGrowth,
    });
    const behaviourOf = (source: string) =>
      describeValues({ ...values, [name]: source }, parameters).behaviour;
    met.push(
      ...extensions.found.flatMap(({ source }) => byBehaviour.get(behaviourOf(source))?.id ?? []),
    );
    const { taken, next } = untriedCodes(extensions, {
      ...{ known, behaviourOf },
      most: count - children.length,
    });
    for (const source of taken) {
      children.push({
        values: { ...values, [name]: source },
        reasoning: `${name}: add an operation`,
      });
    }
    beam = {
      ...beam,
      parent: next === null
        ? { ...parent, parameter: parent.parameter + 1, next: 0 }
        : { ...parent, next },
    };
  }
  return { beam, children, met };
}

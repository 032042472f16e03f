/**
 * The arm that goes through small code in order: all extensions of the best small candidates, by beams with few functions.
 *
 * (Short formulas are found surest by going through them: compare Bartlett, Desmond and Ferreira, 2023.)
 *
 * @module
 */
import type { ParameterState } from "../../problem/problem.ts";
import type { Arm, Generation, GenerationRequest, Scene, Variation } from "../arm.ts";
import { type Beam, freshBeam, functionSets, membersWith, withParent } from "./beams.ts";
import { extensionsOf } from "./code_varier.ts";
import { describeValues, type Member, type Population, populationOf } from "./members.ts";

/** Candidates of a generation. */
const generationSize = 48;

/** Messages to the child for one generation. */
const mostRounds = 24;

/** Extensions in one message. */
const perMessage = 48;

/** Longest code that has few enough extensions, in characters. */
const longest = 300;

/** Trials of all arms before the first generation: as long as operators raise the score fast, enumeration only delays them. */
const firstTrial = 1_200;

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
}

/** Enumeration of small code. */
export const enumeration: Arm<EnumerationState> = {
  name: "enumeration",
  initialState: { beams: functionSets.map(() => freshBeam), turn: 0 },
  canChange: ({ kind }) => kind === "code",
  size: (scene, { turn }) => canBegin(scene) && turn < mostTurns ? generationSize : 0,
  isOpen: ({ turn }) => turn % inRow !== 0 && turn < mostTurns,
  ask: enumerate,
  tell: (state) => state,
};

function canBegin({ parameters, current, history, isTuned }: Scene): boolean {
  const { values } = history[0] ?? { values: current };
  const codes = codesIn(parameters).map(({ name }) => String(values[name]));
  return !isTuned && history.length >= firstTrial && codes.join().length <= longest;
}

function codesIn(parameters: readonly ParameterState[]): readonly ParameterState[] {
  return parameters.filter(({ kind }) => kind === "code");
}

/** A generation of one beam, or of the next one that has any; without one, small code was gone through. */
async function enumerate(
  request: GenerationRequest<EnumerationState>,
): Promise<Generation<EnumerationState>> {
  const { history, parameters, state: { beams, turn } } = request;
  const population = await populationOf(history, parameters);
  const members = functionSets.map((functions) => membersWith(functions, population.members));
  const first = placeOfTurn(turn, members);
  let after = beams;
  for (let tried = 0; tried < functionSets.length; tried++) {
    const place = (first + tried) % functionSets.length;
    const { beam, children } = await extend(request, population, {
      beam: after[place] ?? freshBeam,
      members: members[place] ?? [],
      functions: functionSets[place] ?? [],
    });
    after = after.with(place, beam);
    if (children.length > 0) return { children, state: { beams: after, turn: turn + 1 } };
  }
  return { children: [], state: { beams: after, turn: mostTurns } };
}

/** Every other generation belongs to the beam of the best member, the others to all beams in turn. */
function placeOfTurn(turn: number, members: readonly (readonly Member[])[]): number {
  if (turn % 2 === 0) return turn / 2 % members.length;
  const best = members.map((some) =>
    some.reduce((most, { rating }) => Math.max(most, rating), -Infinity)
  );
  return best.indexOf(Math.max(...best));
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
): Promise<{ readonly beam: Beam; readonly children: readonly Variation[] }> {
  const known = new Set(byBehaviour.keys());
  const children: Variation[] = [];
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
    const { found, next } = await extensionsOf({
      source: String(values[name]),
      functions,
      from: parent.next,
      most: perMessage,
      maxLength: String(value).length + maxGrowth,
    });
    const unknown = found.filter(({ source }) => {
      const { behaviour } = describeValues({ ...values, [name]: source }, parameters);
      return !known.has(behaviour) && known.add(behaviour);
    });
    const taken = unknown.slice(0, count - children.length);
    for (const { source } of taken) {
      children.push({
        values: { ...values, [name]: source },
        reasoning: `${name}: add an operation`,
      });
    }
    const rest = unknown[taken.length];
    const after = rest?.number ?? next;
    beam = {
      ...beam,
      parent: after === null
        ? { ...parent, parameter: parent.parameter + 1, next: 0 }
        : { ...parent, next: after },
    };
  }
  return { beam, children };
}

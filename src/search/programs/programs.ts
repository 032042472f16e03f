/**
 * The arm that varies code: genetic programming on islands.
 *
 * @module
 */
import type { ParameterState, Values } from "../../problem/problem.ts";
import type { Trial } from "../../problem/trial.ts";
import { exampleScores } from "../../problem/trial_lead.ts";
import { differenceOf, meanOf } from "../../propagate/mean.ts";
import type { Arm, Generation, GenerationRequest, Scene, Variation } from "../arm.ts";
import { type OperatorName, operatorNames, tuningNames } from "../code_operators.ts";
import { chance, pick, pickWeighted, type Random } from "../draw.ts";
import { type Reach, reachOf } from "../reach.ts";
import { type VariationJob, varyCode } from "./code_varier.ts";
import {
  activeIsland,
  firstIslands,
  type Island,
  type Islands,
  moved,
  settled,
  withActive,
} from "./islands.ts";
import { describeValues, idOf, type Member, type Population, populationOf } from "./members.ts";
import { credited, type Credits, drawOperator } from "./operator_credit.ts";
import { type Pool, poolOf, selectByExample } from "./select_parent.ts";

/** Candidates of a generation, which are cheap beside what it takes to start one. */
const generationSize = 48;

/** Messages to the child for one generation. */
const mostRounds = 6;

/** Share of parents that are drawn from the front of score and size, whose smallest are poor; the others are chosen by single examples. */
const shareOfFront = 0.25;

/** Most operators in a row. */
const mostSteps = 6;

/** What is known of a child until it is evaluated. */
interface Expected {
  readonly parent: string;
  readonly operators: readonly OperatorName[];
}

/** The arm between two generations; members of islands are the ids of candidates. */
export interface ProgramsState {
  readonly islands: Islands;
  readonly credits: Credits;
  /** The latest step whose accepted candidates came to an island. */
  readonly seen: number;
  /** Of the children that are being evaluated, in order. */
  readonly expected: readonly Expected[];
}

/** Genetic programming over all code parameters. */
export const programs: Arm<ProgramsState> = {
  name: "programs",
  initialState: {
    islands: firstIslands,
    credits: {},
    seen: -1,
    expected: [],
  },
  canChange: ({ kind }) => kind === "code",
  size: () => generationSize,
  ask: breed,
  tell: learn,
};

async function breed(
  request: GenerationRequest<ProgramsState>,
): Promise<Generation<ProgramsState>> {
  const { history, parameters, random, state, count, signal } = request;
  const population = await populationOf(history, parameters);
  const islands = nextIslands(population, state, random);
  const breeder = new Breeder(request, population, activeIsland(islands));
  const known = new Set(population.byBehaviour.keys());
  const met: string[] = [];
  const children: Variation[] = [];
  const expected: Expected[] = [];
  for (let round = 0; round < mostRounds && children.length < count; round++) {
    signal?.throwIfAborted();
    const missing = Math.ceil((count - children.length) * 1.3) + 4;
    const drafts = Array.from({ length: missing }, () => breeder.draft(round));
    const variants = await varyCode(drafts.map(({ job }) => job));
    for (const [place, { values, name, parent }] of drafts.entries()) {
      const variant = variants[place];
      if (!variant || children.length >= count) continue;
      const child = { ...values, [name]: variant.source };
      const { behaviour } = describeValues(child, parameters);
      if (known.has(behaviour)) {
        // It was measured before, perhaps for another island: this one has it without an evaluation.
        const before = population.byBehaviour.get(behaviour);
        if (before) met.push(before.id);
        continue;
      }
      known.add(behaviour);
      children.push({ values: child, reasoning: `${name}: ${variant.steps.join(", ")}` });
      expected.push({ parent, operators: variant.steps });
    }
  }
  const seen = Math.max(state.seen, ...history.map(({ step }) => step));
  return {
    children,
    state: {
      ...state,
      islands: withMembers(islands, met),
      seen,
      expected: [...state.expected, ...expected],
    },
  };
}

/** The islands after the last generation, with accepted candidates that came from elsewhere; at first with all. */
function nextIslands(
  { members, byId }: Population,
  { islands, seen }: ProgramsState,
  random: Random,
): Islands {
  const isFirst = seen < 0;
  const active = activeIsland(islands);
  const strangers = members.filter(({ id, trial }) =>
    (isFirst || trial.isAccepted && trial.step > seen) && !active.members.includes(id)
  );
  const all = [...active.members, ...strangers.map(({ id }) => id)];
  const [founder] = members;
  const settledIsland = settled({ ...active, members: all }, byId, founder);
  const next = moved(withActive(islands, settledIsland), byId, random);
  const island = activeIsland(next);
  return island.members.length > 0 || founder === undefined
    ? next
    : withActive(next, { ...island, members: [founder.id] });
}

function withMembers(islands: Islands, ids: readonly string[]): Islands {
  const island = activeIsland(islands);
  return withActive(islands, {
    ...island,
    members: [...new Set([...island.members, ...ids])],
  });
}

interface Draft extends Expected {
  readonly job: VariationJob;
  readonly values: Values;
  /** The code parameter that changes. */
  readonly name: string;
}

/** Chooses parents and operators for one generation. */
class Breeder {
  readonly #request: GenerationRequest<ProgramsState>;
  readonly #pool: Pool;
  readonly #byForm: ReadonlyMap<string, readonly Member[]>;
  readonly #reach: Reach;

  constructor(
    request: GenerationRequest<ProgramsState>,
    { members, byId, leadsOf }: Population,
    island: Island,
  ) {
    this.#request = request;
    const wanted = new Set(request.population?.map(idOf));
    const chosen = members.filter(({ id }) => wanted.has(id));
    const inhabitants = island.members.flatMap((id) => byId.get(id) ?? []);
    this.#pool = poolOf(chosen.length > 0 ? chosen : inhabitants, leadsOf);
    this.#byForm = Map.groupBy(members, ({ form }) => form);
    this.#reach = reachOf(request.history);
  }

  /** A wish for a child. @param steps in a row at least, beyond one */
  draft(steps: number): Draft {
    const { current, inputs = {}, isTuned, state, random, maxGrowth } = this.#request;
    const [parent, partner] = [this.#choose(), this.#choose()];
    const values = parent?.trial.values ?? current;
    const { name, value } = this.#drawCode();
    const source = String(values[name]);
    const names = isTuned ? tuningNames : operatorNames;
    const operators = [drawOperator(random, state.credits, names)];
    while (operators.length < mostSteps && (operators.length <= steps || chance(random, 0.2))) {
      operators.push(drawOperator(random, state.credits, names));
    }
    const mates = parent && this.#matesOf(parent, name);
    return {
      parent: parent?.id ?? "",
      operators,
      values,
      name,
      job: {
        source,
        partner: String((partner?.trial.values ?? current)[name]),
        ...mates ? { mates } : {},
        ...inputs[name] ? { inputs: inputs[name] } : {},
        operators,
        seed: Math.floor(random() * 2 ** 32),
        maxLength: Math.max(String(value).length, source.length) + maxGrowth,
      },
    };
  }

  /** A code parameter, sooner one whose changes change outputs. */
  #drawCode(): ParameterState {
    const { parameters, random } = this.#request;
    const codes = parameters.filter(({ kind }) => kind === "code")
      .map((parameter) => ({ parameter, weight: this.#reach(parameter.name) }));
    return pickWeighted(random, codes)!.parameter; // `canChange` found one, and no weight is 0
  }

  #choose(): Member | undefined {
    const { random } = this.#request;
    return chance(random, shareOfFront)
      ? pick(random, this.#pool.front)
      : selectByExample(this.#pool, random);
  }

  /** Two candidates of the same form, the better ones first. */
  #matesOf({ form }: Member, name: string): readonly [string, string] | undefined {
    const { random } = this.#request;
    const alike = (this.#byForm.get(form) ?? [])
      .toSorted((one, other) => other.rating - one.rating).slice(0, 12);
    const [one, other] = [pick(random, alike), pick(random, alike)];
    if (!one || !other || one === other) return undefined;
    return [String(one.trial.values[name]), String(other.trial.values[name])];
  }
}

function learn(
  state: ProgramsState,
  trials: readonly (Trial | null)[],
  { history }: Scene,
): ProgramsState {
  const { islands, credits, expected } = state;
  const met = expected.flatMap((one, place) => {
    const trial = trials[place];
    return trial ? [{ ...one, trial }] : [];
  });
  const parents = new Map(history.map((trial) => [idOf(trial), trial]));
  const uses = met.map(({ operators, parent, trial }) => ({
    operators,
    isGain: isBetter(trial, parents.get(parent)),
  }));
  const island = activeIsland(islands);
  const members = [...island.members, ...met.map(({ trial }) => idOf(trial))];
  const stalled = island.stalled + met.length;
  return {
    ...state,
    islands: withActive(islands, { ...island, members, stalled }),
    credits: credited(credits, uses),
    expected: [],
  };
}

/** Whether a child did better than its parent on the examples that both met. */
function isBetter(child: Trial, parent: Trial | undefined): boolean {
  if (parent === undefined) return false;
  const before = new Map(exampleScores(parent));
  const gains = exampleScores(child).flatMap(([example, score]) => {
    const other = before.get(example);
    return other === undefined ? [] : [differenceOf(score, other)];
  });
  return gains.length > 0 && meanOf(gains) > 0;
}

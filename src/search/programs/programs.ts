/**
 * The arm that varies code: genetic programming on islands.
 *
 * @module
 */
import type { Values } from "../../problem/problem.ts";
import type { Trial } from "../../problem/trial.ts";
import { exampleScores } from "../../problem/trial_lead.ts";
import { differenceOf, meanOf } from "../../propagate/mean.ts";
import type { Arm, Generation, GenerationRequest, Scene, Variation } from "../arm.ts";
import { type OperatorName, operatorNames, tuningNames } from "../code/operators.ts";
import { chance, pick, type Random } from "../draw.ts";
import { type VariationJob, varyCode } from "./code_varier.ts";
import { freshIsland, type Island, islandCount, moved, settled } from "./islands.ts";
import { describeValues, idOf, type Member, type Population, populationOf } from "./members.ts";
import { credited, type Credits, drawOperator } from "./operator_credit.ts";
import { type Pool, poolOf, selectByExample } from "./select_parent.ts";

/** Candidates of a generation, which are cheap beside what it takes to start one. */
const generationSize = 48;

/** Messages to the child for one generation. */
const mostRounds = 6;

/** Most operators in a row. */
const mostSteps = 6;

/** What is known of a child until it is evaluated. */
interface Expected {
  readonly island: number;
  readonly parent: string;
  readonly operators: readonly OperatorName[];
}

/** The arm between two generations; members are the ids of candidates. */
export interface ProgramsState {
  readonly islands: readonly Island[];
  readonly credits: Credits;
  readonly generation: number;
  /** The latest step whose accepted candidates came to an island. */
  readonly seen: number;
  /** Of the children that are being evaluated, in order. */
  readonly expected: readonly Expected[];
}

/** Genetic programming over all code parameters. */
export const programs: Arm<ProgramsState> = {
  name: "programs",
  initialState: {
    islands: Array(islandCount).fill(freshIsland),
    credits: {},
    generation: 0,
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
  const breeder = new Breeder(request, population, islands);
  const known = new Set(population.behaviours);
  const children: Variation[] = [];
  const expected: Expected[] = [];
  for (let round = 0; round < mostRounds && children.length < count; round++) {
    signal?.throwIfAborted();
    const missing = Math.ceil((count - children.length) * 1.3) + 4;
    const drafts = Array.from({ length: missing }, (_, place) => breeder.draft(place, round));
    const variants = await varyCode(drafts.map(({ job }) => job));
    for (const [place, { values, name, ...draft }] of drafts.entries()) {
      const variant = variants[place];
      if (!variant || children.length >= count) continue;
      const child = { ...values, [name]: variant.source };
      const { behaviour } = describeValues(child, parameters);
      if (known.has(behaviour)) continue;
      known.add(behaviour);
      children.push({ values: child, reasoning: `${name}: ${variant.steps.join(", ")}` });
      expected.push({ island: draft.island, parent: draft.parent, operators: variant.steps });
    }
  }
  const seen = Math.max(state.seen, ...history.map(({ step }) => step));
  return {
    children,
    state: { ...state, islands, seen, expected: [...state.expected, ...expected] },
  };
}

/** The islands after the last generation, with accepted candidates that came from elsewhere; at first with all. */
function nextIslands(
  { members, byId }: Population,
  { islands, seen, generation }: ProgramsState,
  random: Random,
): readonly Island[] {
  const inhabitants = new Set(islands.flatMap(({ members }) => members));
  const isFirst = generation === 0;
  const strangers = members.filter(({ id, trial }) =>
    (isFirst || trial.isAccepted && trial.step > seen) && !inhabitants.has(id)
  );
  const settledIslands = islands.map((island, place) => {
    const newcomers = strangers.filter((_, index) => (generation + index) % islandCount === place);
    const all = [...island.members, ...newcomers.map(({ id }) => id)];
    return settled({ ...island, members: all }, byId);
  });
  const founder = members[0];
  return moved(settledIslands, byId, { generation, random })
    .map((island) =>
      island.members.length > 0 || !founder ? island : { ...island, members: [founder.id] }
    );
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
  readonly #pools: readonly Pool[];
  readonly #byForm: ReadonlyMap<string, readonly Member[]>;

  constructor(
    request: GenerationRequest<ProgramsState>,
    { members, byId, leadsOf }: Population,
    islands: readonly Island[],
  ) {
    this.#request = request;
    const wanted = new Set(request.population?.map(idOf));
    const chosen = members.filter(({ id }) => wanted.has(id));
    this.#pools = chosen.length > 0
      ? [poolOf(chosen, leadsOf)]
      : islands.map(({ members }) => poolOf(members.flatMap((id) => byId.get(id) ?? []), leadsOf));
    this.#byForm = Map.groupBy(members, ({ form }) => form);
  }

  /** A wish for a child of an island. @param steps in a row at least, beyond one */
  draft(place: number, steps: number): Draft {
    const { parameters, current, isTuned, state, random, maxGrowth } = this.#request;
    const island = place % this.#pools.length;
    const [parent, partner] = [this.#choose(island), this.#choose(island)];
    const values = parent?.trial.values ?? current;
    // `canChange` found one.
    const { name, value } = pick(random, parameters.filter(({ kind }) => kind === "code"))!;
    const source = String(values[name]);
    const names = isTuned ? tuningNames : operatorNames;
    const operators = [drawOperator(random, state.credits, names)];
    while (operators.length < mostSteps && (operators.length <= steps || chance(random, 0.2))) {
      operators.push(drawOperator(random, state.credits, names));
    }
    const mates = parent && this.#matesOf(parent, name);
    return {
      island,
      parent: parent?.id ?? "",
      operators,
      values,
      name,
      job: {
        source,
        partner: String((partner?.trial.values ?? current)[name]),
        ...mates ? { mates } : {},
        operators,
        seed: Math.floor(random() * 2 ** 32),
        maxLength: Math.max(String(value).length, source.length) + maxGrowth,
      },
    };
  }

  #choose(island: number): Member | undefined {
    const { random } = this.#request;
    const pool = this.#pools[island];
    if (!pool) return undefined;
    return chance(random, 0.5) ? pick(random, pool.front) : selectByExample(pool, random);
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
  const { islands, credits, generation, expected } = state;
  const met = expected.flatMap((one, place) => {
    const trial = trials[place];
    return trial ? [{ ...one, trial }] : [];
  });
  const parents = new Map(history.map((trial) => [idOf(trial), trial]));
  const uses = met.map(({ operators, parent, trial }) => ({
    operators,
    isGain: isBetter(trial, parents.get(parent)),
  }));
  return {
    ...state,
    islands: islands.map((island, place) => ({
      ...island,
      members: [
        ...island.members,
        ...met.filter((one) => one.island === place).map(({ trial }) => idOf(trial)),
      ],
    })),
    credits: credited(credits, uses),
    generation: generation + 1,
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

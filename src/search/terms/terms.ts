/**
 * The arm that adds terms to the result of a program: a few of many small functions, by least squares on the scores of single
 * examples.
 *
 * A little of each term is added to a program by itself. Where the score of an example falls with the distance of an output from
 * the right one, these scores tell how the distance changes with each term, and so which sum of them is missing. Nothing else is
 * known of outputs and right ones.
 *
 * (Regression on a basis of generated functions: McConaghy's "fast function extraction", 2011; the slopes by differences.)
 *
 * @module
 */
import type { Trial } from "../../problem/trial.ts";
import { exampleScores } from "../../problem/trial_lead.ts";
import { meanOf } from "../../propagate/mean.ts";
import type { Arm, Generation, GenerationRequest, Scene, Variation } from "../arm.ts";
import type { Term } from "../code/sum_code.ts";
import { bestPossible, type Scores } from "../constants/fitted_numbers.ts";
import { residualsOf, type ScoreModel } from "../constants/probes.ts";
import { summed } from "../programs/code_varier.ts";
import { idOf } from "../programs/members.ts";
import { sparseFits } from "./sparse_fit.ts";

/** Candidates of a generation. */
const generationSize = 48;

/** Trials of all arms before the first generation: as long as operators raise the score fast, others only hold them up. */
const firstTrial = Number(Deno.env.get("FT") ?? 250);

/** How much of a term is added, as a share of what is missing to the best possible score. */
const share = 2 ** -14;

/** Two generations never add the same amounts, so that none of their candidates is met twice. */
const shareOfTurn = 1 / 64;

/** Fewest examples that terms of several generations were all measured on. */
const leastExamples = 6;

/** The numbers below are those of the constant and of the result itself, which belong to each generation. */
const firstNumber = 2;

/** Accepted programs that are looked at. */
const mostBases = 8;

/** Most terms that are added at once. */
const mostAdded = 4;

/** Powers of what is missing that are residuals: where scores are distances, and where they are squared ones. */
const powers = [1, 0.5];

/** Share of the residuals that a sum may leave: */
const mostRest = Number(Deno.env.get("MR") ?? 0.001);

/** A difference between scores that is not more than rounding, as a share of them. */
const rounding = 1e-13;

/** Factors below this share of the largest one are rounding. */
const leastFactor = 1e-8;

/** Digits of round factors, which are often the true ones, and of others. */
const [fewDigits, digits] = [3, 12];

/** Candidates of one generation, each with a little of one term. */
interface Probes {
  /** How much was added. */
  readonly amount: number;
  /** The numbers of the terms, in the order of the candidates. */
  readonly numbers: readonly number[];
}

/** Probes that were evaluated. */
interface Measured extends Probes {
  /** The step that they were evaluated in. */
  readonly step: number;
  /** The ids of the candidates, in their order; null for one that was not evaluated. */
  readonly ids: readonly (string | null)[];
}

/** The arm between two generations. */
export interface TermsState {
  /** The candidate that terms are added to; null before the first generation. */
  readonly base: string | null;
  /** The number of the next term. */
  readonly next: number;
  /** The probes that are being evaluated. */
  readonly expected: Probes | null;
  readonly measured: readonly Measured[];
  /** Sums for the next generation. */
  readonly sums: readonly (readonly Term[])[];
  /** The least rest of a sum that was proposed. */
  readonly least: number;
  /** Whether all was done. */
  readonly isOver: boolean;
}

/** Sparse regression over the terms of a result. */
export const terms: Arm<TermsState> = {
  name: "terms",
  initialState: {
    base: null,
    next: 2,
    expected: null,
    measured: [],
    sums: [],
    least: Infinity,
    isOver: false,
  },
  canChange: ({ kind }) => kind === "code",
  size: ({ history, isTuned }, state) => {
    const isOpen = state.sums.length > 0 || !state.isOver;
    return !isTuned && history.length >= firstTrial && isOpen ? generationSize : 0;
  },
  isOpen: ({ sums, isOver }) => sums.length > 0 || !isOver,
  ask: (request) => request.state.sums.length > 0 ? addSums(request) : measure(request),
  tell: learn,
};

/** A little of each of some terms, added to the latest accepted program that can have them. */
async function measure(
  request: GenerationRequest<TermsState>,
): Promise<Generation<TermsState>> {
  for (const base of basesOf(request)) {
    const { children, probes } = await probesOf(request, base);
    if (probes.numbers.every((number) => number < firstNumber)) continue;
    const next = request.state.next + Math.max(1, request.count - firstNumber);
    return { children, state: { ...request.state, base: idOf(base), next, expected: probes } };
  }
  return { children: [], state: { ...request.state, isOver: true } };
}

async function probesOf(
  request: GenerationRequest<TermsState>,
  base: Trial,
): Promise<{ readonly children: readonly Variation[]; readonly probes: Probes }> {
  const { history, state, count } = request;
  const missing = bestPossible(history) - meanOf(exampleScores(base).map(([, score]) => score));
  const unit = 2 ** Math.round(Math.log2(missing));
  const amount = (Number.isFinite(unit) && unit > 0 ? unit : 1) * share *
    (1 + state.measured.length * shareOfTurn);
  const numbers = [
    ...Array.from({ length: firstNumber }, (_, number) => number),
    ...Array.from({ length: Math.max(1, count - firstNumber) }, (_, place) => state.next + place),
  ];
  const made = await withSums(request, base, numbers.map((number) => [[number, amount]]));
  const reasoning = "a little of a term, to learn what it changes";
  return {
    children: made.flatMap((values) => values === null ? [] : [{ values, reasoning }]),
    probes: { amount, numbers: numbers.filter((_, place) => made[place] !== null) },
  };
}

/** The program that terms were added to before; at first the latest accepted ones and the first one. */
function basesOf(
  { history, state: { base } }: GenerationRequest<TermsState>,
): readonly Trial[] {
  if (base !== null) return history.filter((trial) => idOf(trial) === base).slice(0, 1);
  const accepted = history.filter(({ isAccepted }) => isAccepted);
  return [...new Set([...accepted.slice(-mostBases).toReversed(), ...history.slice(0, 1)])];
}

/** The sums that fit. */
async function addSums(
  request: GenerationRequest<TermsState>,
): Promise<Generation<TermsState>> {
  const { state, count } = request;
  const [base] = basesOf(request);
  const made = base ? await withSums(request, base, state.sums.slice(0, count)) : [];
  return {
    children: made.flatMap((values) =>
      values === null ? [] : [{ values, reasoning: "terms by least squares" }]
    ),
    state: { ...state, sums: [] },
  };
}

/** The values of a candidate with other terms in the first code that can have them; null for one that cannot be made. */
async function withSums(
  { parameters, maxGrowth }: Pick<Scene, "parameters" | "maxGrowth">,
  base: Trial,
  sums: readonly (readonly Term[])[],
): Promise<readonly (Variation["values"] | null)[]> {
  for (const { name, value, kind } of parameters) {
    if (kind !== "code") continue;
    const source = String(base.values[name]);
    const made = await summed(
      sums.map((terms) => ({ source, terms })),
      String(value).length + maxGrowth,
    );
    if (made.every((each) => each === null)) continue;
    return made.map((each) => each && { ...base.values, [name]: each.source });
  }
  return sums.map(() => null);
}

/** The state with what was measured, and the sums that follow. */
function learn(
  state: TermsState,
  trials: readonly (Trial | null)[],
  { history }: Scene,
): TermsState {
  const { expected } = state;
  if (expected === null) return state;
  const step = trials.find((trial) => trial !== null)?.step;
  if (step === undefined) return { ...state, expected: null, isOver: true };
  const ids = expected.numbers.map((_, place) => {
    const trial = trials[place] ?? null;
    return trial && idOf(trial);
  });
  const measured = [...state.measured, { ...expected, step, ids }];
  const after = { ...state, expected: null, measured };
  const byId = new Map(history.map((trial) => [idOf(trial), trial]));
  const base = byId.get(state.base ?? "");
  const pool = base && poolOf(measured, byId, base);
  if (pool === undefined) return { ...after, isOver: true };
  const best = bestPossible(history);
  if (Deno.env.get("DBG")) {
    for (const power of powers) {
      console.error(
        base.values,
        pool.numbers.length,
        pool.models.length,
        sparseFits(residualsOf(pool.models, { best, power }), {
          always: pool.numbers.flatMap((n, p) => n < 2 ? [p] : []),
          most: mostAdded,
        }).map(({ terms, rest }) => [terms.map((t) => pool.numbers[t]).join(), rest].join(" ")),
      );
    }
  }
  const always = pool.numbers.flatMap((number, place) => number < firstNumber ? [place] : []);
  const found = powers.flatMap((power) =>
    sparseFits(residualsOf(pool.models, { best, power }), { always, most: mostAdded })
  ).filter(({ rest }) => rest <= mostRest && rest < state.least / 2);
  const sums = found.flatMap(({ terms, factors }) => {
    const largest = Math.max(...factors.map(Math.abs));
    const added = terms.map((term, place): Term => {
      const factor = factors[place]!; // !: one for each term
      const isRounding = Math.abs(factor) < leastFactor * largest;
      return [pool.numbers[term]!, isRounding ? 0 : factor]; // !: a place of the model
    });
    return [withDigits(added, digits), withDigits(added, fewDigits)];
  });
  const distinct = [...new Map(sums.map((sum) => [JSON.stringify(sum), sum])).values()];
  const least = Math.min(state.least, ...found.map(({ rest }) => rest));
  return { ...after, sums: distinct.slice(0, generationSize), least };
}

/** Factors with fewer digits; that of the result is one less than it is in the sum. */
function withDigits(sum: readonly Term[], digits: number): readonly Term[] {
  const rounded = (factor: number) => Number(factor.toPrecision(digits));
  return sum.map(([number, factor]): Term =>
    number === 1 ? [1, rounded(1 + factor) - 1] : [number, rounded(factor)]
  );
}

/** Terms that were measured on the same examples. */
interface Pool {
  readonly numbers: readonly number[];
  /** By example. */
  readonly models: readonly ScoreModel[];
}

/** The terms of the latest generations, as many as have enough examples in common; none where no term changes a score. */
function poolOf(
  measured: readonly Measured[],
  byId: ReadonlyMap<string, Trial>,
  base: Trial,
): Pool | undefined {
  const before: Scores = new Map(exampleScores(base));
  let common = [...before.keys()];
  const columns = new Map<number, ReadonlyMap<string, number>>();
  for (const { amount, numbers, ids } of measured.toReversed()) {
    const own = numbers.flatMap((number, place) => {
      const trial = byId.get(ids[place] ?? "");
      const scores: Scores = new Map(trial ? exampleScores(trial) : []);
      return scores.size === 0 ? [] : [{ number, scores }];
    });
    const shared = common.filter((example) => own.every(({ scores }) => scores.has(example)));
    if (columns.size > 0 && shared.length < leastExamples) break;
    common = shared;
    for (const { number, scores } of own) {
      if (columns.has(number)) continue;
      columns.set(
        number,
        new Map([...scores].map(([example, score]) => {
          const rise = score - (before.get(example) ?? score);
          return [example, Math.abs(rise) > Math.abs(score) * rounding ? rise / amount : 0];
        })),
      );
    }
  }
  const all = [...columns].sort(([one], [other]) => one - other);
  const models = common.map((example): ScoreModel => ({
    score: before.get(example)!, // !: here and below, all of them met it
    slope: Float64Array.from(all, ([, slopes]) => slopes.get(example)!),
  }));
  const isFlat = models.every(({ slope }) => slope.every((each) => each === 0));
  return isFlat ? undefined : { numbers: all.map(([number]) => number), models };
}

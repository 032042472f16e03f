/**
 * The arm that adds terms to the result of a program: a few of many small functions, by least squares on the scores of single
 * examples.
 *
 * A little of each term is added by itself. Where the score of an example falls with the distance of an output from the right
 * one, these scores tell how the distance changes with each term, and so which sum of terms is missing. Along the way from a
 * program to the right sum all distances shrink alike, so that their slopes at the program are those of the whole way.
 *
 * (Sparse regression on generated functions: "fast function extraction", McConaghy, 2011.)
 *
 * @module
 */
import type { Trial } from "../../problem/trial.ts";
import { exampleScores } from "../../problem/trial_lead.ts";
import { meanOf } from "../../propagate/mean.ts";
import type { Arm, Generation, GenerationRequest, Scene, Variation } from "../arm.ts";
import type { Term } from "../code/sum_code.ts";
import { bestPossible } from "../best_possible.ts";
import { summed } from "../programs/code_varier.ts";
import { idOf } from "../programs/members.ts";
import { isSmooth, type Measured, poolOf, type Probes, residualModels } from "./measured_terms.ts";
import { sparseFit } from "./sparse_fit.ts";

/** Candidates of a generation. */
const generationSize = 48;

/** Trials of all arms before the first generation: as long as operators raise the score fast, others only hold them up. */
const firstTrial = 250;

/** The numbers below are those of the constant and of the result itself, which belong to each generation. */
const firstNumber = 2;

/** Accepted programs that are looked at for one that can have terms. */
const mostBases = 8;

/** How much of a term is added, as a share of what is missing to the best possible score. */
const share = 2 ** -14;

/** Generations add different amounts, so that no candidate is met twice. */
const shareOfTurn = 1 / 64;

/** Most terms of a sum, beyond the constant and the result itself. */
const mostAdded = 4;

/** Factors below this share of the largest one are rounding. */
const leastFactor = 1e-8;

/** Digits of factors, and of round ones, which are often the true ones. */
const [digits, fewDigits] = [12, 3];

/** Most generations that measure the same terms, on other examples each. */
const mostRepeats = 6;

/** Generations in a row, because one alone brings little. */
const inRow = 5;

/** Generations after which enough terms were measured. */
const mostTurns = 24;

/** The arm between two generations. */
export interface TermsState {
  /** The candidate that terms are added to; null before the first generation. */
  readonly base: string | null;
  /** The terms that are measured, from a number up to but not including another. */
  readonly from: number;
  readonly to: number;
  /** The probes that are being evaluated. */
  readonly expected: Probes | null;
  readonly measured: readonly Measured[];
  /** The steps of probes. */
  readonly steps: readonly number[];
  /** Sums for the next generation. */
  readonly sums: readonly (readonly Term[])[];
  /** Whether a sum was found, all terms were measured, or none can be. */
  readonly isOver: boolean;
}

/** Sparse regression over the terms of a result. */
export const terms: Arm<TermsState> = {
  name: "terms",
  initialState: {
    ...{ base: null, from: firstNumber, to: firstNumber, expected: null, measured: [], steps: [] },
    ...{ sums: [], isOver: false },
  },
  canChange: ({ kind }) => kind === "code",
  size: ({ history, isTuned }, state) => {
    const isEarly = history.length < firstTrial;
    return !isTuned && !isEarly && isUnderWay(state) ? generationSize : 0;
  },
  isOpen: (state) => state.sums.length > 0 || isUnderWay(state) && state.steps.length % inRow !== 0,
  probed: ({ steps }) => steps,
  ask: (request) => request.state.sums.length > 0 ? addSums(request) : measure(request),
  tell: learn,
};

function isUnderWay({ sums, isOver }: TermsState): boolean {
  return sums.length > 0 || !isOver;
}

/** Probes of the next terms, or again of those that too few examples are known of. */
async function measure(request: GenerationRequest<TermsState>): Promise<Generation<TermsState>> {
  const { state, count } = request;
  const { from, isOver } = state;
  if (isOver) return { children: [], state }; // asked again in the step of its sums
  const to = state.to > from ? state.to : from + Math.max(1, count - firstNumber);
  const numbers = [
    ...Array.from({ length: firstNumber }, (_, number) => number),
    ...Array.from({ length: to - from }, (_, place) => from + place),
  ];
  for (const base of basesOf(request)) {
    const amount = amountFor(base, request);
    const made = await withSums(request, base, numbers.map((number) => [[number, amount]]));
    const own = numbers.filter((_, place) => made[place] !== null);
    if (own.every((number) => number < firstNumber)) continue;
    const reasoning = "a little of a term, to learn what it changes";
    return {
      children: made.flatMap((values) => values === null ? [] : [{ values, reasoning }]),
      state: { ...state, base: idOf(base), to, expected: { amount, numbers: own } },
    };
  }
  return { children: [], state: over(state) };
}

/** The state when no more terms are measured. */
function over(state: TermsState): TermsState {
  return { ...state, expected: null, measured: [], isOver: true };
}

/**
 * The program that terms were added to before; at first the first one, and accepted ones in their order. It need not be good,
 * since a sum may have any share of it, but simple: the better ones have branches and several results.
 */
function basesOf({ history, state: { base } }: GenerationRequest<TermsState>): readonly Trial[] {
  if (base !== null) return history.filter((trial) => idOf(trial) === base).slice(0, 1);
  return history.filter((trial, place) => place === 0 || trial.isAccepted)
    .filter((trial) => exampleScores(trial).length > 0).slice(0, mostBases);
}

function amountFor(base: Trial, { history, state }: GenerationRequest<TermsState>): number {
  const missing = bestPossible(history) - meanOf(exampleScores(base).map(([, score]) => score));
  const unit = 2 ** Math.round(Math.log2(missing));
  return (Number.isFinite(unit) && unit > 0 ? unit : 1) * share *
    (1 + state.steps.length * shareOfTurn);
}

/** The sums that fit. */
async function addSums(request: GenerationRequest<TermsState>): Promise<Generation<TermsState>> {
  const { state, count } = request;
  const [base] = basesOf(request);
  const made = base ? await withSums(request, base, state.sums.slice(0, count)) : [];
  const reasoning = "terms by least squares";
  return {
    children: made.flatMap((values) => values === null ? [] : [{ values, reasoning }]),
    state: { ...state, sums: [] },
  };
}

/** A program with other terms in its first code that can have them; null for each sum that cannot be made. */
async function withSums(
  { parameters, maxGrowth }: Pick<Scene, "parameters" | "maxGrowth">,
  base: Trial,
  sums: readonly (readonly Term[])[],
): Promise<readonly (Variation["values"] | null)[]> {
  for (const { name, value } of parameters.filter(({ kind }) => kind === "code")) {
    const source = String(base.values[name]);
    const maxLength = String(value).length + maxGrowth;
    const made = await summed(sums.map((terms) => ({ source, terms })), maxLength);
    if (made.every((each) => each === null)) continue;
    return made.map((each) => each && { ...base.values, [name]: each.source });
  }
  return sums.map(() => null);
}

/** The state with what was measured, and the sums that follow from it. */
function learn(
  state: TermsState,
  trials: readonly (Trial | null)[],
  { history }: Scene,
): TermsState {
  const { expected, from, to } = state;
  if (expected === null) return state;
  const step = trials.find((trial) => trial !== null)?.step;
  if (step === undefined) return over(state);
  const ids = expected.numbers.map((_, place) => {
    const trial = trials[place] ?? null;
    return trial && idOf(trial);
  });
  const measured = [...state.measured, { ...expected, group: from, ids }];
  const steps = [...state.steps, step];
  const base = history.find((trial) => idOf(trial) === state.base);
  const pool = base && poolOf(measured, history, base);
  if (pool === undefined || !isSmooth(pool)) return over({ ...state, steps });
  const repeats = measured.filter(({ group }) => group === from).length;
  const isNext = pool.isComplete || repeats >= mostRepeats;
  const after = { ...state, expected: null, measured, steps, from: isNext ? to : from };
  const always = pool.terms.flatMap(({ number }, place) => number < firstNumber ? [place] : []);
  const sums = residualModels(pool, bestPossible(history)).flatMap((model) => {
    const fit = sparseFit(model, { always, most: mostAdded });
    if (fit === null) return [];
    const sum = fit.terms.map((term, place): Term => [
      pool.terms[term]!.number, // !: here and below, places of terms
      fit.factors[place]!,
    ]);
    return [rounded(sum, digits), rounded(sum, fewDigits)];
  });
  const isFound = sums.length > 0;
  return isFound || steps.length >= mostTurns ? { ...over(after), sums } : after;
}

/** Factors without more digits; of the result itself, the sum has one more than is added. */
function rounded(sum: readonly Term[], digits: number): readonly Term[] {
  const least = leastFactor * Math.max(...sum.map(([, factor]) => Math.abs(factor)));
  const round = (factor: number) =>
    Math.abs(factor) < least ? 0 : Number(factor.toPrecision(digits));
  return sum.map(([number, factor]): Term => [
    number,
    number === 1 ? round(1 + factor) - 1 : round(factor),
  ]);
}

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
import { bestPossible } from "../constants/fitted_numbers.ts";
import { summed } from "../programs/code_varier.ts";
import { idOf } from "../programs/members.ts";
import { isSmooth, type Measured, poolOf, type Probes, residualModels } from "./measured_terms.ts";
import { sparseFits } from "./sparse_fit.ts";

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

/** Share of the residuals that a sum may leave: one that is only near holds up the search for the right form. */
const mostRest = 1e-3;

/** Factors below this share of the largest one are rounding. */
const leastFactor = 1e-8;

/** Digits of factors, and of round ones, which are often the true ones. */
const [digits, fewDigits] = [12, 3];

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
  /** The least share of the residuals that a proposed sum leaves; null before the first. */
  readonly rest: number | null;
  /** Whether all terms were measured, or cannot be. */
  readonly isOver: boolean;
}

/** Sparse regression over the terms of a result. */
export const terms: Arm<TermsState> = {
  name: "terms",
  initialState: {
    ...{ base: null, next: firstNumber, expected: null, measured: [] },
    ...{ sums: [], rest: null, isOver: false },
  },
  canChange: ({ kind }) => kind === "code",
  size: ({ history, isTuned }, state) =>
    !isTuned && history.length >= firstTrial && isOpen(state) ? generationSize : 0,
  isOpen,
  probed: ({ measured }) => measured.map(({ step }) => step),
  ask: (request) => request.state.sums.length > 0 ? addSums(request) : measure(request),
  tell: learn,
};

function isOpen({ sums, isOver }: TermsState): boolean {
  return sums.length > 0 || !isOver;
}

/** Probes of the next terms. */
async function measure(request: GenerationRequest<TermsState>): Promise<Generation<TermsState>> {
  const { state, count } = request;
  const more = Math.max(1, count - firstNumber);
  const numbers = [
    ...Array.from({ length: firstNumber }, (_, number) => number),
    ...Array.from({ length: more }, (_, place) => state.next + place),
  ];
  for (const base of basesOf(request)) {
    const amount = amountFor(base, request);
    const made = await withSums(request, base, numbers.map((number) => [[number, amount]]));
    const own = numbers.filter((_, place) => made[place] !== null);
    if (own.every((number) => number < firstNumber)) continue;
    const reasoning = "a little of a term, to learn what it changes";
    return {
      children: made.flatMap((values) => values === null ? [] : [{ values, reasoning }]),
      state: {
        ...state,
        base: idOf(base),
        next: state.next + more,
        expected: { amount, numbers: own },
      },
    };
  }
  return { children: [], state: { ...state, isOver: true } };
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
    (1 + state.measured.length * shareOfTurn);
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
  const base = history.find((trial) => idOf(trial) === state.base);
  const pool = base && poolOf(measured, history, base);
  if (pool === undefined || !isSmooth(pool)) return { ...after, isOver: true };
  const always = pool.terms.flatMap(({ number }, place) => number < firstNumber ? [place] : []);
  const limit = Math.min(mostRest, (state.rest ?? 1) / 2);
  const fits = residualModels(pool, bestPossible(history))
    .flatMap((model) => sparseFits(model, { always, most: mostAdded }))
    .filter(({ rest }) => rest < limit);
  const sums = fits.flatMap(({ terms, factors }) => {
    const sum = terms.map((term, place): Term => [
      pool.terms[term]!.number, // !: here and below, places of terms
      factors[place]!,
    ]);
    return [rounded(sum, digits), rounded(sum, fewDigits)];
  });
  const distinct = [...new Map(sums.map((sum) => [JSON.stringify(sum), sum])).values()];
  const rest = fits.reduce<number | null>(
    (least, { rest }) => Math.min(least ?? rest, rest),
    state.rest,
  );
  return { ...after, sums: distinct.slice(0, generationSize), rest };
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

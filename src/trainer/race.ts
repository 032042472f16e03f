/**
 * Races candidates against the current one on ever more train examples, until the rule of acceptance decides.
 *
 * (After the racing algorithms of Maron and Moore, 1994, with a test that may be read on every rung.)
 *
 * @module
 */
import { affordable } from "./affordable.ts";
import type { Candidate } from "./candidate.ts";
import type { ExampleRef } from "./evaluator.ts";
import { isSameOutput } from "./same_output.ts";
import { compareScores, scoresOf } from "./scores.ts";
import type { EvaluatedCandidate, TrainerContext } from "./trainer.ts";

/** The candidates of a race and its examples. */
export interface RaceOptions {
  /** The current candidate on the first rung. */
  readonly own: EvaluatedCandidate;
  /** The candidates. */
  readonly challengers: readonly Candidate[];
  /** Train examples; each rung contains the one before it. See `rungsOf`. */
  readonly rungs: readonly (readonly ExampleRef[])[];
  /** Whether an undecided candidate is worth further evaluations. @default each is */
  readonly isWorth?: (challenger: EvaluatedCandidate, own: EvaluatedCandidate) => boolean;
}

/**
 * Runs a race: on each rung the rule refuses some candidates, and the undecided ones go on, as many as the budget lets.
 * It ends when a candidate is accepted, which becomes the current one, or when none is left.
 *
 * @returns the accepted candidate, or null
 *
 * @example A trainer that compares its proposals on as many examples as it takes
 * ```ts
 * import { race, rungsOf, type Trainer } from "@opto/opto/trainer";
 *
 * export const patient: Trainer = {
 *   name: "patient",
 *   async step(context) {
 *     const batch = context.nextBatch();
 *     const [own] = await context.evaluate([context.current], batch);
 *     const challengers = await context.propose(own!);
 *     const rungs = rungsOf(context, batch);
 *     const winner = await race(context, { own: own!, challengers, rungs });
 *     if (winner !== null) await context.offer(winner);
 *   },
 * };
 * ```
 */
export async function race(
  context: TrainerContext,
  { own: first, challengers, rungs, isWorth = () => true }: RaceOptions,
): Promise<Candidate | null> {
  const rivals = challengers.length;
  let own = first;
  const begun = await begin(context, own, challengers);
  if (begun.length === 0) return null;
  let runners = await context.confirm(own, begun, { rivals });
  for (const rung of rungs.slice(1)) {
    const verdicts = context.judge(own, runners, { rivals });
    if (verdicts.includes("accepted")) {
      return context.challenge(own, runners, { rivals, end: "rule" });
    }
    const undecided = runners.filter((_, place) => verdicts[place] === "undecided");
    const changed = undecided.filter((runner) => !isUnchanged(context, runner, own));
    const open = changed.filter((runner) => isWorth(runner, own));
    context.challenge(own, without(runners, undecided), { rivals, end: "rule" });
    context.drop(own, without(undecided, changed), "unchanged");
    context.drop(own, without(changed, open), "behind");
    if (open.length === 0) return null;
    const next = await climb(context, { own, runners: open, rung, rungs });
    if (next === null) return await context.settle(own, open, { rivals, end: "budget" });
    context.drop(own, open.filter(({ candidate }) => !includes(next.runners, candidate)), "budget");
    own = next.own;
    runners = await context.confirm(own, next.runners, { rivals });
  }
  const isWhole = own.examples.length === context.examples.train;
  return await context.settle(own, runners, { rivals, end: isWhole ? "data" : "cost" });
}

/** Examples that show whether a candidate ends in time, and a batch that is not worth showing it first. */
const [firstExamples, smallBatch] = [2, 4];

/** Evaluates challengers on the first rung. Of a larger batch they meet the rest only if they end in time on one of the first. */
async function begin(
  context: TrainerContext,
  own: EvaluatedCandidate,
  challengers: readonly Candidate[],
): Promise<readonly EvaluatedCandidate[]> {
  if (own.examples.length <= smallBatch) return await context.evaluate(challengers, own.examples);
  const first = {
    ...own,
    examples: own.examples.slice(0, firstExamples),
    reports: own.reports.slice(0, firstExamples),
  };
  const met = await context.evaluate(challengers, first.examples);
  const late = met.filter(({ reports }) =>
    reports.every(({ isByClock, error }) => isByClock === true && error !== undefined)
  );
  context.drop(first, late, "behind");
  const others = without(met, late).map(({ candidate }) => candidate);
  return await context.evaluate(others, own.examples);
}

/**
 * Whether a candidate is worth further evaluations where other proposals are cheap: it is not behind the current one, nor
 * equal to it on every example, unless ties are accepted.
 */
export function promisingIn(
  { settings: { accept } }: Pick<TrainerContext, "settings">,
): (challenger: EvaluatedCandidate, own: EvaluatedCandidate) => boolean {
  return (challenger, own) => {
    const [scores, limit] = [scoresOf(challenger), scoresOf(own)];
    const isSame = scores.every((score, place) => score === limit[place]);
    return (!isSame || accept !== "better") && compareScores(scores, limit) >= 0;
  };
}

/** Whether a candidate did the same as the current one on every example, so that further ones would hardly differ. */
function isUnchanged(
  { settings: { accept } }: TrainerContext,
  challenger: EvaluatedCandidate,
  own: EvaluatedCandidate,
): boolean {
  return accept === "better" && challenger.reports.every((report, place) => {
    const before = own.reports[place];
    return before !== undefined && isSameOutput(report, before) && report.score === before.score;
  });
}

/** The candidates of a race on one rung. */
interface Rung {
  readonly own: EvaluatedCandidate;
  readonly runners: readonly EvaluatedCandidate[];
}

/** The current candidate and the best of the others on the next rung; null when the budget lets none go on. */
async function climb(
  context: TrainerContext,
  { own, runners, rung, rungs }: Rung & Pick<RaceOptions, "rungs"> & {
    readonly rung: readonly ExampleRef[];
  },
): Promise<Rung | null> {
  const { train, validation } = context.examples;
  const further = rung.length - own.examples.length;
  const least = validation > 0 ? 0 : train - rung.length;
  if (affordable(context, further, { later: least }) < 1) return null;
  const above = await evaluateOne(context, own.candidate, rung);
  const last = rungs.at(-1)?.length ?? rung.length;
  // What the best of them needs for the other rungs, and to become the best of the run.
  const later = 2 * (last - rung.length) + (validation > 0 ? 0 : train - last);
  const count = affordable(context, further, { later, least });
  if (count < 1) return null;
  const ahead = count >= runners.length ? runners : runners
    .toSorted((one, other) => compareScores(scoresOf(other), scoresOf(one))).slice(0, count);
  return {
    own: above,
    runners: await context.evaluate(ahead.map(({ candidate }) => candidate), rung),
  };
}

/** Evaluates one candidate. */
export async function evaluateOne(
  context: Pick<TrainerContext, "evaluate">,
  candidate: Candidate,
  examples: readonly ExampleRef[],
): Promise<EvaluatedCandidate> {
  const [evaluated] = await context.evaluate([candidate], examples);
  return evaluated!; // one per candidate
}

function without<Item>(all: readonly Item[], some: readonly Item[]): readonly Item[] {
  return all.filter((item) => !some.includes(item));
}

function includes(runners: readonly EvaluatedCandidate[], { id }: Candidate): boolean {
  return runners.some(({ candidate }) => candidate.id === id);
}

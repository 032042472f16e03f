/**
 * Expands parents: proposes from each on one batch, and races what comes of them against the current candidate.
 *
 * @module
 */
import { affordable } from "../affordable.ts";
import type { Candidate } from "../candidate.ts";
import { evaluateOne, promisingIn, race } from "../race.ts";
import { rungsOf } from "../rungs.ts";
import type { EvaluatedCandidate, TrainerContext } from "../trainer.ts";

/** With more proposals than these, a step drops those that are not ahead on the batch, as `racing` does. */
const manyProposals = 4;

/** The parents of a step, and how their proposals are made. */
export interface ExpandOptions {
  /** Candidates to propose from, the most important first; fewer are taken when the budget is small. */
  readonly parents: readonly Candidate[];
  /** The candidates that proposals of a parent start from. @default the parent alone */
  readonly populationOf?: (parent: Candidate) => readonly Candidate[];
  /** Further candidates of the step, proposed in another way from a parent on the batch. @default none */
  readonly more?: (evaluated: readonly EvaluatedCandidate[]) => Promise<readonly Candidate[]>;
  /**
   * Whether a candidate that is undecided on the batch goes on to further examples. @default each does, of many those that
   * are ahead of the current candidate
   */
  readonly isWorth?: (challenger: EvaluatedCandidate, own: EvaluatedCandidate) => boolean;
}

/** The new candidates of a step. */
export interface Expansion {
  /** The parents that were expanded, on the batch. */
  readonly parents: readonly EvaluatedCandidate[];
  /** Candidates that were not met before; each is in the history now. */
  readonly children: readonly Candidate[];
}

/**
 * Expands parents. Their batch, and that of their proposals, counts as evidence for all of them; the rule of acceptance
 * decides whether one becomes the current candidate, which may be a parent.
 *
 * @throws {BudgetError} when no proposal could be evaluated
 */
export async function expand(
  context: TrainerContext,
  { parents, populationOf = (parent) => [parent], more, isWorth }: ExpandOptions,
): Promise<Expansion> {
  const batch = context.nextBatch();
  const own = await evaluateOne(context, context.current, batch);
  const { train, validation } = context.examples;
  const later = validation > 0 ? 0 : train - batch.length;
  const room = affordable(context, batch.length, { later });
  const taken = parents.slice(0, Math.max(1, Math.floor(room / 2)));
  const isAlone = taken.every(({ id }) => id === own.candidate.id) || room < 2;
  const evaluated = isAlone ? [own] : await context.evaluate(taken, batch);
  const left = affordable(context, batch.length, { later });
  const asking = evaluated.slice(0, Math.max(1, left));
  const asked = asking.map((parent) =>
    context.propose(parent, {
      atMost: Math.floor(left / asking.length),
      shares: asking.length,
      population: populationOf(parent.candidate),
    })
  );
  await Promise.allSettled(asked); // no ask is under way when this returns, even after a failure
  const proposed = (await Promise.all(asked)).flat();
  const further = await more?.(evaluated) ?? [];
  const children = distinct([...further, ...proposed])
    .filter((candidate) => !context.hasMet(candidate))
    .slice(0, affordable(context, batch.length, { later })); // trials of the asks may have spent some of it
  const others = evaluated.map(({ candidate }) => candidate)
    .filter(({ id }) => id !== own.candidate.id);
  const winner = await race(context, {
    own,
    challengers: [...others, ...children],
    rungs: rungsOf(context, batch),
    isWorth: isWorth ?? (children.length > manyProposals ? promisingIn(context) : () => true),
  });
  if (winner !== null) await context.offer(winner);
  return { parents: evaluated, children };
}

function distinct(candidates: readonly Candidate[]): readonly Candidate[] {
  return [...new Map(candidates.map((candidate) => [candidate.id, candidate])).values()];
}

/**
 * Races many cheap proposals in each step: a candidate that falls behind on a few examples is not evaluated on the
 * others.
 *
 * Each step orders the examples anew, the same for all candidates: first a batch, then twice as many, and so on up
 * to the whole train split. A candidate drops out when it is worse than the current one on the examples so far, or
 * when it scores the same on each of them: usually it behaves the same. (After the racing algorithms of Maron and
 * Moore, 1994, with plain means.)
 *
 * @module
 */
import { affordable } from "./affordable.ts";
import type { Candidate } from "./candidate.ts";
import type { ExampleRef } from "./evaluator.ts";
import { allOf, shuffled } from "./sampling.ts";
import { compareScores, type Score, scoresOf } from "./scores.ts";
import { seedOf } from "../seeds.ts";
import type { EvaluatedCandidate, Trainer, TrainerContext } from "./trainer.ts";

/** Trainer that races many proposals on ever more examples; the default without a language model. */
export const racing: Trainer = {
  name: "racing",
  async step(context): Promise<void> {
    const [first = [], ...further] = rungs(context);
    let own = await evaluateOne(context, context.current, first);
    const whole = 2 * (context.examples.train - first.length); // of the current candidate and of the best proposal
    const atMost = affordable(context, first.length, whole);
    const proposed = await context.propose(own, { atMost });
    const field = proposed.filter((candidate) => !context.hasMet(candidate));
    let runners = await context.evaluate(field, first);
    for (const rung of further) {
      const limit = scoresOf(own);
      const isAhead = (runner: EvaluatedCandidate) => isPromising(scoresOf(runner), limit);
      context.challenge(own, runners.filter((runner) => !isAhead(runner)));
      const ahead = runners.filter(isAhead);
      if (ahead.length === 0) return;
      own = await evaluateOne(context, context.current, rung);
      const field = fitting(context, ahead, rung.length);
      runners = await context.evaluate(field.map(({ candidate }) => candidate), rung);
    }
    const winner = context.challenge(own, runners);
    if (winner !== null) await context.offer(winner);
  },
};

/** The best of the runners, as many as the budget lets go on; at least one. */
function fitting(
  context: TrainerContext,
  runners: readonly EvaluatedCandidate[],
  length: number,
): readonly EvaluatedCandidate[] {
  const further = length - (runners[0]?.examples.length ?? 0);
  const count = affordable(context, further, 2 * (context.examples.train - length));
  if (count >= runners.length) return runners;
  return runners.toSorted((one, other) => compareScores(scoresOf(other), scoresOf(one)))
    .slice(0, Math.max(1, count));
}

async function evaluateOne(
  context: TrainerContext,
  candidate: Candidate,
  examples: readonly ExampleRef[],
): Promise<EvaluatedCandidate> {
  const [evaluated] = await context.evaluate([candidate], examples);
  return evaluated!; // one per candidate
}

/** Whether a candidate is neither worse than the current one nor equal to it on every example. */
function isPromising(scores: readonly Score[], limit: readonly Score[]): boolean {
  const isSame = scores.every((score, place) => score === limit[place]);
  return !isSame && compareScores(scores, limit) >= 0;
}

/**
 * The train examples in the order of a step: a batch, twice as many, … , all; each rung contains the rung before
 * it. The order differs between steps, so that chance results on the first few examples do not persist.
 */
function rungs(
  { step, examples, settings: { seed, batchSize } }: TrainerContext,
): readonly (readonly ExampleRef[])[] {
  const order = shuffled(allOf("train", examples.train), seedOf(seed, "rungs", step));
  const lengths: number[] = [];
  for (let length = batchSize; length < order.length; length *= 2) lengths.push(length);
  return [...lengths, order.length].map((length) => order.slice(0, length));
}

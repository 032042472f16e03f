/**
 * Many cheap proposals at each step, raced: a candidate that falls behind on a few examples does not meet the others.
 *
 * The examples stand in a different order at each step, and every candidate of the step meets them in that order: first a
 * batch, then twice as many, and so on up to the whole train split. A candidate that is worse than the current one on the
 * examples both have met is out, and so is one that scores the same on each of them: mostly it behaves the same. (After the
 * racing algorithms of Maron and Moore, 1994, with plain means.)
 *
 * @module
 */
import type { Candidate } from "./candidate.ts";
import type { ExampleRef } from "./evaluator.ts";
import { allOf, shuffled } from "./sampling.ts";
import { compareScores, type Score, scoresOf } from "./scores.ts";
import { seedOf } from "../seeds.ts";
import type { Encounter, Trainer, TrainerContext } from "./trainer.ts";

/** Trainer that races many proposals on ever more examples; the default without a language model. */
export const racing: Trainer = {
  name: "racing",
  async step(context): Promise<void> {
    const [first = [], ...further] = rungs(context);
    let own = await evaluateOne(context, context.current, first);
    const proposed = await context.propose(own);
    const field = proposed.filter((candidate) => !context.hasMet(candidate));
    let runners = await context.evaluate(field, first);
    for (const rung of further) {
      const limit = scoresOf(own);
      const isAhead = (runner: Encounter) => isPromising(scoresOf(runner), limit);
      context.challenge(own, runners.filter((runner) => !isAhead(runner)));
      const ahead = runners.filter(isAhead);
      if (ahead.length === 0) return;
      own = await evaluateOne(context, context.current, rung);
      runners = await context.evaluate(ahead.map(({ candidate }) => candidate), rung);
    }
    const winner = context.challenge(own, runners);
    if (winner !== null) await context.offer(winner);
  },
};

async function evaluateOne(
  context: TrainerContext,
  candidate: Candidate,
  examples: readonly ExampleRef[],
): Promise<Encounter> {
  const [encounter] = await context.evaluate([candidate], examples);
  return encounter!; // one for each candidate
}

/** Neither worse than the current candidate nor the same on every example. */
function isPromising(scores: readonly Score[], limit: readonly Score[]): boolean {
  const isSame = scores.every((score, place) => score === limit[place]);
  return !isSame && compareScores(scores, limit) >= 0;
}

/**
 * The train examples in the order of a step: a batch, twice as many, … , all; each rung holds the rung before it. The order
 * differs from step to step, so that luck on the first few examples does not last.
 */
function rungs(
  { step, examples, settings: { seed, batchSize } }: TrainerContext,
): readonly (readonly ExampleRef[])[] {
  const order = shuffled(allOf("train", examples.train), seedOf(seed, "rungs", step));
  const lengths: number[] = [];
  for (let length = batchSize; length < order.length; length *= 2) lengths.push(length);
  return [...lengths, order.length].map((length) => order.slice(0, length));
}

/**
 * Many cheap proposals at each step, raced: who falls behind on a few examples does not meet the others.
 *
 * The examples stand in one seeded order for the whole run and every candidate meets them in that order, first a batch, then
 * twice as many, and so on up to the whole train split. A candidate that is worse than the current one on what both have met
 * is out. (After the racing algorithms of Maron and Moore, 1994, with plain means.)
 *
 * @module
 */
import { allOf, shuffled } from "../sampling.ts";
import { compareScores } from "../scores.ts";
import { seedOf } from "../seeds.ts";
import { scoresOf, type Training } from "../training.ts";
import type { Encounter } from "../history.ts";
import type { ExampleRef } from "../evaluator.ts";
import type { Algorithm } from "./algorithm.ts";

/** The default without a language model. */
export const search: Algorithm = {
  name: "search",
  async step(training: Training, step: number): Promise<void> {
    const [first = [], ...further] = rungs(training);
    let own = await training.evaluate(step, training.current, first);
    const parents = Array(training.settings.proposals).fill(own);
    const proposed = await training.propose(step, parents);
    const field = proposed.filter((candidate) => !training.history.has(candidate));
    let runners = await training.evaluateAll(step, field, first);
    for (const rung of further) {
      const limit = scoresOf(own);
      const isBehind = (runner: Encounter) => compareScores(scoresOf(runner), limit) < 0;
      training.challenge(step, own, runners.filter(isBehind));
      const ahead = runners.filter((runner) => !isBehind(runner));
      if (ahead.length === 0) return;
      own = await training.evaluate(step, training.current, rung);
      runners = await training.evaluateAll(step, ahead.map(({ candidate }) => candidate), rung);
    }
    const winner = training.challenge(step, own, runners);
    if (winner !== null) await training.offer(step, winner);
  },
};

/** The train examples in their racing order: a batch, twice as many, … , all; each rung holds those before it. */
function rungs({ facts, settings }: Training): readonly (readonly ExampleRef[])[] {
  const size = facts.examples.train;
  const order = shuffled(allOf("train", size), seedOf(settings.seed, "rungs"));
  const lengths: number[] = [];
  for (let length = settings.batchSize; length < size; length *= 2) lengths.push(length);
  return [...lengths, size].map((length) => order.slice(0, length));
}

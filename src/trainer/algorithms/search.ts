/**
 * Many cheap proposals at each step, raced: who falls behind on a few examples does not meet the others.
 *
 * The examples stand in an order of each step's own, and every candidate of the step meets them in that order, first a batch,
 * then twice as many, and so on up to the whole train split. A candidate that is worse than the current one on what both have met
 * is out, and so is one that scores the same on each of them: it mostly is the same. (After the racing algorithms of Maron and
 * Moore, 1994, with plain means.)
 *
 * @module
 */
import { allOf, shuffled } from "../sampling.ts";
import { compareScores, type Score } from "../scores.ts";
import { seedOf } from "../../seeds.ts";
import { scoresOf, type Training } from "../training.ts";
import type { Encounter } from "../history.ts";
import type { ExampleRef } from "../evaluator.ts";
import type { Algorithm } from "./algorithm.ts";

/** The default without a language model. */
export const search: Algorithm = {
  name: "search",
  async step(training: Training, step: number): Promise<void> {
    const [first = [], ...further] = rungs(training, step);
    let own = await training.evaluate(step, training.current, first);
    const proposed = await training.propose(step, own);
    const field = proposed.filter((candidate) => !training.history.has(candidate));
    let runners = await training.evaluateAll(step, field, first);
    for (const rung of further) {
      const limit = scoresOf(own);
      const isAhead = (runner: Encounter) => isPromising(scoresOf(runner), limit);
      training.challenge(step, own, runners.filter((runner) => !isAhead(runner)));
      const ahead = runners.filter(isAhead);
      if (ahead.length === 0) return;
      own = await training.evaluate(step, training.current, rung);
      runners = await training.evaluateAll(step, ahead.map(({ candidate }) => candidate), rung);
    }
    const winner = training.challenge(step, own, runners);
    if (winner !== null) await training.offer(step, winner);
  },
};

/** Neither worse than the current candidate nor the same on every example. */
function isPromising(scores: readonly Score[], limit: readonly Score[]): boolean {
  const isSame = scores.every((score, place) => score === limit[place]);
  return !isSame && compareScores(scores, limit) >= 0;
}

/**
 * The train examples in a step's order: a batch, twice as many, … , all; each rung holds those before it. Another order at
 * each step, lest the current candidate be whoever is lucky on the first few.
 */
function rungs({ facts, settings }: Training, step: number): readonly (readonly ExampleRef[])[] {
  const size = facts.examples.train;
  const order = shuffled(allOf("train", size), seedOf(settings.seed, "rungs", step));
  const lengths: number[] = [];
  for (let length = settings.batchSize; length < size; length *= 2) lengths.push(length);
  return [...lengths, size].map((length) => order.slice(0, length));
}

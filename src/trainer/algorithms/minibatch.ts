/**
 * Steps on small batches of examples, as in stochastic descent.
 *
 * Each step runs the current candidate on the next batch, proposes from what was said of it, and takes the best proposal if
 * it does better on that very batch.
 *
 * @module
 */
import { batchOf } from "../sampling.ts";
import type { Training } from "../training.ts";
import type { Algorithm } from "./algorithm.ts";

/** The default with a language model. */
export const minibatch: Algorithm = {
  name: "minibatch",
  async step(training: Training, step: number): Promise<void> {
    const { batchSize, seed } = training.settings;
    const batch = batchOf(step, { size: training.facts.examples.train, batchSize, seed });
    const own = await training.evaluate(step, training.current, batch);
    const proposed = await training.propose(step, own);
    const challengers = await training.evaluateAll(step, proposed, batch);
    const winner = training.challenge(step, own, challengers);
    if (winner !== null) await training.offer(step, winner);
  },
};

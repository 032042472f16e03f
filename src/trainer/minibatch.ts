/**
 * Steps on small batches of examples, as in stochastic descent.
 *
 * Each step evaluates the current candidate on the next batch, proposes from its feedback, and accepts the best
 * proposal if it is better on the same batch.
 *
 * @module
 */
import type { Trainer } from "./trainer.ts";

/** Trainer that steps on small batches of examples; the default with a language model. */
export const minibatch: Trainer = {
  name: "minibatch",
  async step(context): Promise<void> {
    const batch = context.nextBatch();
    const [own] = await context.evaluate([context.current], batch);
    if (own === undefined) return;
    const proposed = await context.propose(own);
    const winner = context.challenge(own, await context.evaluate(proposed, batch));
    if (winner !== null) await context.offer(winner);
  },
};

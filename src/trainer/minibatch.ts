/**
 * Steps on small batches of examples, as in stochastic descent.
 *
 * Each step runs the current candidate on the next batch, proposes from its feedback, and takes the best proposal if it does
 * better on that very batch.
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

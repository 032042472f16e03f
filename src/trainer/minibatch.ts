/**
 * Steps on small batches of examples, as in stochastic descent.
 *
 * Each step evaluates the current candidate on the next batch, proposes from its feedback, and accepts the best
 * proposal if it is better on the same batch.
 *
 * @module
 */
import { affordable } from "./affordable.ts";
import type { Trainer } from "./trainer.ts";

/** Trainer that steps on small batches of examples; the default with a language model. */
export const minibatch: Trainer = {
  name: "minibatch",
  async step(context): Promise<void> {
    const batch = context.nextBatch();
    const [own] = await context.evaluate([context.current], batch);
    if (own === undefined) return;
    const { train, validation } = context.examples;
    const whole = validation > 0 ? 0 : train - batch.length; // without a validation split all train examples decide
    const atMost = affordable(context, batch.length, whole);
    const proposed = await context.propose(own, { atMost });
    const winner = context.challenge(own, await context.evaluate(proposed, batch));
    if (winner !== null) await context.offer(winner);
  },
};

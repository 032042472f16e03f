/**
 * Steps on small batches of examples, as in stochastic descent.
 *
 * Each step evaluates the current candidate on the next batch and proposes from its feedback. The proposals race on the
 * same batch, and on further examples while the rule of acceptance is undecided: a tie on four examples says little.
 *
 * @module
 */
import { affordable } from "./affordable.ts";
import { evaluateOne, promisingIn, race } from "./race.ts";
import { rungsOf } from "./rungs.ts";
import type { Trainer } from "./trainer.ts";

/** With more proposals than these, a step drops those that are not ahead on the batch, as `racing` does. */
const manyProposals = 4;

/** Trainer that steps on small batches of examples; the default with a language model. */
export const minibatch: Trainer = {
  name: "minibatch",
  async step(context): Promise<void> {
    const batch = context.nextBatch();
    const own = await evaluateOne(context, context.current, batch);
    const { train, validation } = context.examples;
    const later = validation > 0 ? 0 : train - batch.length; // without a validation split all train examples decide
    const atMost = affordable(context, batch.length, { later });
    const challengers = await context.propose(own, { atMost });
    const isWorth = challengers.length > manyProposals ? promisingIn(context) : () => true;
    const winner = await race(context, {
      own,
      challengers,
      rungs: rungsOf(context, batch),
      isWorth,
    });
    if (winner !== null) await context.offer(winner);
  },
};

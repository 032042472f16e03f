/**
 * Races many cheap proposals in each step: a candidate that falls behind on a few examples is not evaluated on the
 * others.
 *
 * Each step orders the examples anew, the same for all candidates. A candidate drops out when it is worse than the
 * current one on the examples so far, or when it scores the same on each of them: usually it behaves the same.
 *
 * @module
 */
import { affordable } from "./affordable.ts";
import { evaluateOne, promisingIn, race } from "./race.ts";
import { rungsOf } from "./rungs.ts";
import type { Trainer } from "./trainer.ts";

/** Trainer that races many proposals on ever more examples; the default without a language model. */
export const racing: Trainer = {
  name: "racing",
  async step(context): Promise<void> {
    const rungs = rungsOf(context);
    const [first = []] = rungs;
    const own = await evaluateOne(context, context.current, first);
    const { examples: { train, validation } } = context;
    const others = train - first.length;
    const atMost = affordable(context, first.length, {
      later: 2 * others, // of the current candidate and of the best proposal
      least: validation > 0 ? 0 : others,
    });
    const proposed = await context.propose(own, { atMost, mayBeProvisional: true });
    const challengers = proposed.filter((candidate) => !context.hasMet(candidate));
    const isWorth = promisingIn(context);
    const winner = await race(context, { own, challengers, rungs, isWorth });
    if (winner !== null) await context.offer(winner);
  },
};

/**
 * Makes the context of an ask by hand.
 *
 * @module
 */
import type { ProposeContext } from "./proposer.ts";
import { trialHistory } from "./trial.ts";

/**
 * The context of a first ask: one suggestion, no history, no model, `Math.random`. For tests of a proposer.
 *
 * @param given the parts that differ
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { proposeContext } from "@opto/opto/testing";
 *
 * const { count, history } = proposeContext({ count: 8 });
 * assertEquals([count, history.size], [8, 0]);
 * ```
 */
export function proposeContext<Memory = undefined>(
  given: Partial<ProposeContext<Memory>> = {},
): ProposeContext<Memory> {
  return {
    count: 1,
    random: Math.random,
    history: trialHistory(),
    previous: [],
    memory: undefined as Memory, // as: a proposer without memory; others are given one
    model: null,
    ...given,
  };
}

/**
 * Makes a context for calling a proposer directly.
 *
 * @module
 */
import type { ProposeContext } from "./proposer.ts";
import { trialHistory } from "./trial.ts";

/**
 * The context of a first ask: one suggestion, no history, no model, `Math.random`. For tests of proposers.
 *
 * @param given the members that differ
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
    memory: undefined as Memory, // as: undefined fits a proposer without memory; others pass their own
    model: null,
    ...given,
  };
}

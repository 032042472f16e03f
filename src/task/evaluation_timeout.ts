/**
 * The error of an agent or a guide that took longer than it may on one example, or of examples that did not come.
 *
 * @module
 */

/** Longest time of the agent, and of the guide, on one example, in milliseconds. */
export const defaultEvaluationTimeoutMs = 600_000;

/** An agent, a guide or the examples did not end in time. */
export class EvaluationTimeout extends Error {
  override readonly name = "EvaluationTimeout";
  /** Advice, in one sentence. */
  readonly advice = "Let every wait in the task end, or raise the limit with --evaluation-timeout.";

  /** @param who did not end @param timeoutMs the limit */
  constructor(who: "agent" | "guide" | "examples", timeoutMs: number) {
    super(`the ${who} took longer than the ${timeoutMs / 1000} s of the evaluation timeout`);
  }
}

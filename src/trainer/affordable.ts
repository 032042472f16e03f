/**
 * Fits the number of proposals of a step to what is left of the budget.
 *
 * @module
 */
import type { TrainerContext } from "./trainer.ts";

/**
 * The number of candidates that can be evaluated on some examples each, so that the best of them can still become the
 * best of the run: evaluated on all train examples where the trainer does so, and on the validation split.
 *
 * @param size examples for each candidate
 * @param whole evaluations that the best of them needs on other train examples
 */
export function affordable(
  { evaluationsLeft, examples }: Pick<TrainerContext, "evaluationsLeft" | "examples">,
  size: number,
  whole: number,
): number {
  return Math.max(0, Math.floor((evaluationsLeft - whole - examples.validation) / size));
}

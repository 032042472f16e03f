/**
 * Fits the number of candidates of a step to what is left of the budget.
 *
 * @module
 */
import type { TrainerContext } from "./trainer.ts";

/** Evaluations that follow, besides the validation of the best candidate. */
export interface LaterEvaluations {
  /** Those that the best of the candidates is wanted to have on further train examples. */
  readonly later: number;
  /** Those that it must have, to become the best of the run. @default later */
  readonly least?: number;
}

/**
 * The number of candidates that can be evaluated on some examples each, so that the best of them can still become the
 * best of the run. Where what is wanted later does not fit, half of the rest is left for it.
 *
 * @param size examples for each candidate
 */
export function affordable(
  { evaluationsLeft, examples }: Pick<TrainerContext, "evaluationsLeft" | "examples">,
  size: number,
  { later, least = later }: LaterEvaluations,
): number {
  const left = evaluationsLeft - examples.validation;
  const whole = Math.floor((left - later) / size);
  if (whole >= 1) return whole;
  const most = Math.floor((left - least) / size);
  return most < 1 ? 0 : Math.max(1, Math.floor(most / 2));
}

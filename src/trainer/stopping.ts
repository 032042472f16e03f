/**
 * Decides when a training ends by its own rules. (Budgets and interruptions stop it from outside.)
 *
 * @module
 */
import type { StopReason } from "./event.ts";
import type { Score } from "./scores.ts";

/** Limits of one training. */
export interface StoppingRules {
  readonly steps: number;
  /** Score at which the training ends. */
  readonly target?: number;
  /** Number of steps without a new best after which the training ends. */
  readonly patience?: number;
}

/** Progress after a step. */
export interface Progress {
  /** Steps done. */
  readonly step: number;
  readonly best: { readonly score: Score; readonly step: number };
}

/** The reason to stop, or null to continue. */
export function stopReason(
  rules: StoppingRules,
  { step, best }: Progress,
): Extract<StopReason, "target" | "steps" | "patience"> | null {
  if (rules.target !== undefined && best.score !== null && best.score >= rules.target) {
    return "target";
  }
  if (step >= rules.steps) return "steps";
  if (rules.patience !== undefined && step - best.step >= rules.patience) return "patience";
  return null;
}

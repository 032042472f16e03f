/**
 * When a training has done enough. (Budgets and interruptions stop it from outside.)
 *
 * @module
 */
import type { StopReason } from "./event.ts";
import type { Score } from "./scores.ts";

/** The limits that a training sets itself. */
export interface StoppingRules {
  readonly steps: number;
  /** Enough when the best score reaches it. */
  readonly target?: number;
  /** Enough after so many steps without a new best. */
  readonly patience?: number;
}

/** Where a training stands after a step. */
export interface Progress {
  /** Steps done. */
  readonly step: number;
  readonly best: { readonly score: Score; readonly step: number };
}

/** Why to stop here, or null to go on. */
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

/**
 * The end of a budget that lets no proposal be evaluated.
 *
 * @module
 */
import { BudgetError } from "../errors.ts";
import type { EventOf } from "./event.ts";

/** The evaluations at the end of a budget. */
export interface SmallBudget {
  readonly step: number;
  /** Evaluations, each with all its samples, that are left. */
  readonly left: number;
  /** Those that a proposal needs, on its batch and to become the best of the run. */
  readonly needed: number;
}

/** The error that ends the run. */
export function smallBudgetError(budget: SmallBudget): BudgetError {
  return new BudgetError("evaluations", `Cannot evaluate another proposal: ${reason(budget)}`);
}

/** The warning where no proposal was evaluated before. @param of the limit of the run, and the samples of an evaluation */
export function smallBudgetWarning(
  budget: SmallBudget,
  { limit, samples }: { readonly limit: number; readonly samples: number },
): EventOf<"warning"> {
  const { step, left, needed } = budget;
  return {
    type: "warning",
    step,
    code: "budget-too-small",
    message: `No proposal is evaluated: ${reason(budget)}`,
    advice: `Raise the budget of evaluations to ${
      limit + (needed - left) * samples
    } or more, or give fewer examples.`,
  };
}

function reason({ left, needed }: SmallBudget): string {
  return `${
    left === 1 ? "1 evaluation is" : `${left} evaluations are`
  } left of the budget, and a proposal needs ${needed}`;
}

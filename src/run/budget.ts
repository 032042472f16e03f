/**
 * The budget of a run, with its defaults.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import type { LanguageModel } from "../model/language_model.ts";
import type { Budget } from "../trainer/event.ts";

/** Default limits. Dollars are limited only when the model's price is known. */
const defaultBudget: Budget = {
  calls: 200,
  tokens: 1_000_000,
  usd: 5,
  seconds: 3600,
  evaluations: null,
};

/**
 * Fills in the default limits.
 *
 * @throws {UsageError} when a limit is not a number of at least 0
 */
export function budgetOf(limits: Partial<Budget>, model: LanguageModel | null): Budget {
  for (const [name, limit] of Object.entries(limits)) {
    if (limit === null || limit >= 0) continue;
    throw new UsageError(
      `Cannot use "${limit}" as the budget of ${name}: received no number of at least 0`,
      {
        advice: "Give a limit of 0 or more, or null for none.",
      },
    );
  }
  const usd = model?.price ? defaultBudget.usd : null;
  return { ...defaultBudget, usd, ...limits };
}

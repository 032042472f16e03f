/**
 * The budget of a run, with its defaults.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import type { LanguageModel } from "../model/language_model.ts";
import type { Budget, Spent } from "../trainer/event.ts";

/** Default limits. Dollars are limited only when the model's price is known. */
export const defaultBudget: Budget = {
  calls: 200,
  tokens: 1_000_000,
  usd: 5,
  seconds: 3600,
  evaluations: null,
};

/** Default limit of calls where each evaluation may ask: the agent has a model of its own, or a task is only scored. */
export const callsOfEvaluations = 5_000;

/**
 * Fills in the default limits.
 *
 * @param limits given ones @param models of the run; that of the agent where it is named
 * @throws {UsageError} when a limit is not a number of at least 0
 */
export function budgetOf(
  limits: Partial<Budget>,
  { model, agentModel }: {
    readonly model: LanguageModel | null;
    readonly agentModel?: LanguageModel | undefined;
  },
): Budget {
  for (const [name, limit] of Object.entries(limits)) {
    if (limit === null || limit >= 0) continue;
    throw new UsageError(
      `Cannot use "${limit}" as the budget of ${name}: received no number of at least 0`,
      {
        advice: "Give a limit of 0 or more, or null for none.",
      },
    );
  }
  const models = [model, agentModel].filter((each) => each !== null && each !== undefined);
  const isPriced = models.length > 0 && models.every(({ price }) => price);
  return {
    ...defaultBudget,
    calls: agentModel === undefined ? defaultBudget.calls : callsOfEvaluations,
    usd: isPriced ? defaultBudget.usd : null,
    ...limits,
  };
}

/**
 * What is left of each limit; that of evaluations is the ledger's.
 *
 * @param spent with the dollars of the calls whose price is known
 */
export function leftOf(budget: Budget, spent: Spent & { readonly usd: number }): Budget {
  const left = (limit: number | null, used: number) =>
    limit === null ? null : Math.max(0, limit - used);
  return {
    ...budget,
    calls: left(budget.calls, spent.calls),
    tokens: left(budget.tokens, spent.promptTokens + spent.completionTokens),
    usd: left(budget.usd, spent.usd),
    seconds: left(budget.seconds, spent.seconds),
  };
}

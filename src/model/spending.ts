/**
 * Spending on models, in total and by the part of a run that asked.
 *
 * @module
 */
import type { ModelUsage } from "./language_model.ts";

/** The part of a run that asks a model: the optimizer, the agent by `ask`, or a guide that is a model. */
export type ModelRole = "optimizer" | "agent" | "judge";

/** Use of a model so far. */
export interface ModelSpending extends ModelUsage {
  /** Calls that were paid for. */
  readonly calls: number;
}

/** The spending of a run on models: the total, and the share of each role. */
export interface RunUsage extends ModelSpending {
  /** Shares of the total. */
  readonly byRole: Readonly<Record<ModelRole, ModelSpending>>;
}

/** Spending without a call. */
export const noSpending: ModelSpending = {
  calls: 0,
  promptTokens: 0,
  completionTokens: 0,
  usd: 0,
};

/** Spending of a run without a call. */
export const noUsage: RunUsage = {
  ...noSpending,
  byRole: { optimizer: noSpending, agent: noSpending, judge: noSpending },
};

/** Spending with one more call; dollars are null from the first call whose price is not known. */
export function withCall(spent: ModelSpending, usage: ModelUsage): ModelSpending {
  return {
    calls: spent.calls + 1,
    promptTokens: spent.promptTokens + usage.promptTokens,
    completionTokens: spent.completionTokens + usage.completionTokens,
    usd: spent.usd === null || usage.usd === null ? null : spent.usd + usage.usd,
  };
}

/** Spending of a run with one more call of a role. */
export function withCallOf<Spent extends RunUsage>(
  spent: Spent,
  role: ModelRole,
  usage: ModelUsage,
): Spent {
  return {
    ...spent,
    ...withCall(spent, usage),
    byRole: { ...spent.byRole, [role]: withCall(spent.byRole[role], usage) },
  };
}

/**
 * What a run may cost at most, told before it starts.
 *
 * @module
 */
import type { LanguageModel } from "./language_model.ts";
import type { ModelBudget } from "./metered.ts";

/** The calls a run means to make, and how large each may be. */
export interface PlannedCalls {
  /** Calls the run makes if each one that can be repeated is. */
  readonly calls: number;
  /** Tokens of one prompt at most. */
  readonly promptTokens: number;
  /** Tokens of one answer at most. */
  readonly completionTokens: number;
}

/** The most a run can spend under its plan and its budget. */
export interface CostCeiling {
  /** Calls to the model. */
  readonly calls: number;
  /** Prompt and completion tokens together. */
  readonly tokens: number;
  /** Null when the price of the model is not known. */
  readonly usd: number | null;
}

/** The most a run can spend: what it plans, or what its budget allows, whichever is less. */
export function costCeiling(
  model: LanguageModel,
  planned: PlannedCalls,
  budget: ModelBudget,
): CostCeiling {
  const calls = Math.min(planned.calls, budget.calls ?? Infinity);
  const tokens = Math.min(
    calls * (planned.promptTokens + planned.completionTokens),
    budget.tokens ?? Infinity,
  );
  return { calls, tokens, usd: usdCeiling(model, planned, budget, calls, tokens) };
}

/** The ceiling in one line: `gpt-4o: at most 40 calls, 800,000 tokens, $2.40`. */
export function describeCeiling(model: LanguageModel, { calls, tokens, usd }: CostCeiling): string {
  const count = (n: number) => Math.round(n).toLocaleString("en-US");
  const cost = usd === null ? "price not known" : `$${usd.toFixed(usd < 1 ? 4 : 2)}`;
  return `${model.name}: at most ${count(calls)} calls, ${count(tokens)} tokens, ${cost}`;
}

function usdCeiling(
  { price }: LanguageModel,
  { promptTokens, completionTokens }: PlannedCalls,
  budget: ModelBudget,
  calls: number,
  tokens: number,
): number | null {
  if (price === null || price === undefined) return null;
  const byCalls = calls * (promptTokens * price.promptUsd + completionTokens * price.completionUsd);
  const byTokens = tokens * Math.max(price.promptUsd, price.completionUsd);
  return Math.min(Math.min(byCalls, byTokens) / 1_000_000, budget.usd ?? Infinity);
}

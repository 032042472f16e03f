/**
 * Counts what a model's calls cost, and forbids the call that would go over the budget.
 *
 * @module
 */
import { BudgetError, UsageError } from "../errors.ts";
import type { LanguageModel, ModelRequest, ModelUsage } from "./language_model.ts";
import { priceOf } from "./price.ts";
import { estimatePromptTokens } from "./usage.ts";

/** Limits of what may be spent on a model; null means no limit. */
export interface ModelBudget {
  /** Answered calls. */
  readonly calls: number | null;
  /** Prompt and completion tokens together. */
  readonly tokens: number | null;
  /** US dollars. */
  readonly usd: number | null;
}

/** What was spent on a model. */
export interface ModelSpending extends ModelUsage {
  /** Answered calls. */
  readonly calls: number;
}

/** A model that counts. */
export interface MeteredModel extends LanguageModel {
  /** What was spent so far; `usd` is null once the price of one call was not known. */
  readonly spent: ModelSpending;
}

/**
 * The same model within a budget. What a call may cost is set aside before it is made, and settled when it is answered: its
 * prompt by estimate, and an answer as long as it may be (`maxTokens`), else as the longest so far, and 1,000 tokens before any
 * came.
 * A call that does not fit what is left is not made. So the budget can be passed only by what the answers under way are
 * longer than what was set aside for them: by nothing where requests limit their answers.
 *
 * @throws {UsageError} when dollars are limited and the price of the model is not known
 *
 * @example
 * ```ts
 * import { scriptedModel } from "@opto/opto";
 * import { metered } from "@opto/opto/model";
 * import { assertEquals, assertRejects } from "@std/assert";
 *
 * const model = metered(scriptedModel(() => "yes"), { budget: { calls: 1, tokens: null, usd: null } });
 * const request = { messages: [{ role: "user" as const, content: "Well?" }] };
 * await model.generate(request);
 * assertEquals(model.spent.calls, 1);
 * await assertRejects(() => model.generate(request), Error, "1 of 1 calls");
 * ```
 */
export function metered(
  model: LanguageModel,
  options: {
    readonly budget: ModelBudget;
    /** Told after each answered call. */
    readonly onSpent?: (spent: ModelSpending) => void;
  },
): MeteredModel {
  const { budget, onSpent } = options;
  if (budget.usd !== null && (model.price ?? null) === null) {
    throw new UsageError(
      `Cannot hold a budget of ${budget.usd} US dollars with "${model.name}": received no price for it`,
      { advice: "Limit calls or tokens instead (--budget-calls, --budget-tokens)." },
    );
  }
  let spent: ModelSpending = { calls: 0, promptTokens: 0, completionTokens: 0, usd: 0 };
  const underway = new Set<Reservation>();
  let longestAnswer: number | undefined;

  function reserve(request: ModelRequest): Reservation {
    const promptTokens = estimatePromptTokens(request);
    const completionTokens = request.maxTokens ?? longestAnswer ?? usualAnswer;
    const usd = priceOf(model.price, { promptTokens, completionTokens }) ?? 0;
    const reservation = { tokens: promptTokens + completionTokens, usd };
    const all = [...underway, reservation];
    const tokens = sum(all.map((each) => each.tokens)) + spent.promptTokens +
      spent.completionTokens;
    const dollars = sum(all.map((each) => each.usd)) + (spent.usd ?? 0);
    if (budget.calls !== null && spent.calls + all.length > budget.calls) {
      const made = spent.calls + underway.size;
      throw new BudgetError("calls", `The budget is spent: ${made} of ${budget.calls} calls`);
    }
    if (budget.tokens !== null && tokens > budget.tokens) {
      throw new BudgetError(
        "tokens",
        `The budget is spent: one more call may come to ${tokens} of ${budget.tokens} tokens`,
      );
    }
    if (budget.usd !== null && dollars > budget.usd) {
      throw new BudgetError(
        "usd",
        `The budget is spent: one more call may come to $${dollars.toFixed(4)} of $${budget.usd}`,
      );
    }
    return reservation;
  }

  return {
    name: model.name,
    ...(model.price === undefined ? {} : { price: model.price }),
    get spent() {
      return spent;
    },
    async generate(request, callOptions) {
      const reservation = reserve(request);
      underway.add(reservation);
      try {
        const response = await model.generate(request, callOptions);
        const { usage } = response;
        longestAnswer = Math.max(longestAnswer ?? 0, usage.completionTokens);
        spent = {
          calls: spent.calls + 1,
          promptTokens: spent.promptTokens + usage.promptTokens,
          completionTokens: spent.completionTokens + usage.completionTokens,
          usd: spent.usd === null || usage.usd === null ? null : spent.usd + usage.usd,
        };
        onSpent?.(spent);
        return response;
      } finally {
        underway.delete(reservation);
      }
    },
  };
}

/** Tokens of an answer, before any has come. */
const usualAnswer = 1_000;

/** What is set aside for a call under way. */
interface Reservation {
  readonly tokens: number;
  readonly usd: number;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

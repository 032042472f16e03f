/**
 * Counts the cost of model calls, and refuses calls beyond the budget.
 *
 * @module
 */
import { BudgetError, UsageError } from "../errors.ts";
import type { LanguageModel, ModelRequest, ModelUsage } from "./language_model.ts";
import { priceOf } from "./price.ts";
import { estimatePromptTokens } from "./usage.ts";

/** Limits on model calls; null means no limit. */
export interface ModelBudget {
  /** Answered calls. */
  readonly calls: number | null;
  /** Prompt and completion tokens together. */
  readonly tokens: number | null;
  /** US dollars. */
  readonly usd: number | null;
}

/** Use of a model so far. */
export interface ModelSpending extends ModelUsage {
  /** Answered calls. */
  readonly calls: number;
}

/** A model that counts its use. */
export interface MeteredModel extends LanguageModel {
  /** Use so far; `usd` is null when the price of a call was unknown. */
  readonly spent: ModelSpending;
}

/**
 * The same model within a budget. Each call reserves its possible cost before it is made: the estimated prompt, and an
 * answer of `maxTokens`, else of the longest answer so far, else of 1,000 tokens. The real cost replaces the reservation when
 * the answer arrives.
 *
 * A call that does not fit the rest of the budget is refused. The budget can be exceeded only where answers are longer than
 * reserved, which cannot happen for requests with `maxTokens`.
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
    /** Called after each answered call. */
    readonly onSpent?: (spent: ModelSpending) => void;
  },
): MeteredModel {
  const { budget, onSpent } = options;
  if (budget.usd !== null && (model.price ?? null) === null) {
    throw new UsageError(
      `Cannot hold a budget of ${budget.usd} US dollars with "${model.name}": received no price`,
      { advice: "Limit calls or tokens instead (--budget-calls, --budget-tokens)." },
    );
  }
  let spent: ModelSpending = { calls: 0, promptTokens: 0, completionTokens: 0, usd: 0 };
  const reservations = new Set<Reservation>();
  let longestAnswer: number | undefined;

  function reserve(request: ModelRequest): Reservation {
    const promptTokens = estimatePromptTokens(request);
    const completionTokens = request.maxTokens ?? longestAnswer ?? usualAnswer;
    const usd = priceOf(model.price, { promptTokens, completionTokens }) ?? 0;
    const reservation = { tokens: promptTokens + completionTokens, usd };
    const all = [...reservations, reservation];
    const tokens = sum(all.map((each) => each.tokens)) + spent.promptTokens +
      spent.completionTokens;
    const dollars = sum(all.map((each) => each.usd)) + (spent.usd ?? 0);
    if (budget.calls !== null && spent.calls + all.length > budget.calls) {
      const made = spent.calls + reservations.size;
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
      reservations.add(reservation);
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
        reservations.delete(reservation);
      }
    },
  };
}

/** Tokens reserved for the first answer. */
const usualAnswer = 1_000;

/** The possible cost of a call that is not answered yet. */
interface Reservation {
  readonly tokens: number;
  readonly usd: number;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/**
 * Counts the cost of model calls, and refuses calls beyond the budget.
 *
 * @module
 */
import { BudgetError, ModelError, UsageError } from "../errors.ts";
import { derivedModel } from "./derived_model.ts";
import type {
  GenerateOptions,
  LanguageModel,
  ModelRequest,
  ModelResponse,
  ModelUsage,
} from "./language_model.ts";
import { checkedPrice, priceOf } from "./price.ts";
import { estimatePromptTokens } from "./usage.ts";

/** Limits on model calls; null means no limit. */
export interface ModelBudget {
  /** Calls that were paid for: answered ones, and tries whose answer could not be used. */
  readonly calls: number | null;
  /** Prompt and completion tokens together. */
  readonly tokens: number | null;
  /** US dollars. */
  readonly usd: number | null;
}

/** Use of a model so far. */
export interface ModelSpending extends ModelUsage {
  /** Calls that were paid for. */
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
 * @throws {TypeError} when the price is not one
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
    /** Called after each call that was paid for. */
    readonly onSpent?: (spent: ModelSpending) => void;
  },
): MeteredModel {
  const { budget, onSpent } = options;
  const price = checkedPrice(model.price);
  if (budget.usd !== null && price === null) {
    throw new UsageError(
      `Cannot hold a budget of ${budget.usd} US dollars with "${model.name}": received no price`,
      {
        advice:
          "Name its price with --price IN,OUT, in dollars per million tokens, or limit calls or " +
          "tokens instead (--budget-calls, --budget-tokens).",
      },
    );
  }
  let spent: ModelSpending = { calls: 0, promptTokens: 0, completionTokens: 0, usd: 0 };
  const reservations = new Set<Reservation>();
  let longestAnswer: number | undefined;

  function reserve(request: ModelRequest): Reservation {
    const promptTokens = estimatePromptTokens(request);
    const completionTokens = request.maxTokens ?? longestAnswer ?? usualAnswer;
    const usd = priceOf(price, { promptTokens, completionTokens }) ?? 0;
    const reservation = { tokens: promptTokens + completionTokens, usd };
    const all = [...reservations, reservation];
    const tokens = sum(all.map((each) => each.tokens)) + spent.promptTokens +
      spent.completionTokens;
    const dollars = sum(all.map((each) => each.usd)) + (spent.usd ?? 0);
    requireWithin(budget, {
      calls: spent.calls + reservations.size,
      tokens,
      usd: dollars,
    });
    return reservation;
  }

  /** With its cost by the price, where the model does not say it. */
  function priced(usage: ModelUsage): ModelUsage {
    return usage.usd === null ? { ...usage, usd: priceOf(price, usage) } : usage;
  }

  function spend(usage: ModelUsage): void {
    spent = {
      calls: spent.calls + 1,
      promptTokens: spent.promptTokens + usage.promptTokens,
      completionTokens: spent.completionTokens + usage.completionTokens,
      usd: spent.usd === null || usage.usd === null ? null : spent.usd + usage.usd,
    };
    onSpent?.(spent);
  }

  async function generate(
    request: ModelRequest,
    callOptions: GenerateOptions = {},
  ): Promise<ModelResponse> {
    const reservation = reserve(request);
    reservations.add(reservation);
    try {
      const response = await model.generate(request, {
        ...callOptions,
        onRetry(retry) {
          const usage = retry.usage && priced(retry.usage);
          if (usage !== undefined) spend(usage);
          callOptions.onRetry?.(usage === undefined ? retry : { ...retry, usage });
        },
      });
      const usage = priced(response.usage);
      longestAnswer = Math.max(longestAnswer ?? 0, usage.completionTokens);
      spend(usage);
      return usage === response.usage ? response : { ...response, usage };
    } catch (error) {
      if (error instanceof ModelError && error.usage !== undefined) spend(priced(error.usage));
      throw error;
    } finally {
      reservations.delete(reservation);
    }
  }

  return {
    ...derivedModel(model, generate),
    get spent() {
      return spent;
    },
  };
}

/**
 * @param after calls so far, and tokens and dollars with one more call
 * @throws {BudgetError} when that call does not fit
 */
function requireWithin(
  budget: ModelBudget,
  { calls, tokens, usd }: { readonly calls: number; readonly tokens: number; readonly usd: number },
): void {
  if (budget.calls !== null && calls + 1 > budget.calls) {
    throw new BudgetError("calls", `The budget is spent: ${calls} of ${budget.calls} calls`);
  }
  if (budget.tokens !== null && tokens > budget.tokens) {
    throw new BudgetError(
      "tokens",
      `The budget is spent: one more call may come to ${tokens} of ${budget.tokens} tokens`,
    );
  }
  if (budget.usd !== null && usd > budget.usd) {
    throw new BudgetError(
      "usd",
      `The budget is spent: one more call may come to $${usd.toFixed(4)} of $${budget.usd}`,
    );
  }
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

/**
 * Counts the cost of model calls, and refuses calls beyond the budget.
 *
 * @module
 */
import { BudgetError, ModelError, UsageError } from "../errors.ts";
import { derivedModel } from "./derived_model.ts";
import type { GenerateOptions, LanguageModel, ModelRequest, ModelUsage } from "./language_model.ts";
import { checkedPrice, type ModelPrice, priceOf } from "./price.ts";
import { type ModelSpending, noSpending, withCall } from "./spending.ts";
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
 * A call that does not fit the rest of the budget is refused, and so is the next try of one that failed after it was paid for.
 * The budget can be exceeded only where a call takes more tokens than reserved: a longer answer, which `maxTokens` excludes, or
 * a longer prompt than estimated.
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
  const meter = new ModelMeter(options);
  return {
    ...meter.metered(model),
    get spent() {
      return meter.spent;
    },
  };
}

/** One budget for several models: the optimizer's, the agent's and those of judges. */
export class ModelMeter {
  readonly #budget: ModelBudget;
  readonly #onSpent: ((spent: ModelSpending) => void) | undefined;
  readonly #reservations = new Set<Reservation>();
  /** Resolves when a call has settled. */
  #settled = Promise.withResolvers<void>();
  #spent = noSpending;
  /** Dollars of the calls whose price is known. */
  #knownUsd = 0;

  /** @param options the budget of all models together */
  constructor(
    { budget, onSpent }: {
      readonly budget: ModelBudget;
      readonly onSpent?: ((spent: ModelSpending) => void) | undefined;
    },
  ) {
    this.#budget = budget;
    this.#onSpent = onSpent;
  }

  /** Use of all models so far; `usd` is null when the price of a call was unknown. */
  get spent(): ModelSpending {
    return this.#spent;
  }

  /**
   * The same model within the budget.
   *
   * @param options with `mayLackPrice`, a model without a price is counted in calls and tokens only
   * @throws {UsageError} when dollars are limited and the price of the model is not known
   * @throws {TypeError} when the price is not one
   */
  metered(
    model: LanguageModel,
    { mayLackPrice = false }: { readonly mayLackPrice?: boolean } = {},
  ): LanguageModel {
    const price = checkedPrice(model.price);
    if (this.#budget.usd !== null && price === null && !mayLackPrice) {
      throw noPrice(model.name, this.#budget.usd);
    }
    let longestAnswer: number | undefined;

    /** With its cost by the price, where the model does not say it. */
    const priced = (usage: ModelUsage): ModelUsage =>
      usage.usd === null ? { ...usage, usd: priceOf(price, usage) } : usage;

    return derivedModel(model, async (request, callOptions = {}) => {
      const reservation = await this.#reserve(
        () => reservationOf(request, price, longestAnswer),
        callOptions,
      );
      const { signal } = callOptions;
      const ending = new AbortController();
      try {
        const response = await model.generate(request, {
          ...callOptions,
          signal: AbortSignal.any([ending.signal, ...(signal === undefined ? [] : [signal])]),
          onRetry: (retry) => {
            const usage = retry.usage && priced(retry.usage);
            if (usage !== undefined) {
              this.#spend(usage);
              const refusal = this.#refusal([...this.#reservations]);
              if (refusal !== undefined) ending.abort(refusal);
            }
            callOptions.onRetry?.(usage === undefined ? retry : { ...retry, usage });
          },
        });
        const usage = priced(response.usage);
        longestAnswer = Math.max(longestAnswer ?? 0, usage.completionTokens);
        this.#spend(usage);
        return usage === response.usage ? response : { ...response, usage };
      } catch (error) {
        if (error instanceof ModelError && error.usage !== undefined) {
          this.#spend(priced(error.usage));
        }
        throw error;
      } finally {
        this.#reservations.delete(reservation);
        this.#settled.resolve();
        this.#settled = Promise.withResolvers();
      }
    });
  }

  /**
   * Sets the possible cost of a call aside. Where it fits the budget alone, and not beside the calls under way, it waits for
   * them: they may cost less than is set aside for them, and tell how long answers are.
   *
   * @throws {BudgetError} when it does not fit @throws the signal's reason
   */
  async #reserve(
    possibleCost: () => Reservation,
    { signal }: GenerateOptions,
  ): Promise<Reservation> {
    for (;;) {
      const reservation = possibleCost();
      const refusal = this.#refusal([...this.#reservations, reservation]);
      if (refusal === undefined) {
        this.#reservations.add(reservation);
        return reservation;
      }
      const isFull = this.#refusal([reservation]) !== undefined;
      if (isFull || this.#reservations.size === 0) throw refusal;
      await orAborted(this.#settled.promise, signal);
    }
  }

  /** Why calls do not fit; undefined when they do. */
  #refusal(calls: readonly Reservation[]): BudgetError | undefined {
    const { promptTokens, completionTokens } = this.#spent;
    return refusalOf(this.#budget, {
      calls: this.#spent.calls + calls.length - 1,
      tokens: promptTokens + completionTokens + sum(calls.map(({ tokens }) => tokens)),
      usd: this.#knownUsd + sum(calls.map(({ usd }) => usd)),
    });
  }

  #spend(usage: ModelUsage): void {
    this.#spent = withCall(this.#spent, usage);
    this.#knownUsd += usage.usd ?? 0;
    this.#onSpent?.(this.#spent);
  }
}

function noPrice(name: string, usd: number): UsageError {
  return new UsageError(
    `Cannot hold a budget of ${usd} US dollars with "${name}": received no price`,
    {
      advice:
        "Name its price with --price IN,OUT, in dollars per million tokens, or limit calls or " +
        "tokens instead (--budget-calls, --budget-tokens).",
    },
  );
}

function reservationOf(
  request: ModelRequest,
  price: ModelPrice | null,
  longestAnswer: number = usualAnswer,
): Reservation {
  const promptTokens = estimatePromptTokens(request);
  const completionTokens = request.maxTokens ?? longestAnswer;
  const usd = priceOf(price, { promptTokens, completionTokens }) ?? 0;
  return { tokens: promptTokens + completionTokens, usd };
}

/** Waits until the work settles or the signal is aborted. @throws the signal's reason */
async function orAborted(work: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal?.reason);
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    await Promise.race([work, aborted]);
  } finally {
    signal?.removeEventListener("abort", onAbort);
  }
}

/** @param after calls so far, and tokens and dollars with one more call @returns why that call does not fit */
function refusalOf(
  budget: ModelBudget,
  { calls, tokens, usd }: { readonly calls: number; readonly tokens: number; readonly usd: number },
): BudgetError | undefined {
  if (budget.calls !== null && calls + 1 > budget.calls) {
    return new BudgetError("calls", `The budget is spent: ${calls} of ${budget.calls} calls`);
  }
  if (budget.tokens !== null && tokens > budget.tokens) {
    return new BudgetError(
      "tokens",
      `The budget is spent: one more call may come to ${tokens} of ${budget.tokens} tokens`,
    );
  }
  if (budget.usd !== null && usd > budget.usd) {
    return new BudgetError(
      "usd",
      `The budget is spent: one more call may come to $${usd.toFixed(4)} of $${budget.usd}`,
    );
  }
  return undefined;
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
